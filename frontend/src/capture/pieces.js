// A large file goes in pieces (tus 1.0.0), also from the service worker, which has no XMLHttpRequest: a broken
// line costs one piece. Where it goes on stands with the file on the phone, and is asked of the server.
const TRANSFERS = "/w/transfers/";
const PIECE = 1024 * 1024;
const LARGE = 2 * 1024 * 1024;
const VERSION = { "Tus-Resumable": "1.0.0" };
const MOST_TRIES = 5;

export const isLarge = (file) => file.blob.size > LARGE;

// Returns null once all is there, or the answer that refuses it; raises what `request` raises without a network.
// `keep` is called once the server has a place for the file, `tell` with the share that is there.
export async function sendInPieces({ file, session, request, keep, tell }) {
  const headers = { ...VERSION, "X-CSRFToken": session.csrf };
  let at = file.transfer ? await arrived(file, request) : null;
  if (at === null) {
    const begun = await begin(file, headers, request);
    if (!begun.ok) return begun;
    file.transfer = new URL(begun.headers.get("Location"), self.location.href).pathname;
    await keep();
    at = 0;
  }
  for (let tries = 0; at < file.blob.size;) {
    tell(at / file.blob.size);
    const answer = await request(file.transfer, {
      method: "PATCH",
      headers: { ...headers, "Upload-Offset": String(at), "Content-Type": "application/offset+octet-stream" },
      body: file.blob.slice(at, at + PIECE),
    });
    if (answer.ok) {
      at = Number(answer.headers.get("Upload-Offset"));
      tries = 0;
      continue;
    }
    // the server has more or less than this phone thinks
    if (answer.status !== 409 || ++tries > MOST_TRIES) return answer;
    at = await arrived(file, request);
    if (at === null) return answer;
  }
  return null;
}

// The last part of its address is what the server calls it.
export const nameOf = (file) => file.transfer.split("/").filter(Boolean).at(-1);

async function arrived(file, request) {
  const answer = await request(file.transfer, { method: "HEAD", headers: VERSION });
  if (answer.ok) return Number(answer.headers.get("Upload-Offset"));
  delete file.transfer; // gone there: from the beginning
  return null;
}

function begin(file, headers, request) {
  const words = { kind: "attachment", filename: file.name };
  const metadata = Object.entries(words).map(([name, value]) => `${name} ${base64(value)}`).join(",");
  return request(TRANSFERS, {
    method: "POST",
    headers: { ...headers, "Upload-Length": String(file.blob.size), "Upload-Metadata": metadata },
  });
}

const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
