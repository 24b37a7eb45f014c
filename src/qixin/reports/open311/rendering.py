"""One answer, two formats: lists and dicts as JSON, or as the standard's XML."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse

FORMATS = ("json", "xml")
# The name of an item within each list, as the standard's XML has it.
_ITEMS = {
    "services": "service",
    "service_requests": "request",
    "attributes": "attribute",
    "values": "value",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
}
# Characters that XML 1.0 cannot hold, whatever way they are written.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(root: str, content: Any, *, form: str, status: int = 200) -> HttpResponse:
    """`content` under the element `root`; JSON has no root (the standard's Spark convention)."""
    if form == "json":
        body = json.dumps(content, ensure_ascii=False)
        return HttpResponse(body, content_type="application/json; charset=utf-8", status=status)
    element = _element(root, content)
    ET.indent(element)
    text = ET.tostring(element, encoding="unicode")
    body = f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'
    return HttpResponse(body, content_type="text/xml; charset=utf-8", status=status)


def _element(name: str, content: Any) -> ET.Element:
    element = ET.Element(name)
    if isinstance(content, Mapping):
        element.extend(_element(key, value) for key, value in content.items())
    elif isinstance(content, Sequence) and not isinstance(content, str):
        element.extend(_element(_ITEMS[name], value) for value in content)
    elif content is not None:
        element.text = _text(content)
    return element


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _NOT_XML.sub("\ufffd", str(value))
