// light, dark or as the system has it. The choice is a cookie, so that the server renders it.
const YEAR_S = 365 * 24 * 3600;
const system = matchMedia("(prefers-color-scheme: dark)");

function show(dark) {
  document.documentElement.setAttribute("data-bs-theme", dark ? "dark" : "light");
  document.dispatchEvent(new CustomEvent("qixin:theme", { detail: { dark } }));
}

function apply(choice) {
  document.documentElement.dataset.theme = choice;
  for (const button of document.querySelectorAll("[data-set-theme]")) {
    button.setAttribute("aria-pressed", String(button.dataset.setTheme === choice));
  }
  show(choice === "dark" || (choice === "auto" && system.matches));
}

export function startTheme() {
  apply(document.documentElement.dataset.theme || "auto");
  // paper is white: light letters on it would be lost
  addEventListener("beforeprint", () => show(false));
  addEventListener("afterprint", () => apply(document.documentElement.dataset.theme));
  system.addEventListener("change", () => apply(document.documentElement.dataset.theme));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-set-theme]");
    if (!button) return;
    const choice = button.dataset.setTheme;
    document.cookie = `qixin_theme=${choice}; path=/; max-age=${YEAR_S}; samesite=lax`;
    apply(choice);
  });
}
