"""Letters on their way out: never kept by a cache, never opened as a page of ours."""

from __future__ import annotations

from django.http import HttpResponse

from qixin.letters.models import Letter

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """`name` is what it is saved as, in ASCII and without an extension."""
    return _response(content, "application/pdf", f'inline; filename="{name}.pdf"')


def word_response(content: bytes, letter: Letter) -> HttpResponse:
    return _response(content, _WORD, f'attachment; filename="{letter.number}.docx"')


def _response(content: bytes, kind: str, disposition: str) -> HttpResponse:
    headers = {
        "Content-Disposition": disposition,
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=kind, headers=headers)
