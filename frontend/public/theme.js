// Runs before the first paint, so that a dark page never flashes white. Kept apart from the modules,
// which run later, and in a file of its own, because the content policy allows no inline script.
(function () {
  var chosen = document.documentElement.dataset.theme || "auto";
  var dark = chosen === "dark" ||
    (chosen === "auto" && window.matchMedia && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-bs-theme", dark ? "dark" : "light");
})();
