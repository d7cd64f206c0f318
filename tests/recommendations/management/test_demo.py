"""``manage.py demo``: what it makes, what it refuses, and that a second run changes nothing."""

from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.core.management import CommandError, call_command

from indicators.models import Source
from recommendations.models import Action, Department, ExtensionRequest, Mandate, ProgressReport
from recommendations.sample import refuse_real_reports
from recommendations.services.progress import log_report, send_back
from tests.factories import ReportFactory, UserFactory, a_coordinator
from tests.tiny_study import tiny_study, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    return write(tiny_study(actions=3), tmp_path)


@pytest.fixture
def demo(folder):
    def run() -> str:
        out = StringIO()
        call_command("demo", fixtures=folder, stdout=out)
        return out.getvalue()

    return run


def everything() -> dict[str, list[dict]]:
    """Every row of every table but sessions, with all that stands in it, history and relations included."""
    ours = [
        m for m in apps.get_models(include_auto_created=True) if m._meta.app_label not in {"sessions", "contenttypes"}
    ]
    return {model._meta.label: list(model.objects.order_by("pk").values()) for model in ours}


def test_it_loads_the_study_and_adds_the_sample(demo):
    said = demo()

    assert Action.objects.count() == 12
    assert Mandate.objects.filter(sample=True).count() == 3
    assert ProgressReport.objects.exists()
    assert "示例数据已添加" in said


def test_it_prints_logins_that_open(demo, client):
    lines = [line.split()[0] for line in demo().splitlines() if line.startswith("  ")]

    before, after = ["coordinator", "statistician", "leader", "head"], ["evaluator", "reader"]
    assert lines == [f"demo-{name}" for name in (*before, "bureau1", "bureau2", *after)]
    assert all(client.login(username=name, password="liuzhou-demo") for name in lines)


def test_a_second_run_changes_nothing_at_all(demo):
    demo()
    before = everything()

    said = demo()

    assert everything() == before
    assert "没有改动" in said


def test_a_second_run_on_another_day_changes_nothing_at_all(demo, time_machine):
    time_machine.move_to("2026-05-20 02:00+00:00")
    demo()
    before = everything()

    time_machine.move_to("2027-01-03 02:00+00:00")
    demo()

    assert everything() == before


def test_a_second_run_leaves_what_people_did_since(demo):
    demo()
    action = Action.objects.filter(start_date=None).first()
    action.start_date, action.due_date, action.due_basis = "2026-01-01", "2026-12-31", "decided"
    action.lead_department = Department.objects.last()
    action._history_user = a_coordinator()
    action.save()
    under_way = ProgressReport.objects.filter(state="submitted").first()
    send_back(actor=action._history_user, report=under_way, reason="请补充数据。")
    ExtensionRequest.objects.first().delete()
    before = everything()

    demo()

    assert everything() == before


def test_what_people_try_out_in_the_sample_is_sample_too(demo, django_user_model):
    demo()
    reporter = django_user_model.objects.get(username="demo-bureau1")
    action = Action.objects.filter(lead_department__code="bureau1").first()

    report = log_report(actor=reporter, report=ProgressReport(action=action, percent=10, progress="试填。"))

    assert report.sample
    assert "没有改动" in demo()


def test_it_tells_whose_password_was_changed(demo, django_user_model):
    demo()
    django_user_model.objects.filter(username="demo-reader").update(password=make_password("another"))

    changed = [line for line in demo().splitlines() if "密码已改" in line]

    assert [line.split()[0] for line in changed] == ["demo-reader"]


def test_before_there_are_tables_there_are_no_real_reports(monkeypatch):
    monkeypatch.setattr(ProgressReport._meta, "db_table", "not_migrated_yet")

    refuse_real_reports()


@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_it_refuses_real_reports_before_it_touches_anything(demo, state):
    ReportFactory(state=state)
    before = everything()

    with pytest.raises(CommandError, match="1 份真实的进度报告"):
        demo()

    assert everything() == before


def test_it_refuses_real_reports_that_came_after_the_sample(demo):
    demo()
    ReportFactory(action=Action.objects.first())

    with pytest.raises(CommandError, match="1 份真实的进度报告"):
        demo()


def test_it_leaves_what_was_planned_before_it_came(demo, folder):
    call_command("load_study", fixtures=folder, verbosity=0)
    planned = Action.objects.get(code="1.1.1")
    planned.start_date, planned.due_date, planned.due_basis = "2026-01-01", "2026-12-31", "decided"
    planned.save()

    demo()

    planned.refresh_from_db()
    assert (str(planned.due_date), planned.due_basis) == ("2026-12-31", "decided")
    assert not planned.assignments.exists()
    assert not planned.reports.exists()


def test_it_does_not_take_over_accounts_that_have_its_names(demo):
    UserFactory(username="demo-reader")

    with pytest.raises(CommandError, match="demo-reader"):
        demo()

    assert not Mandate.objects.exists()
    assert not Source.objects.filter(sample=True).exists()


def test_a_broken_study_gets_no_sample(demo, folder):
    (folder / "links.yaml").unlink()

    with pytest.raises(CommandError, match="未载入任何数据"):
        demo()

    assert not Mandate.objects.exists()
    assert not Action.objects.exists()


def test_a_sample_that_fails_half_way_leaves_nothing_of_itself(demo, monkeypatch):
    def fail(*args):
        raise RuntimeError

    monkeypatch.setattr("recommendations.sample.making.make_figures", fail)
    with pytest.raises(RuntimeError):
        demo()

    assert not Mandate.objects.exists()
    assert not ProgressReport.objects.exists()
    assert not Action.objects.exclude(start_date=None).exists()


def test_a_study_without_actions_is_refused(demo, tmp_path):
    (tmp_path / "actions-1.yaml").write_text("[]\n", encoding="utf-8")

    with pytest.raises(CommandError, match="还没有行动或部门"):
        demo()
