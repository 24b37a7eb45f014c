// Base45 (RFC 9285): three characters hold two bytes.
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const VALUES = new Map([...ALPHABET].map((character, value) => [character, value]));

// The bytes of `text`. Throws for anything that no encoder writes.
export function decodeBase45(text) {
  const values = Array.from(text, (character) => VALUES.get(character) ?? fail());
  const bytes = [];
  for (let at = 0; at < values.length; at += 3) {
    const [a, b, c] = values.slice(at, at + 3);
    if (b === undefined) fail();
    const n = a + 45 * b + 2025 * (c ?? 0);
    if (n > (c === undefined ? 0xff : 0xffff)) fail();
    if (c !== undefined) bytes.push(n >> 8);
    bytes.push(n & 0xff);
  }
  return Uint8Array.from(bytes);
}

function fail() {
  throw new Error("not base45");
}
