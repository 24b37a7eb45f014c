"""What a page says, and whether all of it is in the reader's language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db import models
from wagtail.fields import StreamField

# Text and telling attributes, of what is folded away or waits in a template as well. Elements that
# say themselves that they are in another language are left out, and what is code.
COLLECT = """() => {
  const said = new Set([document.title]);
  const attributes = ["title", "aria-label", "placeholder", "alt", "aria-description",
                      "data-w-tooltip-content-value"];
  const language = document.documentElement.lang.slice(0, 2);
  const skipped = new Set(["SCRIPT", "STYLE", "CODE", "PRE", "KBD", "SAMP"]);
  const foreign = (node) => skipped.has(node.tagName)
    || (node.lang && node.lang.slice(0, 2) !== language)
    || node.hasAttribute("data-side-panel-toggle-counter");
  const walk = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT,
      (node) => node.nodeType === 1 && foreign(node)
        ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeType === 3) { said.add(node.textContent); continue; }
      for (const name of attributes) said.add(node.getAttribute(name) ?? "");
      if (node.matches("input[type=submit], input[type=button]")) said.add(node.value);
      if (node.tagName === "TEMPLATE") walk(node.content);
      if (node.shadowRoot) walk(node.shadowRoot);
    }
  };
  walk(document.body);
  return [...said].map((one) => one.replace(/\\s+/g, " ").trim()).filter(Boolean);
}"""

HAN = re.compile(r"[\u3400-\u9fff]+")
LATIN = re.compile(r"[A-Za-z]{2,}")
SENTENCE = re.compile(r"(?:\b[A-Za-z]*[a-z]{2,}[ ,;]+){2,}[A-Za-z]*[a-z]{2,}")
LEFT_OPEN = re.compile(r"%\(\w+\)[sd]|\{\w+\}|^None$")
MASKED = r"[\u3400-\u9fff]\*+"
CODES = re.compile(
    rf"{MASKED}|https?://\S+|\S+\.jpg|[RC]\d{{6}}-[\w-]+|\d(\.\d+)?\s[KM]B\b|\bnewsroom\.\w+"
)
# Names and abbreviations that stand in Chinese text as they are.
ALIKE = re.compile(
    r"\b(Atom|JSON Feed|ninjs|RSS|API|CSV|csv|xlsx|Excel|GPS|ID|IP|URL|UTF|PIN|SSO|https?|App|"
    r"WeChat|Open311|GeoReport|XML|"
    r"JSON|AVIF|GIF|HEIC|JPE?G|PNG|WEBP|Qixin|Wagtail|Chrome|Linux|English|Root|localhost|Save|"
    r"Selected|div|Enter|Esc|Shift|Ctrl|Alt|Tab|bearer|key|true|false|Key|Bearer|Authorization)\b"
)
# fields that hold what people typed
TEXTS = (models.CharField, models.TextField, StreamField)
LANGUAGES = re.compile("简体中文|中文|齐心 Qixin")


def foreign(said: Iterable[str], language: str, content: Iterable[str]) -> Iterator[str]:
    """Those of the texts that are not in `language` ("zh" or "en"); `content` may be in any."""
    known = sorted(content, key=len, reverse=True)
    for text in said:
        # a letter's template has places that are filled in later
        if LEFT_OPEN.search(text) and LEFT_OPEN.search(_without(known, text)):
            yield text
            continue
        rest = CODES.sub(" ", text)
        if _is_foreign(rest, language) and _is_foreign(_without(known, rest), language):
            yield text


def _without(known: Iterable[str], text: str) -> str:
    for one in known:
        text = text.replace(one, " ")
    return text


def _is_foreign(text: str, language: str) -> bool:
    if language == "en":
        return bool(HAN.search(LANGUAGES.sub("", text)))
    left = ALIKE.sub("", text)
    if HAN.search(left):
        return bool(SENTENCE.search(left))
    return bool(LATIN.search(left))


def content() -> set[str]:
    """What people have typed, piece by piece: it stands on a page in whatever language it is."""
    return {
        piece
        for model in apps.get_models()
        if model.__module__.startswith(("qixin.", "wagtail.models"))
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | StreamField)
        and not field.choices
        for value in model._default_manager.values_list(field.name, flat=True)
        for piece in _pieces(value)
    }


def _pieces(value: object) -> Iterator[str]:
    text = value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)
    for piece in re.split(r"<[^>]*>|[\n\"]|…", text):
        if len(piece.strip()) > 1:
            yield " ".join(piece.split())
