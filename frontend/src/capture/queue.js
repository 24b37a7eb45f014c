// What waits on this phone: in IndexedDB, shared by the page and the service worker.
// A report: { key, account, fields, files: [{ key, blob, name, type, takenAt, place, sent, refused }],
//             at, state: "waiting" | "received" | "refused", reason, number, url }
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

export async function waiting() {
  const all = await (await database()).getAll(STORE);
  return all.sort((a, b) => a.at - b.at);
}

export async function discard(key) {
  await (await database()).delete(STORE, key);
}

export const isQuota = (error) => error?.name === "QuotaExceededError" || error?.inner?.name === "QuotaExceededError";
