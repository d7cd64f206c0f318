"""What departments ask of each other in the admin: their own lists, the form to give, the lead's small steps."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from recommendations.models import Contribution
from recommendations.services.contributions import give, withdraw
from tests.factories import PeriodFactory, a_contribution, a_leader, a_reader, a_reporter

pytestmark = pytest.mark.django_db

LIST = "/admin/recommendations/contribution/"


def form(contribution) -> str:
    return f"{LIST}{contribution.pk}/change/"


def told(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def asked(own, other):
    """The other department supports the own one's action, and was asked."""
    own.action.supporting_departments.add(other.action.lead_department)
    return a_contribution(own.action, other.action.lead_department, question="请说明供地情况")


@pytest.fixture
def supporter(other, sign_in):
    return sign_in(other.reporter)


# --- giving ---------------------------------------------------------------------------------------------------------


def test_who_is_asked_reads_the_question_and_gives(asked, supporter):
    html = supporter.get(form(asked)).content.decode()
    assert "请说明供地情况" in html

    response = supporter.post(form(asked), {"text": "已供地 200 亩。", "seen": ""})

    assert response.status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.text) == ("given", "已供地 200 亩。")


def test_nothing_is_no_part(asked, supporter):
    response = supporter.post(form(asked), {"text": " ", "seen": ""})

    assert response.status_code == 200
    assert "text" in response.context["adminform"].form.errors


def test_what_was_written_stays_on_the_page_when_a_colleague_was_quicker(asked, other, supporter):
    colleague = a_reporter(other.action.lead_department, username="colleague")
    give(actor=colleague, contribution=Contribution.objects.get(pk=asked.pk), text="同事的话")

    response = supporter.post(form(asked), {"text": "我的话", "seen": ""})

    html = response.content.decode()
    assert "colleague 已提供：“同事的话”" in html
    assert "我的话" in html
    asked.refresh_from_db()
    assert asked.text == "同事的话"
    seen = response.context["adminform"].form["seen"].value()
    supporter.post(form(asked), {"text": "两个人的话", "seen": seen})
    asked.refresh_from_db()
    assert asked.text == "两个人的话"


def test_what_was_written_stays_on_the_page_when_it_was_withdrawn_meanwhile(asked, own, supporter):
    withdraw(actor=own.reporter, contribution=Contribution.objects.get(pk=asked.pk))

    response = supporter.post(form(asked), {"text": "我的话", "seen": ""})

    html = response.content.decode()
    assert "现在是“已撤回”，不能再改" in html
    assert "我的话" in html
    assert 'name="text"' not in supporter.get(form(asked)).content.decode()


def test_the_lead_reads_what_was_given_and_cannot_write_it(asked, own, reporter, other):
    give(actor=other.reporter, contribution=Contribution.objects.get(pk=asked.pk), text="已供地 200 亩。")

    html = reporter.get(form(asked)).content.decode()

    assert "已供地 200 亩。" in html
    assert 'name="text"' not in html
    assert reporter.post(form(asked), {"text": "别的", "seen": ""}).status_code == 403


def test_lists_hold_ones_own_in_both_directions(asked, own, other, reporter, supporter):
    back = a_contribution(other.action, own.action.lead_department)

    for client in (reporter, supporter):
        html = client.get(LIST).content.decode()
        assert form(asked) in html
        assert form(back) in html
    assert form(asked) not in reporter.get(LIST, {"direction": "to"}).content.decode()
    assert form(back) not in reporter.get(LIST, {"direction": "from"}).content.decode()
    assert form(asked) in reporter.get(LIST, {"direction": "from", "state__exact": "asked"}).content.decode()


def test_another_departments_questions_are_not_there(asked, sign_in):
    strangers = sign_in(a_reporter())

    assert form(asked) not in strangers.get(LIST).content.decode()
    assert strangers.get(form(asked)).status_code == 404
    assert strangers.post(form(asked), {"text": "话", "seen": ""}).status_code == 404


@pytest.mark.parametrize("who", [a_reader, a_leader])
def test_people_without_a_department_of_their_own_have_no_list(sign_in, who):
    person = who()
    person.is_staff = True
    person.save()

    assert sign_in(person).get(LIST).status_code == 403


