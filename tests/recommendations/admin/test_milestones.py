"""Stages under their action: the office sets and changes them, the department reads them."""

from datetime import date

import pytest
from django.urls import reverse

from recommendations.models import Milestone
from tests.factories import MilestoneFactory

from .test_actions import office_form

pytestmark = pytest.mark.django_db


def change(action):
    return reverse("admin:recommendations_action_change", args=[action.pk])


def rows(action, *forms):
    """What the office's form sends of the stages; those that are there come with their key."""
    sent = {"milestones-TOTAL_FORMS": len(forms), "milestones-INITIAL_FORMS": sum("id" in form for form in forms)}
    for number, form in enumerate(forms):
        sent |= {f"milestones-{number}-{name}": value for name, value in form.items()}
        sent[f"milestones-{number}-action"] = action.pk
    return office_form(action, **sent)


STAGE = {"date": "2026-09-30", "title": "中期", "planned_percent": "60"}


def as_sent(stage, **changes):
    fields = {name: getattr(stage, name) for name in ("date", "title", "title_en", "planned_percent", "deliverable")}
    return {"id": stage.pk, **fields, **changes}


def standing():
    return [(str(it.date), it.planned_percent) for it in Milestone.objects.standing()]


def test_the_office_adds_stages_under_the_action(own, office):
    response = office.post(
        change(own.action), rows(own.action, STAGE, {**STAGE, "date": "2026-06-30", "planned_percent": 30})
    )

    assert response.status_code == 302
    assert standing() == [("2026-06-30", 30), ("2026-09-30", 60)]
    assert Milestone.objects.first().history.get().history_user.username == "office"


def test_a_changed_stage_is_withdrawn_and_set_anew_one_left_as_it_was_stays(own, office):
    kept = MilestoneFactory(action=own.action, date=date(2026, 3, 31), planned_percent=20)
    old = MilestoneFactory(action=own.action, date=date(2026, 9, 30), planned_percent=60)

    response = office.post(
        change(own.action), rows(own.action, as_sent(kept), as_sent(old, planned_percent="50", title="推迟"))
    )

    assert response.status_code == 302
    old.refresh_from_db()
    assert (old.planned_percent, old.withdrawn_on) == (60, date(2026, 7, 1))
    assert standing() == [("2026-03-31", 20), ("2026-09-30", 50)]
    assert Milestone.objects.standing().first() == kept
    assert kept.history.count() == 1


def test_a_deleted_stage_is_withdrawn(own, office):
    stage = MilestoneFactory(action=own.action)

    office.post(change(own.action), rows(own.action, as_sent(stage, DELETE="on")))

    assert Milestone.objects.get().withdrawn_on == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("stages", "sentence"),
    [
        ([STAGE, {**STAGE, "date": "2026-10-31", "planned_percent": "59"}], "2026-10-31 的计划完成比例 59% 低于"),
        ([{**STAGE, "date": "2027-01-01"}], "2027-01-01 的里程碑晚于现行期限 2026-12-31。"),
        ([{**STAGE, "date": "2025-12-31"}], "2025-12-31 的里程碑早于开始日期 2026-01-01。"),
        ([STAGE, STAGE], "2026-09-30"),
        ([{**STAGE, "planned_percent": "101"}], "计划完成比例应在 0 到 100 之间。"),
        ([{**STAGE, "planned_percent": "多"}], "输入一个数字"),
        ([{**STAGE, "date": ""}], "必填"),
        ([{**STAGE, "title": ""}], "必填"),
    ],
)
def test_a_slip_is_told_and_nothing_is_stored(own, office, stages, sentence):
    response = office.post(change(own.action), rows(own.action, *stages))

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert standing() == []


def test_who_edits_a_stage_that_was_just_withdrawn_is_told(own, office):
    stage = MilestoneFactory(action=own.action)
    sent = rows(own.action, as_sent(stage, title="改"))
    Milestone.objects.update(withdrawn_on=date(2026, 7, 1))

    response = office.post(change(own.action), sent)

    assert standing() == []
    assert response.status_code == 200
    assert "里程碑刚由他人改过" in response.content.decode()


def test_the_department_reads_them_and_changes_nothing(own, reporter):
    MilestoneFactory(action=own.action, title="完成方案")

    html = reporter.get(change(own.action)).content.decode()

    assert "完成方案" in html
    assert "milestones-0-title" not in html
    assert reporter.post(change(own.action), rows(own.action, STAGE)).status_code == 403


def test_withdrawn_ones_are_not_offered(own, office):
    MilestoneFactory(action=own.action, title="作废的", withdrawn_on=date(2026, 6, 1))

    assert "作废的" not in office.get(change(own.action)).content.decode()
