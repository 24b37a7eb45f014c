// Wagtail's choosers have a submit button for screen readers alone, whose word is written in English.
const { search } = document.currentScript.dataset;

function word() {
  for (const button of document.querySelectorAll('.submit > input[type="submit"][value="Search"]')) button.value = search;
}

// a chooser comes after the page, in a dialog
new MutationObserver(word).observe(document.documentElement, { childList: true, subtree: true });
word();
