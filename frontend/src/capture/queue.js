// What waits on this phone: in IndexedDB, shared by the pages and the service worker.
// A thing: { key, kind, account, fields, files: [{ key, blob, name, type, takenAt, place, sent, refused }],
//            at, state: "draft" | "waiting" | "received" | "refused", reason, number, url }
// `kind` is "report" (also where it is missing), "inspection" or "visit"; the latter two have `about`, what
// they are of, and `name`, what the person reads. A draft is kept but not sent.
import { openDB } from "idb";

const STORE = "reports";
let opened;

function database() {
  opened ??= openDB("qixin-outbox", 1, {
    upgrade: (db) => db.createObjectStore(STORE, { keyPath: "key" }),
    terminated: () => { opened = undefined; },
  });
  return opened;
}

export async function keep(report) {
  await (await database()).put(STORE, report);
}

export const kindOf = (thing) => thing.kind ?? "report";

export async function waiting() {
  return (await everything()).filter((thing) => thing.state !== "draft");
}

export async function everything() {
  const all = await (await database()).getAll(STORE);
  return all.sort((a, b) => a.at - b.at);
}

export async function discard(key) {
  await (await database()).delete(STORE, key);
}

export const isQuota = (error) => error?.name === "QuotaExceededError" || error?.inner?.name === "QuotaExceededError";
