// Builds icons.svg, one <symbol> for each name in icons.txt, from Tabler's outline icons.
import { readFileSync } from "node:fs";

const LIST = new URL("../icons.txt", import.meta.url);
const FOLDER = new URL("../node_modules/@tabler/icons/icons/outline/", import.meta.url);

export function names(text) {
  return text.split("\n").map((line) => line.trim()).filter((line) => line && !line.startsWith("#"));
}

function symbol(name) {
  const svg = readFileSync(new URL(`${name}.svg`, FOLDER), "utf8");
  const shapes = svg
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/^[\s\S]*?<svg[\s\S]*?>/, "")
    .replace("</svg>", "")
    .replace(/\s*\n\s*/g, "");
  return (
    `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" ` +
    `stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${shapes}</symbol>`
  );
}

export function iconSprite() {
  return {
    name: "icon-sprite",
    buildStart() {
      this.addWatchFile(LIST.pathname);
    },
    generateBundle() {
      const symbols = names(readFileSync(LIST, "utf8")).map(symbol).join("\n");
      this.emitFile({
        type: "asset",
        fileName: "icons.svg",
        source: `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols}\n</svg>\n`,
      });
    },
  };
}
