// Sentences for the person come from Django in a JSON script tag, already in the reader's language.
const source = document.getElementById("ui-strings");
const strings = source ? JSON.parse(source.textContent) : {};

export function say(key) {
  return strings[key] ?? key;
}
