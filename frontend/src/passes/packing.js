// What is in a token: prefix, base45, zlib; within bounds, for anybody may hold up a code.
import { Z_FINISH, Z_OK, Z_STREAM_END, ZStream, zlibInflate, zlibInflateInit2 } from "pako";
import { decodeBase45 } from "./base45.js";

const MOST_CHARACTERS = 1_200;
const MOST_BYTES = 1_024;
const WINDOW_BITS = 15; // zlib, and neither gzip nor bare deflate

export class NotOurs extends Error {}

export function unpack(token, prefix) {
  if (!token.startsWith(prefix)) throw new NotOurs();
  if (token.length > MOST_CHARACTERS) throw new Error("too long");
  return inflated(decodeBase45(token.slice(prefix.length)));
}

// One whole zlib stream (RFC 1950), and nothing behind it. What does not fit is never inflated.
function inflated(packed) {
  const stream = new ZStream();
  if (zlibInflateInit2(stream, WINDOW_BITS) !== Z_OK) throw new Error("no zlib");
  Object.assign(stream, {
    input: packed, next_in: 0, avail_in: packed.length,
    output: new Uint8Array(MOST_BYTES), next_out: 0, avail_out: MOST_BYTES,
  });
  if (zlibInflate(stream, Z_FINISH) !== Z_STREAM_END || stream.avail_in) throw new Error("not one whole stream");
  return stream.output.slice(0, stream.next_out);
}
