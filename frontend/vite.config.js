import { defineConfig } from "vite";
import { iconSprite } from "./plugins/icon-sprite.js";

// Links travel through WeChat and WeCom: their built-in browsers lag behind the desktop's.
export const target = ["chrome87", "safari14", "firefox91"];
export const outDir = "../src/qixin/ui/static/ui/dist";

export default defineConfig({
  base: "/static/ui/dist/",
  plugins: [iconSprite()],
  build: {
    target,
    cssTarget: target,
    outDir,
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsInlineLimit: 2048,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rollupOptions: {
      // htmx has an eval that `allowEval: false` keeps from ever running
      checks: { eval: false },
      input: {
        main: "src/main.js",
        map: "src/map.js",
        chart: "src/chart.js",
        live: "src/live.js",
        capture: "src/capture.js",
        triage: "src/triage.js",
        passCheck: "src/pass-check.js",
        safetySpot: "src/safety-spot.js",
        safetyUnsent: "src/safety-unsent.js",
        passPrint: "src/pass-print.js",
        passDriver: "src/pass-driver.js",
        review: "src/review.js",
        resumable: "src/resumable.js",
        publicReport: "src/public-report.js",
        reader: "src/reader.js",
        "live-page": "src/live-page.js",
        liveWrite: "src/live-write.js",
        public: "src/css/public.css",
      },
      output: {
        // Published pages are files that outlive a build, so what they link keeps its name.
        entryFileNames: ({ name }) =>
          ["reader", "live-page"].includes(name) ? `${name}.js` : "assets/[name]-[hash].js",
        assetFileNames: ({ names }) =>
          names?.includes("public.css") ? "[name][extname]" : "assets/[name]-[hash][extname]",
      },
    },
  },
});
