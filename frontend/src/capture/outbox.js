// Sends what waits, each thing once: the server knows a thing and a file by their keys.
import { isLarge, nameOf, sendInPieces } from "./pieces.js";
import { discard, keep, kindOf, waiting } from "./queue.js";

const OUTBOX = "/w/report/outbox/";
// Where each kind of thing goes, and its files.
const ROADS = {
  report: { send: () => "/w/report/send/", file: (thing, file) => `/w/report/${thing.key}/attachments/${file.key}/` },
  inspection: { send: ({ about }) => `/w/safety/inspections/${about}/send/`, file: (thing, file) => `/w/safety/photos/${file.key}/` },
  visit: { send: ({ about }) => `/w/safety/round/${about}/send/`, file: (thing, file) => `/w/safety/photos/${file.key}/` },
};
const TIMEOUT = 30_000;
const TIMEOUT_FILE = 600_000;

export class Offline extends Error {}
export class SignedOut extends Error {}

// Page and service worker may wake at the same moment: one of them sends, then the other what is left.
// Returns what was sent: [{ kind, about, number, url, notice, refused: [{ name, reason }] }].
export async function flush(tell = () => {}) {
  if (!self.navigator.locks) return flushAll(tell);
  return self.navigator.locks.request("qixin-outbox", () => flushAll(tell));
}

async function flushAll(tell) {
  const reports = (await waiting()).filter((report) => report.state !== "refused");
  if (!reports.length) return [];
  const session = await whoIsSignedIn();
  const sent = [];
  for (const report of reports) {
    if (report.account !== session.account) continue;
    tell({ report, step: "report" });
    if (await sendReport(report, session, tell)) sent.push(receipt(report));
  }
  return sent;
}

function receipt(thing) {
  const { about, number, url, notice, files } = thing;
  const refused = files.filter((file) => file.refused).map((file) => ({ name: file.name, reason: file.refused }));
  return { kind: kindOf(thing), about, number, url, notice, refused };
}

async function whoIsSignedIn() {
  const answer = await request(OUTBOX, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Offline();
  return answer.json();
}

async function sendReport(report, session, tell) {
  const answer = await request(ROADS[kindOf(report)].send(report), {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": session.csrf },
    body: JSON.stringify({ ...report.fields, client_key: report.key, attachments: report.files.length }),
  });
  if (!answer.ok) return refused(report, answer);
  const { number, url, notice } = await answer.json();
  Object.assign(report, { state: "received", number, url, notice });
  await keep(report);
  for (const [position, file] of report.files.entries()) {
    if (file.sent || file.refused) continue;
    const step = (share) => tell({ report, step: "file", n: position + 1, m: report.files.length, share });
    step();
    await sendFile(report, file, position, session, step);
    await keep(report);
  }
  await discard(report.key);
  return true;
}

async function sendFile(report, file, position, session, step) {
  // photos of inspections are made small on the phone: only reports bring clips
  const inPieces = isLarge(file) && kindOf(report) === "report";
  if (inPieces) {
    const refusal = await sendInPieces({ file, session, request, keep: () => keep(report), tell: step });
    if (refusal) return judge(refusal, file);
  }
  const answer = await request(ROADS[kindOf(report)].file(report, file), {
    method: "POST",
    headers: {
      "Content-Type": file.type || "application/octet-stream",
      Accept: "application/json",
      "X-CSRFToken": session.csrf,
      "X-File-Name": encodeURIComponent(file.name),
      "X-Position": String(position),
      ...(file.takenAt && { "X-Taken-At": file.takenAt }),
      ...(file.place && { "X-Place": file.place.join(",") }),
      ...(inPieces && { "X-Transfer": nameOf(file) }),
    },
    body: inPieces ? "" : file.blob,
  }, TIMEOUT_FILE);
  // dropped on the server after it had arrived: once more, from the beginning
  if (inPieces && answer.status === 404) {
    delete file.transfer;
    throw new Offline();
  }
  return judge(answer, file);
}

async function judge(answer, file) {
  if (answer.ok) file.sent = true;
  else if (isForGood(answer.status)) file.refused = await reason(answer);
  else throw new Offline();
}

async function refused(report, answer) {
  if (!isForGood(answer.status)) throw new Offline();
  Object.assign(report, { state: "refused", reason: await reason(answer) });
  await keep(report);
  return false;
}

// A full disk, too many at once, a stale token: later it may well be taken.
const isForGood = (status) => status >= 400 && status < 500 && ![403, 408, 409, 423, 425, 429, 460].includes(status);

async function reason(answer) {
  // what takes pieces answers with a sentence alone
  if (answer.headers.get("Content-Type")?.startsWith("text/plain")) return answer.text();
  try {
    return (await answer.json()).error ?? "";
  } catch {
    return `HTTP ${answer.status}`;
  }
}

async function request(url, options, timeout = TIMEOUT) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), timeout);
  let answer;
  try {
    answer = await fetch(url, { credentials: "same-origin", redirect: "error", cache: "no-store", ...options, signal: stop.signal });
  } catch {
    throw new Offline();
  } finally {
    clearTimeout(timer);
  }
  if (answer.status === 401) throw new SignedOut();
  return answer;
}
