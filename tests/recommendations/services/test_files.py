"""Evidence files: who may store and attach, what is refused, and that nothing is stored by half."""

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from indicators.asof import AsOf
from recommendations.models import Evidence, EvidenceFile, ProgressReport
from recommendations.queries.contradictions import contradictions, contradictions_of
from recommendations.services.files import attach, attach_upload, detach, store_file
from recommendations.services.progress import OutdatedError, discard, submit
from tests.factories import (
    ActionFactory,
    DepartmentFactory,
    ReportFactory,
    a_coordinator,
    a_file,
    a_leader,
    a_reader,
    a_reporter,
    an_instruction,
    approved_report,
)
from tests.files import a_docx, a_pdf, a_png, an_upload
from tests.race import race

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def root(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def report():
    return ReportFactory()


@pytest.fixture
def reporter(report):
    return a_reporter(report.department)


def on_disk(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


# --- storing --------------------------------------------------------------------------------------------------------


def test_a_file_is_stored_with_its_kind_size_and_fingerprint_under_its_reference(root, report, reporter):
    content = a_docx()

    file = store_file(actor=reporter, upload=an_upload(content, "../一季度.docx"), department=report.department)

    file.refresh_from_db()
    assert (file.name, file.kind, file.size) == ("一季度.docx", "docx", len(content))
    assert file.sha256 == sha256(content).hexdigest()
    assert (file.department, file.uploaded_by, file.openness) == (report.department, reporter, "internal")
    assert [path.relative_to(root).as_posix() for path in on_disk(root)] == [f"evidence/{file.ref[:2]}/{file.ref}"]
    assert file.content.read() == content


def test_only_the_own_people_and_the_office_store_for_a_department():
    department = DepartmentFactory()
    for other in (a_reporter(), a_reader(), a_leader()):
        with pytest.raises(PermissionDenied):
            store_file(actor=other, upload=an_upload(), department=department)

    assert store_file(actor=a_coordinator(), upload=an_upload(), department=department).department == department


def test_what_belongs_to_no_department_is_for_the_office_and_leaders():
    with pytest.raises(PermissionDenied):
        store_file(actor=a_reporter(), upload=an_upload())

    assert store_file(actor=a_leader(), upload=an_upload()).department is None


def test_the_same_bytes_of_a_department_are_stored_once(root, report, reporter):
    first = store_file(actor=reporter, upload=an_upload(name="甲.pdf"), department=report.department)
    again = store_file(actor=reporter, upload=an_upload(name="乙.pdf"), department=report.department)
    others = store_file(actor=a_coordinator(), upload=an_upload(), department=DepartmentFactory())

    assert again == first
    assert again.name == "甲.pdf"
    assert others != first
    assert len(on_disk(root)) == 2


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (an_upload(b""), "“佐证.pdf”：文件是空的。"),
        (an_upload(b"text"), "“佐证.pdf”：这种文件不能上传。可以上传：PDF、OFD、DOCX、XLSX、WPS、ET、DPS、JPG、PNG。"),
        (an_upload(a_png()), "“佐证.pdf”：文件名是 .pdf，内容却是 PNG。请用原来的程序重新保存后再上传。"),
        (an_upload(a_pdf()[:-6]), "“佐证.pdf”：文件不完整，可能没有传完或已损坏。"),
    ],
    ids=["empty", "kind", "name", "cut off"],
)
def test_what_cannot_be_taken_is_refused_with_a_sentence_that_names_the_file(root, report, reporter, upload, sentence):
    with pytest.raises(ValidationError) as refusal:
        store_file(actor=reporter, upload=upload, department=report.department)

    assert refusal.value.messages == [sentence]
    assert not EvidenceFile.objects.exists()
    assert on_disk(root) == []


def test_a_file_over_the_limit_is_refused(settings, report, reporter):
    settings.EVIDENCE_MAX_BYTES = 1024 * 1024
    large = an_upload(a_pdf() + b"\n" * 1024 * 1024)

    with pytest.raises(ValidationError, match="文件有 2 MB，最多 1 MB。"):
        store_file(actor=reporter, upload=large, department=report.department)


