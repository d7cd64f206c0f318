"""The one way out for uploaded files: as a download, from behind ``visible_to``."""

import logging

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from config.filters import OF_PAGES, check_names
from recommendations.choices import FileKind
from recommendations.models import EvidenceFile

log = logging.getLogger(__name__)

CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.OFD: "application/ofd",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.WPS: "application/vnd.ms-works",
    FileKind.ET: "application/vnd.ms-excel",
    FileKind.DPS: "application/vnd.ms-powerpoint",
    FileKind.JPG: "image/jpeg",
    FileKind.PNG: "image/png",
}


@require_safe
def evidence_file(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The file to be saved, never to be shown in the page's name; 404 for whoever may not see it."""
    check_names(request.GET, OF_PAGES)
    file = get_object_or_404(EvidenceFile.objects.visible_to(request.user), ref=ref)
    etag = quote_etag(file.sha256)
    return _guarded(get_conditional_response(request, etag=etag) or _content(request, file), request, etag)


def _content(request: HttpRequest, file: EvidenceFile) -> HttpResponseBase:
    try:
        content = file.content.open("rb")
    except (OSError, ValueError):  # not there, not readable, or never written
        log.exception("The content of evidence file %s is missing.", file.ref)
        return _missing(request)
    return FileResponse(content, as_attachment=True, filename=file.name, content_type=CONTENT_TYPES[file.kind])


def _missing(request: HttpRequest) -> HttpResponse:
    sentence = _("这个文件的记录还在，内容却找不到了。请与研究室联系。")
    return render(request, "404.html", {"sentence": sentence}, status=404)


def _guarded(response: HttpResponseBase, request: HttpRequest, etag: str) -> HttpResponseBase:
    """Nothing of a file runs, and what is for people signed in stays in no cache."""
    if response.status_code == 404:
        return response
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-store" if request.user.is_authenticated else "no-cache"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
