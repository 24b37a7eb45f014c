// Likes and objections without leaving the page. Without this the same forms are sent by the browser.
const form = document.querySelector("form[data-like]");

function liked(about) {
  try {
    return localStorage.getItem(`liked-${about}`) === "1";
  } catch {
    return false;
  }
}

function mark(about) {
  const button = form.querySelector("button");
  button.setAttribute("aria-pressed", "true");
  button.querySelector("span").textContent = button.dataset.done;
  try {
    localStorage.setItem(`liked-${about}`, "1");
  } catch {
    // a private window: the server still counts once
  }
}

async function send(sent) {
  // not `disabled`: whoever pressed it by key would stand nowhere
  if (sent.dataset.sending) return null;
  sent.dataset.sending = "";
  try {
    const answer = await fetch(sent.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(sent)),
      headers: { Accept: "application/json" },
    });
    return { ok: answer.ok, ...(await answer.json()) };
  } catch {
    // no network, or a page instead of an answer: the browser's own way says what is wrong
    sent.submit();
    return null;
  } finally {
    delete sent.dataset.sending;
  }
}

function say(beside, sentence) {
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  said.className = "meta";
  said.textContent = sentence;
  beside.replaceChildren(said);
}

function count(number) {
  form.querySelector("[data-likes]").textContent = number > 0 ? number : "";
}

if (form) {
  const { like: about } = form.dataset;
  if (liked(about)) mark(about);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await send(form);
    if (answer?.ok) {
      mark(about);
      count(answer.count);
    } else if (answer) {
      say(form.querySelector("[data-likes]"), answer.said);
    }
  });
  // Only for those who read so far: a page that is opened and left costs no question.
  new IntersectionObserver((seen, observer) => {
    if (!seen.some((one) => one.isIntersecting)) return;
    observer.disconnect();
    fetch(`/speak/likes/?about=${encodeURIComponent(about)}`)
      .then((answer) => (answer.ok ? answer.json() : { count: 0 }))
      .then((answer) => count(answer.count))
      .catch(() => count(0));
  }).observe(form.querySelector("button")); // the form itself has no box
}

for (const flag of document.querySelectorAll("form[data-flag]")) {
  flag.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await send(flag);
    if (answer) say(flag, answer.said);
  });
}
