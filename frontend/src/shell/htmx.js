// htmx with its settings from <meta name="htmx-config">: no eval, only our own server.
import "./htmx-global.js";
import "htmx-ext-sse/sse.js";
import { say } from "./strings.js";
import { toast } from "./toasts.js";

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("meta[name=csrf-token]")?.content;
  if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token;
});

// The server words its refusals itself (a toast by HX-Trigger); these are the ones it cannot word.
document.addEventListener("htmx:sendError", () => toast(say("offline"), { tone: "danger" }));
document.addEventListener("htmx:timeout", () => toast(say("timeout"), { tone: "danger" }));
document.addEventListener("htmx:responseError", ({ detail }) => {
  const worded = detail.xhr.getResponseHeader("HX-Trigger")?.includes("qixin:toast");
  if (!worded) toast(say("failed"), { tone: "danger" });
});

// What was pressed may be gone with the part that came anew: whoever goes by keys then stands in that part, not at
// the top of the page.
let left = null;
document.addEventListener("htmx:beforeSwap", ({ target }) => {
  const here = document.activeElement;
  left = target.contains(here) && here !== document.body ? target.id : null;
});
document.addEventListener("htmx:afterSettle", () => {
  const part = left && document.getElementById(left);
  left = null;
  if (!part || (document.activeElement && document.activeElement !== document.body)) return;
  if (!part.hasAttribute("tabindex")) part.tabIndex = -1;
  part.focus({ preventScroll: true });
});
