// <details class="ui-menu"> works alone; this closes it on Escape and on a click elsewhere.
export function startMenus() {
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.ui-menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.ui-menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
