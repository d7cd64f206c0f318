"""Approved is immutable, in the database itself."""

from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import CharField, ProtectedError

from recommendations.models import Evidence, EvidenceFile, ProgressReport, ReportStep, Urging
from recommendations.triggers import GUARDS, install, release, uninstall
from tests.factories import ActionFactory, ReportFactory, UserFactory, VerificationFactory, approved_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved():
    return approved_report(ActionFactory(), date(2026, 3, 31), 40, date(2026, 4, 5))


def trigger_names():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        return {name for (name,) in cursor.fetchall()}


INSTALLED = {guard.trigger(event) for guard in GUARDS for event in guard.events}


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE recommendations_progressreport SET percent = 99 WHERE id = %s",
        "UPDATE recommendations_progressreport SET progress = 'x' WHERE id = %s",
        "UPDATE recommendations_progressreport SET state = 'draft' WHERE id = %s",
        "UPDATE recommendations_progressreport SET openness = 'public' WHERE id = %s",
        "UPDATE recommendations_progressreport SET approved_at = NULL WHERE id = %s",
        "UPDATE recommendations_progressreport SET id = id WHERE id = %s",
        "DELETE FROM recommendations_progressreport WHERE id = %s",
    ],
)
def test_raw_sql_cannot_change_or_delete_an_approved_report(approved, change):
    before = ProgressReport.objects.values().get()

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        sql(change, approved.pk)
    assert ProgressReport.objects.values().get() == before


@pytest.mark.parametrize(
    "change",
    [
        lambda report: report.save(),
        lambda report: report.delete(),
        lambda report: ProgressReport.objects.filter(pk=report.pk).update(percent=99),
        lambda report: ProgressReport.objects.filter(pk=report.pk).delete(),
        lambda report: ProgressReport.objects.bulk_update([report], ["percent"]),
        lambda report: ProgressReport.objects.update_or_create(pk=report.pk, defaults={"percent": 99}),
    ],
    ids=["save", "delete", "update", "delete many", "bulk update", "update or create"],
)
def test_no_way_of_the_orm_changes_an_approved_report(approved, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        change(approved)

    assert ProgressReport.objects.get().percent == 40


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_other_reports_can_be_changed_and_deleted(approved, state):
    report = ReportFactory(state=state, return_reason="理由")

    assert sql("UPDATE recommendations_progressreport SET percent = 99 WHERE id = %s", report.pk) == 1
    report.delete()
    assert ProgressReport.objects.get() == approved


def test_an_action_with_an_approved_report_is_not_deleted_with_it(approved):
    with pytest.raises(ProtectedError):
        approved.action.delete()
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        ProgressReport.objects.filter(action=approved.action)._raw_delete("default")


def test_the_triggers_are_there_after_migrate():
    assert trigger_names() == INSTALLED


def test_installing_again_changes_nothing(approved):
    install(using="default")
    install(using="default")

    assert trigger_names() == INSTALLED
    with pytest.raises(IntegrityError), transaction.atomic():
        sql("DELETE FROM recommendations_progressreport WHERE id = %s", approved.pk)


@pytest.mark.django_db(transaction=True)
def test_migrate_puts_back_triggers_that_were_dropped():
    uninstall("default")
    assert not trigger_names()

    call_command("migrate", verbosity=0)
    assert trigger_names() == INSTALLED


@pytest.mark.django_db(transaction=True)
def test_after_a_migration_that_rebuilds_the_table_the_triggers_are_put_back(approved):
    """On SQLite adding a column with a default makes the table anew, and its triggers go in silence."""
    column = CharField(max_length=10, default="x")
    column.set_attributes_from_name("rebuilt")
    release("default")  # as ``migrate`` does before it begins
    with connection.schema_editor() as editor:
        editor.add_field(ProgressReport, column)
    try:
        if connection.vendor == "sqlite":
            assert not {"approved_report_is_immutable_update", "approved_report_is_immutable_delete"} & trigger_names()
        call_command("migrate", verbosity=0)
        assert trigger_names() == INSTALLED
        with pytest.raises(IntegrityError), transaction.atomic():
            sql("UPDATE recommendations_progressreport SET percent = 99 WHERE id = %s", approved.pk)
    finally:
        release("default")
        with connection.schema_editor() as editor:
            editor.remove_field(ProgressReport, column)
        install(using="default")


def a_step(report):
    return ReportStep.objects.create(
        report=report,
        from_state="draft",
        to_state="submitted",
        at=datetime(2026, 4, 1, tzinfo=UTC),
        by=UserFactory(),
        role="reporter",
    )


def an_urging():
    return Urging.objects.create(
        action=ActionFactory(), at=datetime(2026, 4, 1, tzinfo=UTC), by=UserFactory(), people=1
    )


@pytest.mark.parametrize(
    "make", [lambda: a_step(ReportFactory()), VerificationFactory, an_urging], ids=["step", "verification", "urging"]
)
@pytest.mark.parametrize(
    "change",
    [lambda row: row.save(), lambda row: row.delete(), lambda row: type(row).objects.filter(pk=row.pk).delete()],
    ids=["save", "delete", "delete many"],
)
def test_a_step_and_a_verification_stay_as_they_were_written(make, change):
    row = make()
    model, key = type(row), row.pk
    before = model.objects.filter(pk=key).values().get()

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        change(row)
    assert model.objects.filter(pk=key).values().get() == before


def a_file():
    return EvidenceFile.objects.create(
        name="材料.pdf",
        kind="pdf",
        size=1,
        sha256="0" * 64,
        uploaded_by=UserFactory(),
        uploaded_at=datetime(2026, 4, 1, tzinfo=UTC),
    )


def test_evidence_of_a_draft_comes_and_goes():
    proof = Evidence.objects.create(report=ReportFactory(), file=a_file())

    proof.delete()
    assert not Evidence.objects.exists()


def test_evidence_of_an_approved_report_is_neither_added_nor_taken_away(approved):
    report = ReportFactory()
    proof = Evidence.objects.create(report=report, file=a_file())
    ProgressReport.objects.filter(pk=report.pk).update(state="approved", approved_at=datetime(2026, 4, 2, tzinfo=UTC))

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Evidence.objects.create(report=approved, file=proof.file)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        proof.delete()
    assert Evidence.objects.get() == proof
