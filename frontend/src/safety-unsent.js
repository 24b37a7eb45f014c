// "On this telephone, not sent yet": what of inspections and visits waits here, on the pages that lead to them.
import "./css/capture.css";
import { element, say, words } from "./capture/words.js";
import { discard, everything, kindOf } from "./capture/queue.js";
import { startSending } from "./safety/sending.js";

const box = document.getElementById("unsent");
const account = Number(box.dataset.account);
const list = box.querySelector("[data-unsent-list]");
let state = {};

async function show(news = {}) {
  state = { ...news };
  const things = (await everything()).filter((thing) => kindOf(thing) !== "report" && thing.account === account);
  box.hidden = !things.length;
  box.querySelector("[data-unsent-title]").textContent = say(words.unsent, { n: things.length });
  // What is only begun waits for a person, not for a network.
  const waits = things.some((thing) => ["waiting", "received"].includes(thing.state));
  box.querySelector("[data-send-now]").hidden = !waits || Boolean(state.signedOut);
  box.querySelector("[data-sign-in]").hidden = !state.signedOut;
  list.replaceChildren(...things.map(row));
}

function row(thing) {
  const item = element("li", {}, element("strong", { text: thing.name }), element("span", { className: "capture-facts", text: facts(thing) }));
  if (thing.state === "refused") item.append(element("span", { className: "ui-error", text: say(words.refused, { reason: thing.reason }) }));
  if (thing.state === "draft" || thing.state === "refused") item.append(element("a", { className: "btn btn-sm", href: thing.page, text: words.goOn }));
  if (thing.state === "refused" || thing.state === "draft") {
    item.append(element("button", { type: "button", className: "btn btn-sm", text: words.discard, onclick: async () => {
      if (!confirm(words.discardSure)) return;
      await discard(thing.key);
      await show(state);
    } }));
  }
  return item;
}

function facts(thing) {
  const at = new Date(thing.at).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });
  return `${at} · ${thing.state === "draft" ? words.begun : words.waitsHere}`;
}

const go = startSending(show);
box.querySelector("[data-send-now]").addEventListener("click", go);
show().then(go);