def test_of_a_request_that_was_too_large_nothing_is_taken_for_the_file(report, reporter):
    cut = SimpleUploadedFile("大.pdf", b"")
    cut.size = 1000  # as ``config.uploads`` leaves it

    with pytest.raises(ValidationError, match="请分几次上传"):
        store_file(actor=reporter, upload=cut, department=report.department)


def test_a_department_has_so_much_space_and_no_more(settings, root, report, reporter):
    one, two = a_pdf("one"), a_pdf("two")
    settings.EVIDENCE_QUOTA_BYTES = len(one) + len(two) - 1
    store_file(actor=reporter, upload=an_upload(one), department=report.department)

    with pytest.raises(ValidationError, match="放不下了"):
        store_file(actor=reporter, upload=an_upload(two), department=report.department)
    assert store_file(actor=a_coordinator(), upload=an_upload(two), department=DepartmentFactory())
    assert len(on_disk(root)) == 2


@pytest.mark.django_db(transaction=True)
def test_two_uploads_at_once_do_not_go_over_the_space_together(settings, root):
    department = DepartmentFactory()
    people = [a_reporter(department) for _ in range(4)]
    contents = [a_pdf(f"number {n}") for n in range(4)]
    settings.EVIDENCE_QUOTA_BYTES = 2 * len(contents[0])

    results = race(
        *(
            lambda who=who, content=content: store_file(actor=who, upload=an_upload(content), department=department)
            for who, content in zip(people, contents, strict=True)
        )
    )

    assert sorted(type(result).__name__ for result in results) == ["EvidenceFile"] * 2 + ["ValidationError"] * 2
    assert EvidenceFile.objects.count() == len(on_disk(root)) == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_file_sent_twice_at_once_is_stored_once(root):
    department = DepartmentFactory()
    reporter = a_reporter(department)

    results = race(*[lambda: store_file(actor=reporter, upload=an_upload(), department=department)] * 4)

    assert {result.pk for result in results} == {EvidenceFile.objects.get().pk}
    assert len(on_disk(root)) == 1


@pytest.mark.django_db(transaction=True)
def test_content_stays_when_its_row_is_committed(root, report, reporter):
    file = store_file(actor=reporter, upload=an_upload(), department=report.department)

    assert [path.name for path in on_disk(root)] == [file.ref]


def test_content_goes_when_the_transaction_of_whoever_called_is_rolled_back(root, report, reporter):
    with transaction.atomic():
        store_file(actor=reporter, upload=an_upload(), department=report.department)
        assert len(on_disk(root)) == 1
        transaction.set_rollback(True)

    assert on_disk(root) == []


