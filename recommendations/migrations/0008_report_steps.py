"""Reports that were decided before steps were kept get the steps that their own columns tell of.

A column keeps only the last time of each kind: of a report that was handed in twice the first time is not made up.
Where a column has a time and no person, nothing is written for the report, because half a trail would mislead. Who
took a step is noted with the role that follows from it; the post that was held then is not known.
"""

from collections import defaultdict

from django.db import migrations

MOVES = ("submitted", "signed", "approved", "returned")
COORDINATOR, HEAD, REPORTER = "coordinator", "head", "reporter"
CHUNK = 1000


def write_steps(apps, schema_editor):
    using = schema_editor.connection.alias
    report_model = apps.get_model("recommendations", "ProgressReport")
    step_model = apps.get_model("recommendations", "ReportStep")
    roles = _roles(apps, using)
    last = 0
    while True:
        decided = report_model.objects.using(using).filter(pk__gt=last).exclude(state="draft").order_by("pk")
        reports = list(decided[:CHUNK])
        if not reports:
            return
        last = reports[-1].pk
        taken = defaultdict(set)
        kept = step_model.objects.using(using).filter(report__in=[report.pk for report in reports])
        for report, to_state, at in kept.values_list("report", "to_state", "at"):
            taken[report].add((to_state, at))
        missing = [
            step_model(report_id=report.pk, **step)
            for report in reports
            for step in _steps(report, roles)
            if (step["to_state"], step["at"]) not in taken[report.pk]
        ]
        step_model.objects.using(using).bulk_create(missing)


def _roles(apps, using):
    """What each person is, by department; superusers are of the office, and of no department."""
    held = defaultdict(set)
    superusers = apps.get_model("auth", "User").objects.using(using).filter(is_superuser=True)
    for user in superusers.values_list("pk", flat=True):
        held[user].add((None, COORDINATOR))
    memberships = apps.get_model("recommendations", "Membership").objects.using(using)
    for user, department, role in memberships.values_list("user", "department", "role").order_by("pk"):
        held[user].add((department, role))
    return held


def _steps(report, roles):
    """The steps that the report's columns tell of, in order; none where one of them names nobody."""
    moves = [
        (getattr(report, f"{to}_at"), MOVES.index(to), to, getattr(report, f"{to}_by_id"))
        for to in MOVES
        if getattr(report, f"{to}_at")
    ]
    if any(by is None for _at, _place, _to, by in moves) or (report.returned_at and not report.return_reason):
        return
    stood = None
    for at, _place, to, by in sorted(moves):
        yield {
            "from_state": stood or ("draft" if to == "submitted" else "submitted"),
            "to_state": to,
            "at": at,
            "by_id": by,
            "role": _role(report, to, roles[by]),
            "department_id": _department(report, roles[by]),
            "reason": report.return_reason if to == "returned" else "",
        }
        stood = to


def _role(report, to, held):
    """As what the person took the step, as ``services.progress`` would note it."""
    if to == "signed":
        return HEAD
    office = any(role == COORDINATOR for _department, role in held)
    if to == "submitted":
        return COORDINATOR if office and (report.department_id, REPORTER) not in held else REPORTER
    return HEAD if (report.department_id, HEAD) in held and not office else COORDINATOR


def _department(report, held):
    """The report's department where the person belongs to it, else their own."""
    departments = sorted(department for department, _role in held if department is not None)
    return report.department_id if report.department_id in departments else next(iter(departments), None)


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0007_report_version")]

    operations = [migrations.RunPython(write_steps, migrations.RunPython.noop, elidable=True)]
