"""Files that prove what reports say: stored, attached and detached, each whole or not at all."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from recommendations.choices import FileKind, Openness
from recommendations.files import UnacceptableFileError, fit_name, recognise
from recommendations.files.names import visible
from recommendations.models import Department, Evidence, EvidenceFile, ProgressReport
from recommendations.permissions import User, may_attach, may_store_for

from .kept_content import keep_on_commit, lock_store, remove_unused
from .progress import OutdatedError, lock_for_writing, write_history
from .sample import sample_is_here

MEBIBYTE = 1024 * 1024
LONGEST_NAME_IN_A_SENTENCE = 60


@dataclass(frozen=True)
class _Examined:
    """What is known of an upload once it has been read."""

    kind: FileKind
    name: str
    sha256: str


def store_file(
    *,
    actor: User,
    upload: UploadedFile,
    department: Department | None = None,
    openness: str = Openness.INTERNAL,
    moment: datetime | None = None,
) -> EvidenceFile:
    """Take an uploaded file in; what the department has stored already is not stored twice.

    Args:
        actor: who uploads; of the department or of the office.
        upload: the file as it came in, or any ``File`` with name and size.
        department: whose file it is; None for what belongs to no department, such as the scan of an instruction.
        openness: who may read it once it proves an approved report; of a file that is there already it stays.
        moment: when it is done; now, unless one records what was done before.

    Returns:
        The stored file, or the one of the same department with the same bytes.

    Raises:
        PermissionDenied: it is another department.
        ValidationError: the file cannot be taken (kind, size, damage), or the department's space is used up.
    """
    if not may_store_for(actor, department.pk if department else None):
        raise PermissionDenied(_("不能替别的单位上传文件。"))
    found = _examine(upload)
    with transaction.atomic():
        lock_store(department)
        twin = EvidenceFile.objects.filter(department=department, sha256=found.sha256).first()
        if twin is not None:
            return twin
        _refuse_over_quota(upload, department)
        file = EvidenceFile(
            name=found.name,
            kind=found.kind,
            size=upload.size,
            sha256=found.sha256,
            department=department,
            openness=openness,
            uploaded_by=actor,
            uploaded_at=moment or timezone.now(),
            sample=sample_is_here(),
        )
        file.full_clean(exclude=["content", "department"])  # what a form would ask for
        upload.seek(0)
        file.content.save(found.name, upload, save=False)
        keep_on_commit(file.content)
        file.save()
    return file


def attach(*, actor: User, report: ProgressReport, file: EvidenceFile, moment: datetime | None = None) -> Evidence:
    """Let a stored file prove a report; a second time changes nothing.

    Raises:
        PermissionDenied: the report or the file is another department's.
        OutdatedError: the report is not a draft or returned any more, or the file was removed meanwhile.
    """
    with transaction.atomic():
        stored = lock_for_writing(actor, report)
        if not may_attach(actor, stored, file):
            raise PermissionDenied(_("只能用本单位上传的文件作佐证。"))
        if not EvidenceFile.objects.select_for_update().filter(pk=file.pk).exists():
            raise OutdatedError(_("这个文件刚才已被移除，请重新上传。"))
        proof, new = Evidence.objects.get_or_create(report=stored, file=file)
        if new:
            write_history(stored, actor, gettext_noop("添加佐证文件"), moment)
    return proof


def attach_upload(
    *,
    actor: User,
    report: ProgressReport,
    upload: UploadedFile,
    openness: str = Openness.INTERNAL,
    moment: datetime | None = None,
) -> Evidence:
    """Store an uploaded file for the report's department and attach it; both or neither.

    Raises:
        PermissionDenied: the report is another department's.
        OutdatedError: the report is not a draft or returned any more.
        ValidationError: the file cannot be taken.
    """
    with transaction.atomic():
        stored = lock_for_writing(actor, report)
        department = stored.department or stored.action.lead_department
        file = store_file(actor=actor, upload=upload, department=department, openness=openness, moment=moment)
        return attach(actor=actor, report=stored, file=file, moment=moment)


def detach(*, actor: User, report: ProgressReport, file: EvidenceFile) -> None:
    """Take a file off a report; one that proves nothing else is removed altogether.

    Raises:
        PermissionDenied: the report is another department's.
        OutdatedError: the report is not a draft or returned any more.
    """
    with transaction.atomic():
        stored = lock_for_writing(actor, report)
        gone, _rows = Evidence.objects.filter(report=stored, file=file).delete()
        if gone:
            write_history(stored, actor, gettext_noop("移除佐证文件"))
            remove_unused([file])


def _examine(upload: UploadedFile) -> _Examined:
    """Read the whole upload: its kind by content, a name that can be shown, its fingerprint.

    Raises:
        ValidationError: it cannot be taken; the sentence names it.
    """
    try:
        _refuse_size(upload.size)
        sha256 = _fingerprint(upload)
        kind = recognise(upload)
        return _Examined(kind, fit_name(upload.name or "", kind), sha256)
    except UnacceptableFileError as refusal:
        raise _refused(upload, str(refusal)) from None


def _fingerprint(upload: UploadedFile) -> str:
    sha256, length = hashlib.sha256(), 0
    upload.seek(0)
    for chunk in upload.chunks():
        sha256.update(chunk)
        length += len(chunk)
    if length != upload.size:  # ``config.uploads`` lets nothing of a hopelessly large request in
        raise UnacceptableFileError(_("一次上传的文件太多，没有收全。请分几次上传。"))
    return sha256.hexdigest()


def _refuse_size(size: int) -> None:
    if size > settings.EVIDENCE_MAX_BYTES:
        raise UnacceptableFileError(
            _("文件有 %(size)s MB，最多 %(most)s MB。")
            % {"size": -(-size // MEBIBYTE), "most": settings.EVIDENCE_MAX_BYTES // MEBIBYTE}
        )


def _refuse_over_quota(upload: UploadedFile, department: Department | None) -> None:
    used = EvidenceFile.objects.filter(department=department).aggregate(sum=Sum("size"))["sum"] or 0
    if used + upload.size > settings.EVIDENCE_QUOTA_BYTES:
        raise _refused(
            upload,
            _("本单位的文件共可存 %(most)s MB，已用 %(used)s MB，放不下了。请与研究室联系。")
            % {"most": settings.EVIDENCE_QUOTA_BYTES // MEBIBYTE, "used": -(-used // MEBIBYTE)},
        )


def _refused(upload: UploadedFile, why: str) -> ValidationError:
    name = visible(upload.name or "")[:LONGEST_NAME_IN_A_SENTENCE]
    return ValidationError(_("“%(name)s”：%(why)s") % {"name": name, "why": why})
