// Sends what waits from a page about safety, and keeps trying; says what came of it.
import { flush, Offline, SignedOut } from "../capture/outbox.js";

const RETRY_EVERY = 30_000;

// `tell` gets: { sent } after a round, { offline } or { signedOut } where there was none.
export function startSending(tell) {
  let running = null;
  const once = async () => {
    try {
      tell({ sent: await flush() });
    } catch (error) {
      if (error instanceof SignedOut) tell({ signedOut: true });
      else if (error instanceof Offline) tell({ offline: true });
      else throw error;
    }
  };
  const go = () => (running ??= once().finally(() => { running = null; }));
  window.addEventListener("online", go);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) go(); });
  setInterval(go, RETRY_EVERY);
  // The service worker may have sent it.
  navigator.serviceWorker?.addEventListener("message", ({ data }) => { if (data.sent) tell({ sent: data.sent }); });
  return go;
}

export async function askForSync() {
  try {
    const worker = await navigator.serviceWorker?.getRegistration();
    await worker?.sync?.register("qixin-outbox");
  } catch { /* no background sync here: the page sends by itself */ }
}
