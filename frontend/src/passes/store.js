// What this telephone keeps: the trust that it fetched, and the passages that wait to be sent.
// trust: { name: "trust", keys, version, revoked: { number: until }, until, fetched }
// passage: { key, account, number, plate, at, post, direction, verdict, refused }
import { openDB } from "idb";

let opened;

function database() {
  opened ??= openDB("qixin-passes", 1, {
    upgrade(db) {
      db.createObjectStore("trust", { keyPath: "name" });
      db.createObjectStore("passages", { keyPath: "key" });
    },
    terminated: () => { opened = undefined; },
  });
  return opened;
}

export async function keptTrust() {
  return (await database()).get("trust", "trust");
}

export async function keepTrust(trust) {
  await (await database()).put("trust", { ...trust, name: "trust" });
}

export async function keepPassage(passage) {
  await (await database()).put("passages", passage);
}

export async function waitingPassages() {
  return (await database()).getAll("passages");
}

export async function discardPassages(keys) {
  const change = (await database()).transaction("passages", "readwrite");
  await Promise.all([...keys.map((key) => change.store.delete(key)), change.done]);
}
