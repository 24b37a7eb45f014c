// Whether a code is a valid pass, by what this telephone knows: keys, revocations, its clock.
// The same as `qixin.passes.tokens.checking`, in the same order.
import { decodeCbor, Foreign, holds, PASS_TAGS, readSign1, WrongTag } from "./cose.js";
import { NotOurs, unpack } from "./packing.js";

const CWT_CONTENT_TYPE = 61;
const [ISS, SUB, EXP, NBF] = [1, 2, 4, 5];
const [CLASS, PLATE, ROUTE] = [-65537, -65538, -65539];

// `trust`: { prefix, issuer, leeway, keys: Map, revoked: Set, until }; `now` in seconds.
// Returns { reason, claims }; claims only where the signature holds.
export async function check(text, trust, now) {
  let signed;
  try {
    signed = readSign1(unpack(text.replace(/^[\r\n\t]+|[\r\n\t]+$/g, ""), trust.prefix), PASS_TAGS);
  } catch (error) {
    if (error instanceof NotOurs || error instanceof Foreign) return { reason: "not_ours" };
    return { reason: error instanceof WrongTag ? "wrong_tag" : "unreadable" };
  }
  const key = trust.keys.get(signed.kid);
  if (!key) return { reason: statedIssuer(signed.payload) === trust.issuer ? "unknown_key" : "not_ours" };
  if (!(await holds(signed, key))) return { reason: "wrong_signature" };
  if (signed.contentType !== CWT_CONTENT_TYPE) return { reason: "wrong_tag" };
  const claims = readClaims(signed.payload);
  if (!claims) return { reason: "unreadable" };
  return { reason: standing(claims, trust, now), claims };
}

function standing(claims, trust, now) {
  if (claims.issuer !== trust.issuer) return "not_ours";
  if (trust.revoked.has(claims.number)) return "revoked";
  if (now >= claims.until) return "expired";
  if (now + trust.leeway < claims.since) return "not_yet_valid";
  return now < trust.until ? "valid" : "list_too_old";
}

function statedIssuer(payload) {
  try {
    return decodeCbor(payload).get(ISS);
  } catch {
    return undefined;
  }
}

function readClaims(payload) {
  let map;
  try {
    map = decodeCbor(payload);
  } catch {
    return null;
  }
  if (!(map instanceof Map)) return null;
  const claims = {
    issuer: map.get(ISS), number: map.get(SUB), plate: map.get(PLATE), route: map.get(ROUTE),
    since: map.get(NBF), until: map.get(EXP), passClass: map.get(CLASS),
  };
  const texts = [claims.issuer, claims.number, claims.plate, claims.route].every((one) => typeof one === "string");
  const counts = [claims.since, claims.until, claims.passClass].every((one) => Number.isSafeInteger(one) && one >= 0);
  return texts && counts ? claims : null;
}
