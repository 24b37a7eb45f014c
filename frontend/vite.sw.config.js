import { defineConfig } from "vite";
import { outDir, target } from "./vite.config.js";

// A service worker is one classic script: older browsers load no modules in a worker.
export default defineConfig({
  publicDir: false,
  define: { "process.env.NODE_ENV": '"production"' },
  build: {
    target,
    outDir,
    emptyOutDir: false,
    rollupOptions: {
      input: "src/sw.js",
      output: { format: "iife", entryFileNames: "sw.js" },
    },
  },
});
