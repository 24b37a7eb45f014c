// Whether somebody sees the element. What a closed <details> hides keeps its box in Chromium, so
// `offsetParent` alone would let a key press a button of a panel that is shut.
export function isVisible(element) {
  if (element.offsetParent === null) return false;
  for (let part = element.closest("details:not([open])"); part; part = part.parentElement?.closest("details:not([open])")) {
    if (!part.querySelector(":scope > summary")?.contains(element)) return false;
  }
  return true;
}
