// Wagtail's lists have a submit button for screen readers alone, whose word is written in English.
const { search } = document.currentScript.dataset;
for (const button of document.querySelectorAll('input[type="submit"][value="Search"]')) button.value = search;
