// "Waiting on this phone (2)": each report with what to do about it.
import { discard, kindOf, waiting } from "./queue.js";
import { element, say, words } from "./words.js";

const box = document.getElementById("waiting");

export async function showWaiting(account, { signedOut, takeBack, refresh }) {
  const reports = (await waiting()).filter((thing) => kindOf(thing) === "report");
  box.hidden = !reports.length;
  box.querySelector("[data-waiting-title]").textContent = say(words.waiting, { n: reports.length });
  box.querySelector("[data-waiting-list]").replaceChildren(...reports.map((report) => row(report, account, { takeBack, refresh })));
  box.querySelector("[data-sign-in]").hidden = !signedOut;
  box.querySelector("[data-send-now]").hidden = signedOut;
}

function row(report, account, { takeBack, refresh }) {
  const text = report.fields.text.trim().split("\n", 1)[0].slice(0, 60) || words.photoOnly;
  const facts = [new Date(report.at).toLocaleString(document.documentElement.lang)];
  if (report.files.length) facts.push(say(words.files, { n: report.files.length }));
  const item = element("li", {}, element("strong", { text }), element("span", { className: "capture-facts", text: facts.join(" · ") }));
  if (report.account !== account) item.append(element("span", { className: "ui-error", text: words.otherAccount }));
  if (report.state === "refused") item.append(element("span", { className: "ui-error", text: say(words.refused, { reason: report.reason }) }));
  if (report.state !== "received" && report.account === account) item.append(button(words.edit, () => takeBack(report)));
  item.append(button(words.discard, async () => {
    if (!confirm(words.discardSure)) return;
    await discard(report.key);
    await refresh();
  }));
  return item;
}

const button = (text, onclick) => element("button", { type: "button", className: "btn btn-sm", text, onclick });
