// A .table-stack becomes cards on a phone; each cell then needs its column's name.
function label(root) {
  for (const table of root.querySelectorAll?.("table.table-stack") ?? []) {
    const heads = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim());
    for (const row of table.tBodies[0]?.rows ?? []) {
      [...row.cells].forEach((cell, index) => {
        if (!cell.dataset.label && heads[index]) cell.dataset.label = heads[index];
      });
    }
  }
}

export function startTables() {
  label(document);
  document.addEventListener("htmx:afterSettle", ({ target }) => label(target.parentElement ?? document));
  document.addEventListener("change", ({ target }) => {
    if (!target.matches("[data-check-all]")) return;
    for (const box of document.getElementsByName(target.dataset.checkAll)) box.checked = target.checked;
  });
}
