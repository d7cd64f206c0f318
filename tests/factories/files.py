"""Stored files, with their content on disk."""

from datetime import UTC, datetime
from hashlib import sha256

from django.core.files.base import ContentFile

from recommendations import models
from tests.files import a_pdf

from .people import UserFactory


def a_file(*reports: models.ProgressReport, content: bytes | None = None, **more: object) -> models.EvidenceFile:
    """A stored PDF that proves the reports; of the first one's department unless another is given."""
    content = a_pdf() if content is None else content
    fields = {
        "name": "佐证.pdf",
        "kind": "pdf",
        "size": len(content),
        "sha256": sha256(content).hexdigest(),
        "department": reports[0].department if reports else None,
        "uploaded_at": datetime(2026, 4, 1, tzinfo=UTC),
    } | more
    fields.setdefault("uploaded_by", None)
    fields["uploaded_by"] = fields["uploaded_by"] or UserFactory()
    file = models.EvidenceFile(**fields)
    file.content.save(file.name, ContentFile(content), save=False)
    file.save()
    for report in reports:
        models.Evidence.objects.create(report=report, file=file)
    return file
