// Live updates. A box with data-live="address of the ticket" [data-live-verbs="reports. cases."] listens to the event
// stream; what comes is told as a "qixin:live" event on <body>, at most once a second, for htmx to ask the server again:
//   <div hx-get="…" hx-trigger="qixin:live from:body">
// Without a stream the same event comes every half a minute. [data-live-words] inside the box says how it stands.
const AT_MOST_EVERY = 1000;
const WITHOUT_STREAM_EVERY = 30000;
const LONGEST_PAUSE = 60000;

function start(box) {
  const verbs = (box.dataset.liveVerbs || "").split(" ").filter(Boolean);
  const words = box.querySelector("[data-live-words]");
  let source = null;
  let lastId = "";
  let failures = 0;
  let told = 0;
  let pending = 0;

  function show(state) {
    box.dataset.liveState = state;
    const text = state === "live" ? words?.dataset.liveOn : words?.dataset.liveOff;
    if (words && text && words.textContent !== text) words.textContent = text;
  }

  // A page in the background asks when it is looked at again.
  function tell() {
    if (document.hidden || pending) return;
    pending = setTimeout(() => {
      pending = 0;
      told = Date.now();
      document.body.dispatchEvent(new CustomEvent("qixin:live"));
    }, Math.max(0, told + AT_MOST_EVERY - Date.now()));
  }

  async function open() {
    try {
      const answer = await fetch(box.dataset.live, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const { url, ticket } = await answer.json();
      listen(`${url}?${new URLSearchParams({ ticket, ...(lastId && { after: lastId }) })}`);
    } catch {
      again();
    }
  }

  function listen(address) {
    source = new EventSource(address);
    source.onopen = () => {
      failures = 0;
      show("live");
    };
    source.addEventListener("reset", tell);
    source.addEventListener("journal", (event) => {
      lastId = event.lastEventId;
      const { verb } = JSON.parse(event.data);
      if (!verbs.length || verbs.some((start) => verb.startsWith(start))) tell();
    });
    // The browser would come back with the old ticket: close, and ask for a new one.
    source.onerror = again;
  }

  function again() {
    source?.close();
    source = null;
    show("reconnecting");
    const pause = Math.min(LONGEST_PAUSE, 1000 * 2 ** failures++);
    setTimeout(open, pause * (0.5 + Math.random()));
  }

  setInterval(() => box.dataset.liveState !== "live" && tell(), WITHOUT_STREAM_EVERY);
  document.addEventListener("visibilitychange", () => !document.hidden && tell());
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", ({ persisted }) => persisted && again());
  open();
}

document.querySelectorAll("[data-live]").forEach(start);
