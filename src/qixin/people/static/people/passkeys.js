// What a browser says when a passkey does not work, in words. The library only logs it.
document.addEventListener("allauth.error", (event) => {
  const { tags, exception } = event.detail;
  if (!tags.includes("webauthn")) return;
  event.preventDefault();
  const sentences = JSON.parse(document.getElementById("passkey_sentences").textContent);
  const name = window.PublicKeyCredential ? exception.name : "NotSupportedError";
  const text = sentences[name] ?? sentences.other;
  document.dispatchEvent(new CustomEvent("qixin:toast", { detail: { text, tone: "danger" } }));
});