def test_content_goes_when_its_own_row_cannot_be_written(root, report, reporter, monkeypatch):
    def fails(*args: object, **more: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(EvidenceFile, "save", fails)
    with pytest.raises(IntegrityError) as raised:
        store_file(actor=reporter, upload=an_upload(), department=report.department)
    del raised  # its frames still hold what was to be done on commit

    assert on_disk(root) == []


# --- attaching ------------------------------------------------------------------------------------------------------


def test_an_upload_proves_the_report_and_history_tells(report, reporter):
    proof = attach_upload(actor=reporter, report=report, upload=an_upload(), openness="public")

    assert list(report.files.all()) == [proof.file]
    assert (proof.file.department, proof.file.openness) == (report.department, "public")
    assert report.history.latest().history_change_reason == "添加佐证文件"
    assert report.history.latest().history_user == reporter


def test_one_scan_proves_several_reports_and_each_once(report, reporter):
    other = ReportFactory(action=report.action, as_of=date(2026, 6, 30))
    file = attach_upload(actor=reporter, report=report, upload=an_upload()).file

    assert attach(actor=reporter, report=report, file=file) == report.proofs.get()
    attach(actor=reporter, report=other, file=file)
    attach_upload(actor=reporter, report=other, upload=an_upload())
    assert Evidence.objects.count() == 2


@pytest.mark.parametrize("state", ["submitted", "signed", "approved"])
def test_evidence_comes_and_goes_only_while_the_report_is_written(root, state):
    action = ActionFactory()
    reporter = a_reporter(action.lead_department)
    report = ReportFactory(action=action)
    file = a_file(report)
    if state == "approved":
        approved = approved_report(action, date(2026, 3, 31), 40, date(2026, 4, 5))
    ProgressReport.objects.filter(pk=report.pk).update(state="submitted")
    closed = approved if state == "approved" else report

    for step in (
        lambda: attach(actor=reporter, report=closed, file=file),
        lambda: attach_upload(actor=reporter, report=closed, upload=an_upload(a_pdf("other"))),
        lambda: detach(actor=reporter, report=closed, file=file),
    ):
        with pytest.raises(OutdatedError):
            step()
    assert report.proofs.count() == 1
    assert len(on_disk(root)) == 1


def test_nobody_else_attaches_to_a_departments_report(report):
    file = a_file(report)
    for other in (a_reporter(), a_reader(), a_leader()):
        for step in (
            lambda who=other: attach(actor=who, report=report, file=file),
            lambda who=other: attach_upload(actor=who, report=report, upload=an_upload()),
            lambda who=other: detach(actor=who, report=report, file=file),
        ):
            with pytest.raises(PermissionDenied):
                step()


def test_anothers_file_proves_nothing_of_ours(report, reporter):
    """Once the report is approved the file would be open to everybody with a role."""
    theirs = a_file(ReportFactory())

    with pytest.raises(PermissionDenied, match="只能用本单位"):
        attach(actor=reporter, report=report, file=theirs)


def test_what_was_handed_in_takes_its_evidence_along(report, reporter):
    attach_upload(actor=reporter, report=report, upload=an_upload())
    submit(actor=reporter, report=report)

    with pytest.raises(OutdatedError):
        detach(actor=reporter, report=report, file=report.files.get())


def test_a_file_is_evidence_where_no_word_is_written(report, reporter):
    ProgressReport.objects.filter(pk=report.pk).update(percent=100)
    report.refresh_from_db()
    assert "complete_without_evidence" in contradictions_of(report, AsOf.now())

    attach_upload(actor=reporter, report=report, upload=an_upload())
    assert "complete_without_evidence" not in contradictions_of(report, AsOf.now())
    ProgressReport.objects.filter(pk=report.pk).update(state="approved", approved_at="2026-04-02T00:00Z")
    assert not any("complete_without_evidence" in found.sentences for found in contradictions(AsOf.now()))


# --- detaching ------------------------------------------------------------------------------------------------------


def test_a_file_that_proves_nothing_else_goes_altogether(root, report, reporter, django_capture_on_commit_callbacks):
    file = a_file(report)

    with django_capture_on_commit_callbacks(execute=True):
        detach(actor=reporter, report=report, file=file)

    assert not EvidenceFile.objects.exists()
    assert on_disk(root) == []
    assert report.history.latest().history_change_reason == "移除佐证文件"


def test_a_file_that_proves_another_report_or_is_a_scan_stays(
    root, report, reporter, django_capture_on_commit_callbacks
):
    shared = a_file(report, ReportFactory(action=report.action))
    scan = a_file(report, content=a_pdf("scan"))
    an_instruction(report.action, scan=scan)

    with django_capture_on_commit_callbacks(execute=True):
        for file in (shared, scan):
            detach(actor=reporter, report=report, file=file)

    assert EvidenceFile.objects.count() == len(on_disk(root)) == 2


def test_when_taking_off_is_rolled_back_the_content_is_still_there(root, report, reporter):
    file = a_file(report)

    with transaction.atomic():
        detach(actor=reporter, report=report, file=file)
        transaction.set_rollback(True)

    assert report.files.get() == file
    assert len(on_disk(root)) == 1


def test_a_draft_that_is_thrown_away_takes_its_files_along(root, reporter, django_capture_on_commit_callbacks):
    draft = ReportFactory(
        action=ActionFactory(lead_department=reporter.memberships.get().department), created_by=reporter
    )
    a_file(draft)
    shared = a_file(draft, ReportFactory(action=draft.action), content=a_pdf("shared"))

    with django_capture_on_commit_callbacks(execute=True):
        discard(actor=reporter, report=draft)

    assert EvidenceFile.objects.get() == shared
    assert len(on_disk(root)) == 1


def test_a_file_removed_by_a_colleague_is_not_attached(report, reporter):
    file = a_file(report)
    stale = EvidenceFile.objects.get()
    detach(actor=reporter, report=report, file=file)

    with pytest.raises(OutdatedError, match="已被移除"):
        attach(actor=reporter, report=report, file=stale)
