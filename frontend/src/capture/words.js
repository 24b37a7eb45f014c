// The sentences of the page, in the reader's language.
const source = document.getElementById("capture-words");

export const words = source ? JSON.parse(source.textContent) : {};

export const say = (sentence, values = {}) =>
  sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));

export function element(tag, { text, ...rest } = {}, ...children) {
  const made = Object.assign(document.createElement(tag), rest);
  if (text !== undefined) made.textContent = text;
  made.append(...children);
  return made;
}
