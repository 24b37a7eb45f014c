"""PDFs and files on their way out: never kept by a cache, never opened as a page of ours."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse

from qixin.letters.models import Letter, ReplyFile


def pdf_response(content: bytes, letter: Letter) -> HttpResponse:
    name = f"{letter.number}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', **_KEPT_APART}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def served_file(file: ReplyFile) -> FileResponse:
    """As a download, with the type that it was judged to be."""
    stored = file.stored.open("rb")
    response = FileResponse(stored, as_attachment=True, filename=file.name, content_type=file.mime)
    for name, value in _KEPT_APART.items():
        response.headers[name] = value
    return response


_KEPT_APART = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
