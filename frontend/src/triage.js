// The queue's own keys and panes. Letters on buttons are the shell's (data-key); here: j k x on the
// list, keys while an input method is on, opening beside the list, and letting a report go.

import { isVisible } from "./shell/visible.js";

const WIDE = matchMedia("(min-width: 1200px)");
const rows = () => [...document.querySelectorAll(".tri-row")];
const pane = () => document.getElementById("triage-pane");
const shown = () => document.querySelector("[data-shown]");

function open(url) {
  if (!WIDE.matches || !window.htmx) return window.location.assign(url);
  letGo();
  window.htmx.ajax("GET", url, { target: "#triage-pane", swap: "innerHTML" }).then(() => {
    history.pushState({}, "", url);
    mark(shown()?.dataset.shown);
  });
}

function mark(number) {
  for (const row of rows()) {
    if (row.dataset.number === number) {
      row.setAttribute("aria-current", "true");
      row.scrollIntoView({ block: "nearest" });
    } else row.removeAttribute("aria-current");
  }
}

function letGo() {
  const report = shown();
  if (!report?.querySelector("#claim")) return;
  const form = new FormData();
  form.set("leaving", "1");
  form.set("csrfmiddlewaretoken", document.querySelector("meta[name=csrf-token]").content);
  navigator.sendBeacon(report.dataset.release, form);
}

function current() {
  const focused = document.activeElement?.closest(".tri-row");
  return focused ?? document.querySelector(".tri-row[aria-current]") ?? null;
}

function move(step) {
  const all = rows();
  const at = all.indexOf(current());
  const next = all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)];
  next?.querySelector(".tri-link").focus();
}

function choose(row, checked) {
  const box = row?.querySelector("input[name=reports]");
  if (!box) return;
  box.checked = checked ?? !box.checked;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

let lastChosen = null;
document.addEventListener("click", (event) => {
  const box = event.target.closest(".tri-row input[name=reports]");
  if (box) {
    const all = rows();
    const here = all.indexOf(box.closest(".tri-row"));
    if (event.shiftKey && lastChosen !== null) {
      for (const row of all.slice(Math.min(here, lastChosen), Math.max(here, lastChosen) + 1)) choose(row, box.checked);
    }
    lastChosen = here;
    return;
  }
  const link = event.target.closest(".tri-link, .tri-pane a[data-open]");
  if (link && WIDE.matches && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    open(link.href);
  }
});

document.addEventListener("change", ({ target }) => {
  if (!target.matches("input[name=reports], [data-check-all]")) return;
  const count = document.querySelectorAll(".tri-row input[name=reports]:checked").length;
  const words = document.querySelector("[data-chosen]");
  if (!words) return;
  words.hidden = count === 0;
  words.textContent = words.dataset.words.replace("{n}", count);
});

// A panel that opens puts the cursor into its first field and closes the others.
document.addEventListener("toggle", ({ target }) => {
  if (!target.matches?.("details[data-panel]") || !target.open) return;
  for (const other of document.querySelectorAll("details[data-panel][open]")) if (other !== target) other.open = false;
  target.querySelector("[data-first]")?.focus();
}, true);

// What a panel fetches comes after it has opened.
document.addEventListener("htmx:afterSwap", ({ target }) => {
  const panel = target.closest?.("details[data-panel][open]");
  (panel?.querySelector("[data-first]") ?? panel?.querySelector("select, input:not([type=hidden])"))?.focus();
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  // A select keeps Enter to itself; here it means: this one.
  if (event.key === "Enter" && event.target.matches("details[data-panel] select")) {
    event.preventDefault();
    return event.target.form.requestSubmit();
  }
  if (event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, dialog[open]")) return;
  // With a Chinese input method on, the key is "Process", and only its place tells which it was.
  const byPlace = event.key === "Process" || event.keyCode === 229;
  const place = event.code.replace(/^Key|^Digit/, "");
  const key = byPlace ? (event.shiftKey ? place : place.toLowerCase()) : event.key;
  const button = [...document.querySelectorAll("main [data-key]")].find((one) => one.dataset.key === key && isVisible(one));
  if (button) {
    if (!byPlace && !event.target.matches("input")) return;
    event.preventDefault();
    event.stopPropagation();
    button.click();
  } else if (key === "j" || key === "k") {
    event.preventDefault();
    move(key === "j" ? 1 : -1);
  } else if (key === "x") {
    event.preventDefault();
    choose(current());
  } else if (key === "z") {
    document.querySelector("[data-key=u]")?.click();
  }
}, true);

// Another room took the report over and says where to go on: the pane goes there, not the page.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const onward = event.detail.xhr.getResponseHeader("HX-Redirect");
  if (!onward || !event.target.closest(".tri-decide")) return;
  event.preventDefault();
  window.htmx.ajax("GET", onward, { target: "#triage-pane", swap: "innerHTML" });
});

// The page's last row is gone: the next ones come without the page, so that what was said stays.
async function renewList({ address, shown: number }) {
  try {
    const answer = await fetch(address);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".tri-list");
    document.querySelector(".tri-list").replaceWith(fresh);
    window.htmx.process(fresh);
    mark(number);
  } catch {
    window.location.assign(address);
  }
}

document.addEventListener("qixin:triaged", ({ detail }) => {
  const row = document.querySelector(`.tri-row[data-number="${detail.decided}"]`);
  row?.remove();
  if (row && !rows().length) renewList(detail);
  const waiting = document.querySelector("[data-waiting]");
  if (row && waiting) waiting.textContent = Math.max(0, waiting.textContent - 1);
  mark(detail.shown);
  pane().scrollTop = 0;
  if (!WIDE.matches) window.scrollTo(0, 0);
});
window.addEventListener("pagehide", letGo);
window.addEventListener("popstate", () => window.location.reload());
