"""Handing over on the mandate's page: who gets what, who lacks a lead, and the result of each item."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from recommendations.models import Assignment, Handover, Mandate
from tests.factories import ActionFactory, AssignmentFactory, DepartmentFactory, HandoverFactory, MandateFactory

pytestmark = pytest.mark.django_db

LIST = reverse("admin:recommendations_mandate_changelist")
PAGE = reverse("admin:recommendations_mandate_hand_over")


@pytest.fixture
def mandate():
    """One item for two departments, one that nobody leads, one that is not adopted."""
    mandate = MandateFactory(number="柳政发〔2026〕1号")
    led = ActionFactory(title="有牵头的", lead_department=DepartmentFactory(name="市甲局"))
    led.supporting_departments.add(DepartmentFactory(name="市乙局"))
    AssignmentFactory(mandate=mandate, action=led)
    AssignmentFactory(mandate=mandate, action=ActionFactory(title="没人牵头的", lead_department=None))
    AssignmentFactory(mandate=mandate, action=ActionFactory(title="没采纳的"), adoption="not")
    return mandate


def at(*mandates):
    return PAGE + "?" + "&".join(f"mandate={mandate.pk}" for mandate in mandates)


def test_the_page_says_who_gets_what_and_who_is_without_a_lead(mandate, office):
    html = office.get(at(mandate)).content.decode()

    assert "还有 2 件待交办" in html
    for shown in (
        "市甲局（牵头） 待交办",
        "市乙局（配合） 待交办",
        "没有牵头单位：请先在行动里明确，再来交办。",
        "不交办",
    ):
        assert shown in html
    assert office.get(at(mandate)).context["form"]["receive_by"].value() == date(2026, 7, 6)
    assert not Handover.objects.exists()


def test_what_can_be_is_handed_over_with_a_result_for_each_item(mandate, office):
    response = office.post(at(mandate), {"receive_by": "2026-07-08"}, follow=True)
    html = response.content.decode()

    assert response.redirect_chain == [(at(mandate), 302)]
    assert "已交办给2个单位（市甲局、市乙局）。" in html
    assert "这项行动还没有牵头单位，请先明确牵头单位再交办。" in html
    assert {(it.department.name, it.leads, it.receive_by) for it in Handover.objects.all()} == {
        ("市甲局", True, date(2026, 7, 8)),
        ("市乙局", False, date(2026, 7, 8)),
    }
    assert "receive_by" not in html  # nothing is left to hand over
    Assignment.objects.filter(action__lead_department=None).delete()
    again = office.post(at(mandate), {"receive_by": "2026-07-08"}, follow=True)
    assert "没有还未交办的事项，没有改动。" in again.content.decode()


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-06-30", "签收期限不能早于交办日 2026-07-01。"),
        ("", "必填"),
        ("9999-01-01", "请看年份是否写错"),
        ("明天", "输入一个有效的日期"),
    ],
)
def test_a_day_that_cannot_be_is_told_beside_its_field_and_nothing_is_handed_over(mandate, office, day, sentence):
    response = office.post(at(mandate), {"receive_by": day})

    assert response.status_code == 200
    assert sentence in " ".join(response.context["form"].errors["receive_by"])
    assert sentence in response.content.decode()
    assert not Handover.objects.exists()


def test_the_list_and_the_mandates_page_lead_there(mandate, office):
    second = MandateFactory()
    response = office.post(
        LIST, {"action": "hand_over_selected", "_selected_action": [mandate.pk, second.pk], "index": 0}
    )

    assert set(response["Location"].split("?")[1].split("&")) == {f"mandate={mandate.pk}", f"mandate={second.pk}"}
    assert office.get(response["Location"]).status_code == 200
    change = reverse("admin:recommendations_mandate_change", args=[mandate.pk])
    assert f'href="{at(mandate)}"' in office.get(change).content.decode()


def test_nobody_but_the_office_hands_over(mandate, reporter):
    assert reporter.get(at(mandate)).status_code == 403
    assert reporter.post(at(mandate), {"receive_by": "2026-07-08"}).status_code == 403
    assert not Handover.objects.exists()


@pytest.mark.parametrize(("query", "status"), [("", 404), ("?mandate=0", 404), ("?mandate=x", 400), ("?mandate=", 404)])
def test_an_address_that_names_no_mandate_is_refused(office, query, status):
    assert office.get(PAGE + query).status_code == status


def test_the_items_of_a_mandate_show_how_each_receipt_stands(mandate, office, own):
    item = mandate.assignments.get(action__title="有牵头的")
    HandoverFactory(assignment=item, receive_by=date(2026, 6, 28))
    supporting = item.action.supporting_departments.get()
    HandoverFactory(
        assignment=item,
        department=supporting,
        leads=False,
        received_at="2026-01-06T02:00:00Z",
        received_by=own.reporter,
    )

    html = office.get(reverse("admin:recommendations_mandate_change", args=[mandate.pk])).content.decode()

    assert "逾期3天未签收" in html
    assert '已签收 <span class="day">2026-01-06</span> reporter-甲' in html
    assert "未交办" in html


def items(mandate, **changes):
    """What the office's form sends of the mandate and its items."""
    rows = list(mandate.assignments.order_by("pk"))
    sent = {
        "number": mandate.number,
        "title": mandate.title,
        "date": mandate.date,
        "issuer": mandate.issuer,
        "assignments-TOTAL_FORMS": len(rows),
        "assignments-INITIAL_FORMS": len(rows),
    }
    for number, row in enumerate(rows):
        sent |= {
            f"assignments-{number}-{name}": value
            for name, value in {
                "id": row.pk,
                "mandate": mandate.pk,
                "action": row.action_id,
                "adoption": row.adoption,
            }.items()
        }
    return sent | {f"assignments-0-{name}": value for name, value in changes.items()}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (lambda: {"action": ActionFactory().pk}, "这一项已经交办，不能换成别的行动。"),
        (lambda: {"adoption": "not"}, "这一项已经交办，不能改为未采纳；请用计划变更中止或替代。"),
        (lambda: {"DELETE": "on"}, "交办"),
    ],
)
def test_what_was_handed_over_stays_what_it_was(mandate, office, changes, sentence):
    item = mandate.assignments.order_by("pk").first()
    HandoverFactory(assignment=item)
    page = reverse("admin:recommendations_mandate_change", args=[mandate.pk])

    response = office.post(page, items(mandate, **changes()))

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert Assignment.objects.get(pk=item.pk).action == item.action
    assert Assignment.objects.get(pk=item.pk).adoption == "full"
    assert office.post(page, items(mandate, adoption="part")).status_code == 302


def test_a_mandate_of_which_something_was_handed_over_is_not_deleted(mandate, office):
    HandoverFactory(assignment=mandate.assignments.order_by("pk").first())

    office.post(reverse("admin:recommendations_mandate_delete", args=[mandate.pk]), {"post": "yes"})

    assert Mandate.objects.filter(pk=mandate.pk).exists()


def test_the_page_asks_the_same_number_of_queries_for_few_items_and_for_many(mandate, office):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert office.get(at(mandate)).status_code == 200
        return len(asked)

    queries()
    few = queries()
    for _number in range(3):
        action = ActionFactory()
        action.supporting_departments.add(DepartmentFactory())
        HandoverFactory(assignment=AssignmentFactory(mandate=mandate, action=action))

    assert queries() == few
