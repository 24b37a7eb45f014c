// The review page: what is selected in the text is offered as the passage of a remark. Without a script it is copied by hand.
const field = document.querySelector("[data-quote]");
const texts = [...document.querySelectorAll("[data-quotable]")];

function within(node) {
  return texts.some((text) => text.contains(node));
}

function take() {
  const selection = document.getSelection();
  if (!field || !selection || selection.isCollapsed) return;
  if (!within(selection.anchorNode) || !within(selection.focusNode)) return;
  const quote = selection.toString().split("\n")[0].trim();
  if (quote) field.value = quote.slice(0, field.maxLength > 0 ? field.maxLength : 300);
}

// a finger drags the ends of a selection without any other event
document.addEventListener("selectionchange", take);
