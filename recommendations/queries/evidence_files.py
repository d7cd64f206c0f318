"""The files beside reports, as far as a reader may see them."""

from django.db.models import Prefetch

from recommendations.models import EvidenceFile
from recommendations.permissions import User


def files_shown_to(reader: User) -> Prefetch:
    """To be prefetched with reports: their files that the reader may see, as ``shown_files``, the oldest first."""
    files = EvidenceFile.objects.visible_to(reader).order_by("uploaded_at", "pk")
    return Prefetch("files", files, to_attr="shown_files")
