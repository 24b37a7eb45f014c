// COSE_Sign1 (RFC 9052) with ES256: read without trusting, then verified by WebCrypto.
import { decode, encode } from "cborg";

const ALG = 1;
const CONTENT_TYPE = 3;
const KID = 4;
const ES256 = -7;
const SIGN1 = 18;
const CWT = 61;

export class WrongTag extends Error {}
// A COSE_Sign1, but with headers that we do not write: somebody else's.
export class Foreign extends Error {}

class Tagged {
  constructor(tag, value) {
    this.tag = tag;
    this.value = value;
  }
}

const tags = {};
for (const tag of [SIGN1, CWT]) tags[tag] = (content) => new Tagged(tag, content());
const STRICT = { strict: true, useMaps: true, allowIndefinite: false, allowUndefined: false, rejectDuplicateMapKeys: true, tags };

const DEEPEST = 6; // nothing of ours lies deeper

export function decodeCbor(bytes) {
  const value = decode(bytes, STRICT);
  if (depth(value) > DEEPEST) throw new Error("too deep");
  return value;
}

function depth(value) {
  if (value instanceof Tagged) return 1 + depth(value.value);
  const parts = Array.isArray(value) ? value : value instanceof Map ? [...value.keys(), ...value.values()] : null;
  return parts ? 1 + Math.max(0, ...parts.map(depth)) : 0;
}

// Its kid in hexadecimal, content type, payload and what was signed. Throws WrongTag, Foreign, or an Error.
export function readSign1(bytes, wanted) {
  let value = taggedValue(bytes);
  for (const tag of wanted) {
    if (!(value instanceof Tagged) || value.tag !== tag) throw new WrongTag();
    value = value.value;
  }
  if (!Array.isArray(value) || value.length !== 4) throw new Error("not a COSE_Sign1");
  const [shielded, open, payload, signature] = value;
  if (![shielded, payload, signature].every((one) => one instanceof Uint8Array)) throw new Error("not a COSE_Sign1");
  if (!(open instanceof Map) || open.size || signature.length !== 64) throw new Foreign();
  const header = shielded.length ? decodeCbor(shielded) : new Map();
  if (!(header instanceof Map) || header.size !== 3 || header.get(ALG) !== ES256) throw new Foreign();
  const kid = header.get(KID);
  const contentType = header.get(CONTENT_TYPE);
  if (!(kid instanceof Uint8Array) || !["number", "string"].includes(typeof contentType)) throw new Foreign();
  const signed = encode(["Signature1", shielded, new Uint8Array(0), payload]);
  return { kid: hex(kid), contentType, payload, signed, signature };
}

// A tag that is none of ours is another kind of code, not an unreadable one.
function taggedValue(bytes) {
  try {
    return decodeCbor(bytes);
  } catch (error) {
    if (/tag/i.test(error.message)) throw new WrongTag();
    throw error;
  }
}

export const PASS_TAGS = [CWT, SIGN1];
export const LIST_TAGS = [SIGN1];

// `keys`: [{ kid, x, y }] in hexadecimal → Map of kid to CryptoKey.
export async function importKeys(keys) {
  const imported = keys.map(async ({ kid, x, y }) => {
    const jwk = { kty: "EC", crv: "P-256", x: base64url(x), y: base64url(y), ext: true };
    return [kid, await crypto.subtle.importKey("jwk", jwk, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"])];
  });
  return new Map(await Promise.all(imported));
}

// COSE's signature is r and s, 32 bytes each: the form that WebCrypto takes.
export const holds = (one, key) => crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, one.signature, one.signed);

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

function base64url(hexadecimal) {
  const text = hexadecimal.replace(/../g, (pair) => String.fromCharCode(parseInt(pair, 16)));
  return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
