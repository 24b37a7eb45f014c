// The readers' live page is whole without this. With it: the stream plays where the browser has no
// HLS of its own, and new entries come in at a tap, without a reload that would stop the video.

async function play(element) {
  const { hls: source, failed } = element.dataset;
  if (element.canPlayType("application/vnd.apple.mpegurl")) {
    element.src = source;
    return;
  }
  const { default: Hls } = await import("hls.js/light");
  if (!Hls.isSupported()) return;
  // A worker made of text is what our content policy forbids.
  const player = new Hls({ enableWorker: false, autoStartLoad: false, liveSyncDurationCount: 3, backBufferLength: 90 });
  player.on(Hls.Events.ERROR, (_event, { fatal, type }) => {
    if (!fatal) return;
    if (type === Hls.ErrorTypes.MEDIA_ERROR) {
      player.recoverMediaError();
      return;
    }
    tell(element, failed);
    setTimeout(() => player.loadSource(source), 10_000);
  });
  player.on(Hls.Events.FRAG_LOADED, () => tell(element, ""));
  player.loadSource(source);
  player.attachMedia(element);
  // Nobody pays for a stream that is not looked at: pieces are fetched once it is played.
  element.addEventListener("play", () => player.startLoad(), { once: true });
}

function tell(element, sentence) {
  let line = element.parentElement.querySelector("[data-told]");
  if (!line) {
    line = document.createElement("p");
    line.dataset.told = "";
    line.className = "live-notice";
    line.setAttribute("role", "status");
    element.before(line);
  }
  line.textContent = sentence;
  line.hidden = !sentence;
}

for (const video of document.querySelectorAll("video[data-hls]")) play(video);

// A channel within a story: its lines are as old as the page. What is new is said at the way to it,
// without moving what is being read; a tiny file tells, asked for while somebody looks.
for (const card of document.querySelectorAll("[data-live-card]")) {
  let known = "";
  const ask = async () => {
    if (document.visibilityState === "visible") {
      const answer = await fetch(card.dataset.liveCard, { cache: "no-cache" }).catch(() => null);
      const now = answer?.ok ? await answer.text() : known;
      if (known && now !== known) card.querySelector("[data-live-on]").textContent = card.dataset.new;
      known ||= now;
    }
    setTimeout(ask, 15_000 + Math.random() * 10_000);
  };
  ask();
}

const list = document.querySelector("[data-live-entries]");

async function bringIn(bar) {
  const answer = await fetch(location.pathname, { cache: "no-cache" });
  if (!answer.ok) throw new Error(answer.statusText);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const there = page.querySelector("[data-live-entries]");
  // What is pinned now stands on top and nowhere else; what was corrected is exchanged in its place.
  const pinned = page.querySelector(".live-pinned");
  document.querySelector(".live-pinned")?.remove();
  document.getElementById(pinned?.firstElementChild.id)?.remove();
  const fresh = [...there.children].filter((entry) => !document.getElementById(entry.id));
  for (const entry of there.querySelectorAll("section[id]")) document.getElementById(entry.id)?.replaceWith(entry.cloneNode(true));
  for (const name of [".live-line", ".live-notice"]) {
    const now = page.querySelector(name);
    if (now) document.querySelector(name)?.replaceWith(now);
  }
  list.prepend(...fresh);
  if (pinned) list.before(pinned);
  bar.remove();
  document.dispatchEvent(new Event("reader:caught-up"));
  (pinned ? list.previousElementSibling : list).scrollIntoView({ block: "start" });
}

// Before the bar's own click, which loads the page anew: that is what is left when this fails.
document.addEventListener("click", (event) => {
  const bar = event.target.closest?.(".reader-news");
  if (!bar || !list) return;
  event.preventDefault();
  event.stopPropagation();
  bringIn(bar).catch(() => location.reload());
}, { capture: true });