def test_the_list_costs_no_query_a_row(own, office):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert office.get(LIST).status_code == 200
        return len(captured)

    a_contribution(own.action, text="话")
    one = cost()
    for _ in range(4):
        a_contribution(own.action, text="话", merged_into=own.reports["draft"])
    assert cost() == one


# --- the lead's steps -----------------------------------------------------------------------------------------------


def test_the_lead_asks_all_supporting_departments_and_comes_back_to_the_page(own, other, reporter):
    own.action.supporting_departments.add(other.action.lead_department)
    sent = {"period": PeriodFactory().pk, "due": "2026-07-03", "question": "供地", "next": "/admin/this-period/#a-1"}

    response = reporter.post(f"{LIST}ask/{own.action.code}/", sent)

    assert response["Location"] == "/admin/this-period/#a-1"
    assert Contribution.objects.get().department == other.action.lead_department
    again = reporter.post(f"{LIST}ask/{own.action.code}/", sent | {"next": "https://elsewhere.example/"})
    assert again["Location"] == LIST


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"due": ""}, "请写明请配合单位在哪一天前提供。"),
        ({"due": "soon"}, "请配合单位提供内容的日期无法识别，请写成 2026-07-03 的样子。"),
        ({"due": "2026-06-30"}, "请配合单位提供内容的日期不能早于今天。"),
        ({"period": "999999"}, "没有这个填报期。"),
    ],
)
def test_what_is_wrong_with_a_question_is_said(own, other, reporter, sent, sentence):
    own.action.supporting_departments.add(other.action.lead_department)

    fields = {"period": PeriodFactory().pk, "due": "2026-07-03"} | sent
    response = reporter.post(f"{LIST}ask/{own.action.code}/", fields, follow=True)

    assert told(response) == [sentence]
    assert not Contribution.objects.exists()


def test_what_was_given_is_merged_into_the_draft_that_is_named_else_the_newest(own, other, reporter, asked):
    give(actor=other.reporter, contribution=Contribution.objects.get(pk=asked.pk), text="已供地 200 亩。")
    draft = own.reports["draft"]

    response = reporter.post(f"{LIST}{asked.ref}/merge/", {"report": draft.ref}, follow=True)

    assert "并入截至 2026-03-31 的草稿" in told(response)[0]
    draft.refresh_from_db()
    assert draft.progress == f"进展甲\n{asked.department.name}：已供地 200 亩。"
    again = reporter.post(f"{LIST}{asked.ref}/merge/", {"report": draft.ref}, follow=True)
    assert told(again) == ["这项内容已并入报告，不能再改。"]


def test_without_a_draft_nothing_is_merged(own, other, reporter, asked):
    give(actor=other.reporter, contribution=Contribution.objects.get(pk=asked.pk), text="已供地 200 亩。")
    for state in ("draft", "returned"):
        own.reports[state].delete()

    response = reporter.post(f"{LIST}{asked.ref}/merge/", {}, follow=True)

    assert told(response) == ["还没有可以并入的草稿：请先保存这一期的草稿，再并入。"]


def test_the_lead_withdraws_and_nobody_else(asked, reporter, supporter, sign_in):
    address = f"{LIST}{asked.ref}/withdraw/"
    assert sign_in(a_reporter()).post(address).status_code == 404
    assert told(supporter.post(address, follow=True)) == ["这项行动不由您的部门牵头，不能撤回。"]
    assert reporter.get(address).status_code == 405

    assert "已撤回" in told(reporter.post(address, follow=True))[0]
    asked.refresh_from_db()
    assert asked.state == "withdrawn"


def test_the_small_forms_for_the_page_of_the_period(asked, own):
    given = a_contribution(own.action, text="<b>给的话</b>")
    row = SimpleNamespace(
        contributions=[asked, given],
        action=own.action,
        period=PeriodFactory(),
        may_ask=True,
        report=own.reports["draft"],
    )
    template = "admin/recommendations/this_period/_contributions.html"
    request = RequestFactory().get("/admin/this-period/", {"period": "1"})

    html = render_to_string(template, {"row": row}, request)

    assert f"{LIST}{asked.ref}/withdraw/" in html
    assert f"{LIST}{given.ref}/merge/" in html
    assert f"{LIST}ask/{own.action.code}/" in html
    assert f'value="/admin/this-period/?period=1#a-{own.action.code}"' in html
    assert "&lt;b&gt;给的话" in html
    row.may_ask = False
    assert "<form" not in render_to_string(template, {"row": row}, request)
