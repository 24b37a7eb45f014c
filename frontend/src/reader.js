// The reader's page is whole without this. With it: larger type, more contrast, and a word when
// something new came out, without moving what is being read.
const own = document.querySelector("script[data-large]");
const root = document.documentElement;

function switchFor(name, label) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "reader-switch";
  button.textContent = label;
  const show = (on) => {
    root.classList.toggle(`reader-${name}`, on);
    button.setAttribute("aria-pressed", String(on));
  };
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    show(on);
    keep(name, on);
  });
  show(kept(name));
  return button;
}

// Storage may be refused, e.g. in a private window: the switch works for this page then.
function kept(name) {
  try {
    return localStorage.getItem(`reader-${name}`) === "1";
  } catch {
    return false;
  }
}

function keep(name, on) {
  try {
    localStorage.setItem(`reader-${name}`, on ? "1" : "0");
  } catch {
    // nothing to keep it in
  }
}

const tools = document.createElement("div");
tools.className = "reader-tools";
tools.append(switchFor("large", own.dataset.large), switchFor("contrast", own.dataset.contrast));
document.querySelector(".site-head .wrap")?.append(tools);

// Every 15 to 25 seconds while the page is looked at, so that a whole district's open pages do not
// ask in one second; a tiny file that any web server holds in memory.
const EVERY = 15_000;
const JITTER = 10_000;
const { latest } = own.dataset;
let seen = null;

async function look() {
  if (document.visibilityState === "visible") {
    try {
      const answer = await fetch(latest, { cache: "no-cache" });
      if (answer.ok) tell((await answer.json()).newest);
    } catch {
      // no network: the next look tells
    }
  }
  setTimeout(look, EVERY + Math.random() * JITTER);
}

function tell(newest) {
  seen ??= new Set(newest);
  const count = newest.filter((id) => !seen.has(id)).length;
  if (!count) return;
  let bar = document.querySelector(".reader-news");
  if (!bar) {
    bar = document.createElement("a");
    bar.className = "reader-news";
    bar.setAttribute("role", "status");
    bar.href = latest.replace(/latest[.]json$/, "");
    bar.addEventListener("click", (event) => {
      if (new URL(bar.href).pathname !== location.pathname) return;
      event.preventDefault();
      scrollTo(0, 0);
      location.reload();
    });
    document.body.append(bar);
  }
  bar.textContent = count === 1 ? own.dataset.one : own.dataset.many.replace("{n}", count);
}

// Another script has brought in what was new.
document.addEventListener("reader:caught-up", () => { seen = null; });

if (latest) look();
