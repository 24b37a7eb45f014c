// Fetches keys and revocations, sends passages: from the page, and passages from the service worker too.
import { decodeCbor, holds, importKeys, LIST_TAGS, readSign1 } from "./cose.js";
import { discardPassages, keepPassage, keepTrust, keptTrust, waitingPassages } from "./store.js";

export const TRUST = "/w/passes/check/trust/";
const PASSAGES = "/w/passes/check/passages/";
const TIMEOUT = 30_000;
const MOST_AT_ONCE = 200;
const CONTENT_TYPE = "application/vnd.qixin.revocations+cbor";
const [ISS, EXP, IAT] = [1, 4, 6];
const [AFTER, VERSION, REVOKED] = [-65540, -65541, -65542];

export class Offline extends Error {}
export class SignedOut extends Error {}

// The newest keys and list: only what is new of the list, the whole of it the first time.
export async function fetchTrust(issuer) {
  const kept = await keptTrust();
  const known = kept?.issuer === issuer ? kept : undefined;
  const answer = await request(`${TRUST}?after=${known?.version ?? 0}`);
  if (!answer.ok) throw new Offline();
  const { keys, list, now } = await answer.json();
  const delta = await readList(list, keys, issuer);
  const before = delta.after && known ? known.revoked : {};
  if (delta.after && delta.after !== known?.version) throw new Error("a list that does not go on from ours");
  const revoked = Object.fromEntries(
    [...Object.entries(before), ...delta.revoked].filter(([, until]) => until > delta.at),
  );
  const trust = { issuer, keys, revoked, version: delta.version, until: delta.until, fetched: now };
  await keepTrust(trust);
  return trust;
}

async function readList(list, keys, issuer) {
  // No key signs yet: nothing was issued, so nothing was revoked, and nothing is trusted.
  if (!list) return { after: 0, version: 0, at: 0, until: 0, revoked: [] };
  const signed = readSign1(Uint8Array.from(atob(list), (one) => one.charCodeAt(0)), LIST_TAGS);
  const key = (await importKeys(keys)).get(signed.kid);
  if (signed.contentType !== CONTENT_TYPE || !key || !(await holds(signed, key))) throw new Error("not a list of ours");
  const map = decodeCbor(signed.payload);
  if (map.get(ISS) !== issuer) throw new Error("not a list of ours");
  return { after: map.get(AFTER), version: map.get(VERSION), at: map.get(IAT), until: map.get(EXP), revoked: [...map.get(REVOKED)] };
}

// Page and service worker may wake at the same moment: one sends, then the other what is left.
export async function flushPassages() {
  if (!self.navigator.locks) return flushAll();
  return self.navigator.locks.request("qixin-passages", flushAll);
}

async function flushAll() {
  const waiting = (await waitingPassages()).filter((one) => !one.refused);
  if (!waiting.length) return 0;
  const session = await (await request(`${TRUST}?after=0`)).json();
  const own = waiting.filter((one) => one.account === session.account).slice(0, MOST_AT_ONCE);
  if (!own.length) return 0;
  await send(own, session.csrf);
  return own.length + (own.length === MOST_AT_ONCE ? await flushAll() : 0);
}

async function send(passages, csrf) {
  const body = JSON.stringify(passages.map(({ account, refused, ...rest }) => rest));
  const answer = await request(PASSAGES, {
    method: "POST", body, headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrf },
  });
  if (answer.ok) return discardPassages(passages.map((one) => one.key));
  if (![400, 422].includes(answer.status)) throw new Offline();
  // One that is not taken keeps the others from going out: each is sent alone, and that one is marked.
  if (passages.length > 1) {
    for (const one of passages) await send([one], csrf);
    return undefined;
  }
  const refused = (await answer.json().catch(() => ({}))).error || `HTTP ${answer.status}`;
  return keepPassage({ ...passages[0], refused });
}

export async function request(url, options = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), TIMEOUT);
  let answer;
  try {
    answer = await fetch(url, {
      credentials: "same-origin", redirect: "error", cache: "no-store", headers: { Accept: "application/json" }, ...options, signal: stop.signal,
    });
  } catch {
    throw new Offline();
  } finally {
    clearTimeout(timer);
  }
  if (answer.status === 401) throw new SignedOut();
  return answer;
}
