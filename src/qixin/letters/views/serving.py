"""PDFs on their way out: never kept by a cache, never opened as a page of ours."""

from __future__ import annotations

from django.http import HttpResponse

from qixin.letters.models import Letter


def pdf_response(content: bytes, letter: Letter) -> HttpResponse:
    headers = {
        "Content-Disposition": f'inline; filename="{letter.number}.pdf"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)
