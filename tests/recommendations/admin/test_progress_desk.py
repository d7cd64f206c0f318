"""The desk of head and office: what waits for whom, the trail, the next report, and several at once."""

import re
from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.http import urlencode

from recommendations.models import ProgressReport, Tenure
from recommendations.services.progress import log_report, send_back, sign, submit
from tests.factories import MembershipFactory, PostFactory, ReportFactory, UserFactory, a_coordinator
from tests.recommendations.admin.test_progress import ACTIONS, ADD, LIST, filled, new_report, page, rows, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(own):
    """The head of the own department, which asks for a signature."""
    department = own.action.lead_department
    department.needs_sign_off = True
    department.save()
    user = UserFactory(username="head", last_name="韦", first_name="主任")
    return MembershipFactory(user=user, department=department, role="head").user


@pytest.fixture
def signer(head, sign_in):
    return sign_in(head)


@pytest.fixture
def waiting(own, head):
    """A report that waits for the head."""
    report = own.reports["draft"]
    return submit(actor=own.reporter, report=report)


def as_stored(report):
    return ProgressReport.objects.get(pk=report.pk)


def another(own, **fields):
    return ReportFactory(action=own.action, created_by=own.reporter, **fields)


# --- the head -------------------------------------------------------------------------------------------------------


def test_the_head_meets_the_own_departments_reports_only(own, other, signer):
    assert rows(signer.get(LIST)) == set(own.reports.values())
    for report in other.reports.values():
        assert signer.get(page(report)).status_code == 404


def test_the_head_lands_on_what_waits_and_signs_it(own, waiting, signer, head):
    response = signer.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0] == f"{LIST}?mine=true"
    assert rows(response) == {waiting}

    html = signer.get(page(waiting)).content.decode()
    assert 'name="_sign"' in html
    assert "待签批" in html
    assert not [name for name in ("_approve", "_submit", "_save") if f'name="{name}"' in html]

    response = signer.post(page(waiting), {"_sign": "back"}, follow=True)
    stored = as_stored(waiting)
    assert (stored.state, stored.signed_by) == ("signed", head)
    assert told(response) == [f"{stored}：已签批，送研究室核准。"]


def test_the_head_returns_with_a_reason(waiting, signer, head):
    response = signer.post(page(waiting), {"_return": "back", "return_reason": " "})
    assert (
        '<ul class="errorlist" id="id_return_reason_error"><li>请写明退回理由。</li></ul>' in response.content.decode()
    )

    signer.post(page(waiting), {"_return": "back", "return_reason": "请写明台数。"})
    stored = as_stored(waiting)
    assert (stored.state, stored.returned_by, stored.return_reason) == ("returned", head, "请写明台数。")


@pytest.mark.parametrize("button", ["_sign", "_return"])
def test_what_does_not_wait_for_the_head_is_not_the_heads_to_decide(own, signer, button):
    report = own.reports["submitted"]  # handed in before the department asked for signatures
    html = signer.get(page(report)).content.decode()
    assert f'name="{button}"' not in html

    response = signer.post(page(report), {button: "back", "return_reason": "理由"}, follow=True)
    assert told(response) == [f"这份报告已由 {own.reporter.username} 提交，等待核准。"]
    assert as_stored(report).state == "submitted"


def test_the_head_approves_nothing_and_writes_nothing(own, waiting, signer):
    assert signer.post(page(waiting), {"_approve": "back"}).status_code == 403
    assert signer.get(ADD, {"action": own.action.code}).status_code == 403
    signer.post(page(own.reports["returned"]), filled(own.action))
    assert not ProgressReport.objects.filter(progress="新的进展。").exists()
    assert as_stored(waiting).state == "submitted"


def test_a_head_elsewhere_signs_nothing_here(own, other, waiting, sign_in):
    elsewhere = MembershipFactory(department=other.action.lead_department, role="head").user

    assert sign_in(elsewhere).post(page(waiting), {"_sign": "back"}).status_code == 404
    assert as_stored(waiting).state == "submitted"


def test_who_reports_is_told_that_the_head_signs_first(own, head, reporter):
    response = reporter.post(ADD, filled(own.action), follow=True)

    assert told(response) == [f"{new_report()}：已提交，等待部门负责人签批。"]
    assert response.redirect_chain[-1][0] == ACTIONS
    assert "待签批 06-30" in response.content.decode()


def test_what_waits_for_whom_is_told_apart_on_every_list(own, waiting, office):
    sign(actor=own.action.lead_department.memberships.get(role="head").user, report=waiting)
    second = submit(actor=own.reporter, report=another(own))

    def standings(**query):
        return {report: str(report.standing.label) for report in rows(office.get(LIST, query))}

    assert standings(standing="to_sign") == {second: "待签批"}
    assert standings(standing="to_approve") == {waiting: "待核准", own.reports["submitted"]: "待核准"}
    assert standings(mine="true") == standings(standing="to_approve")
    assert "待签批" in office.get("/supervision/?list=to_approve").content.decode()


def test_what_waits_for_a_reporter_is_what_is_not_finished(own, other, reporter):
    assert rows(reporter.get(LIST, {"mine": "true"})) == {own.reports["draft"], own.reports["returned"]}


# --- the office -----------------------------------------------------------------------------------------------------


def test_the_office_returns_what_waits_for_a_head_who_is_away_and_does_not_approve_it(waiting, office):
    html = office.get(page(waiting)).content.decode()
    assert 'name="_return"' in html
    assert 'name="_approve"' not in html
    assert "这份报告等待部门负责人签批；负责人不在时，可以由研究室退回。" in html

    office.post(page(waiting), {"_approve": "back"})
    assert as_stored(waiting).state == "submitted"
    office.post(page(waiting), {"_return": "back", "return_reason": "请写明台数。"})
    assert as_stored(waiting).state == "returned"


def test_after_approving_the_next_one_follows_and_the_lists_filters_stay(own, other, office):
    second, third = (another(own, state="submitted", submitted_by=own.reporter, progress=text) for text in ("二", "三"))
    filters = f"department__id__exact={own.action.lead_department_id}&standing=to_approve"
    listed = [report.pk for report in office.get(f"{LIST}?{filters}").context["cl"].result_list]
    assert set(listed) == {own.reports["submitted"].pk, second.pk, third.pk}
    kept = urlencode({"_changelist_filters": f"{filters}&p=1"})
    address = f"{page(ProgressReport(pk=listed[1]))}?{kept}"

    visited = []
    for _ in range(3):
        visited.append(address)
        response = office.post(address, {"_approve": "next"})
        address = response["Location"]

    order = [listed[1], listed[2], listed[0]]
    assert [ProgressReport(pk=key) for key in order] == [
        ProgressReport(pk=int(address.split("/")[4])) for address in visited
    ]
    assert all("_changelist_filters" in one for one in visited)
    assert address == f"{LIST}?{filters}"
    assert told(office.get(address))[-1] == "没有其他等您办理的报告了。"
    assert as_stored(other.reports["submitted"]).state == "submitted"


def test_without_filters_the_next_one_is_the_next_that_waits_anywhere(own, other, office):
    response = office.post(page(own.reports["submitted"]), {"_approve": "next"})

    assert response["Location"] == page(other.reports["submitted"])


def test_a_head_goes_on_to_what_waits_for_a_head(own, waiting, signer):
    second = submit(actor=own.reporter, report=another(own))

    assert signer.post(page(waiting), {"_sign": "next"})["Location"] == page(second)


def test_filters_that_cannot_be_read_decide_nothing(own, office):
    address = f"{page(own.reports['submitted'])}?{urlencode({'_changelist_filters': 'colour=red'})}"

    assert office.post(address, {"_approve": "next"}).status_code == 400
    assert as_stored(own.reports["submitted"]).state == "submitted"


# --- the trail ------------------------------------------------------------------------------------------------------


WAYS_BY_THE_HEAD = ("草稿 → 已提交部门负责人", "已提交部门负责人 → 已退回", "已退回 → 已提交部门负责人")


def test_the_page_lists_every_step_with_who_as_what_in_which_post_and_why(  # noqa: PLR0917
    own, head, waiting, office, reporter, sign_in
):
    post = PostFactory(kind="responsible", department=own.action.lead_department, title="责任人甲")
    Tenure.objects.create(post=post, user=head, since=date(2026, 1, 1))
    send_back(actor=head, report=waiting, reason="请写<明>台数。")
    submit(actor=own.reporter, report=as_stored(waiting))

    for client in (office, reporter, sign_in(head)):
        html = client.get(page(waiting)).content.decode()
        trail = html[html.index('<ol class="trail">') : html.index("</ol>", html.index('<ol class="trail">'))]
        for shown in (
            "韦主任",
            "部门负责人",
            "填报人",
            own.action.lead_department.name,
            "责任人甲",
            "2026-07-01 00:30",
        ):
            assert shown in trail, shown
        assert "请写&lt;明&gt;台数。" in trail
        assert trail.count("<li>") == 3
        assert [way in trail for way in WAYS_BY_THE_HEAD] == [True] * 3


def test_steps_do_not_cost_a_query_each(own, waiting, office):
    def queries():
        with CaptureQueriesContext(connection) as found:
            assert office.get(page(waiting)).status_code == 200
        return len(found)

    office.get(page(waiting))
    before = queries()
    for _ in range(3):
        send_back(actor=a_coordinator(), report=as_stored(waiting), reason="再核。")
        submit(actor=own.reporter, report=as_stored(waiting))

    assert queries() == before


# --- several at once ------------------------------------------------------------------------------------------------


def selected(action, *reports, **more):
    return {"action": action, "_selected_action": [report.pk for report in reports], **more}


def test_heads_sign_several_and_each_result_is_told(own, waiting, signer):
    second = submit(actor=own.reporter, report=another(own))
    response = signer.post(LIST, selected("sign_selected", waiting, second, own.reports["approved"]), follow=True)

    assert {as_stored(waiting).state, as_stored(second).state} == {"signed"}
    sentences = told(response)
    assert sum("已签批，送研究室核准。" in sentence for sentence in sentences) == 2
    assert len(sentences) == 3


def test_bulk_steps_are_offered_to_who_may_take_them(own, head, signer, office, reporter):
    def offered(client):
        form = client.get(LIST).context["action_form"]
        return {value for value, _label in form.fields["action"].choices if value} if form else set()

    assert offered(signer) == {"sign_selected", "return_selected"}
    assert offered(office) == {"approve_selected", "return_selected"}
    assert offered(reporter) == set()


def test_several_are_returned_for_one_reason_asked_on_a_page_that_lists_them(own, other, office):
    chosen = [own.reports["submitted"], other.reports["submitted"], own.reports["approved"]]
    asked = office.post(f"{LIST}?q=", selected("return_selected", *chosen))
    html = asked.content.decode()
    assert all(report.action.title in html for report in chosen)
    assert as_stored(chosen[0]).state == "submitted"

    again = office.post(LIST, selected("return_selected", *chosen, return_reason="  "))
    assert "请写明退回理由。" in again.content.decode()
    assert as_stored(chosen[0]).state == "submitted"

    response = office.post(LIST, selected("return_selected", *chosen, return_reason="数字对不上。"), follow=True)
    assert [as_stored(report).state for report in chosen] == ["returned", "returned", "approved"]
    assert as_stored(chosen[1]).return_reason == "数字对不上。"
    sentences = told(response)
    assert sum(sentence.endswith("：已退回。") for sentence in sentences) == 2
    assert len(sentences) == 3


def test_a_selection_holds_nothing_of_another_department(own, other, waiting, signer):
    signer.post(LIST, selected("return_selected", waiting, other.reports["submitted"], return_reason="理由"))

    assert (as_stored(waiting).state, as_stored(other.reports["submitted"]).state) == ("returned", "submitted")


def test_the_list_takes_the_same_queries_however_many_rows(own, office):
    def queries():
        with CaptureQueriesContext(connection) as found:
            assert office.get(LIST, {"mine": "true"}).status_code == 200
        return len(found)

    office.get(LIST)
    before = queries()
    for _ in range(3):
        another(own, state="submitted", submitted_by=own.reporter)

    assert queries() == before


def test_what_is_decided_stands_among_recent_actions(own, office):
    office.post(LIST, selected("approve_selected", own.reports["submitted"]))

    entry = LogEntry.objects.get()
    assert (entry.object_id, entry.change_message) == (str(own.reports["submitted"].pk), "已核准")


def listed(response) -> list[str]:
    """The versions that a list carries, as a browser sends them back."""
    return re.findall(r'name="version" value="(\d+:\d+)"', response.content.decode())


def handed_in_anew(own, report, office_user) -> None:
    """Returned, mended and handed in again while somebody looks at the list."""
    send_back(actor=office_user, report=report, reason="请补充")
    report.progress = "改过的进展"
    submit(actor=own.reporter, report=log_report(actor=own.reporter, report=report))


@pytest.mark.parametrize("step", ["approve_selected", "return_selected"])
def test_what_was_handed_in_anew_since_the_list_was_opened_is_not_decided_on_unseen(own, other, office, step):
    changed, same = own.reports["submitted"], other.reports["submitted"]
    versions = listed(office.get(LIST))
    assert f"{changed.pk}:{changed.version}" in versions
    handed_in_anew(own, changed, a_coordinator())

    sent = selected(step, changed, same, return_reason="理由") | {"version": versions}
    sentences = told(office.post(LIST, sent, follow=True))

    assert f"{changed}：这份报告在您打开之后又改过，请看过新的内容再办理。" in sentences
    assert as_stored(changed).state == "submitted"
    assert as_stored(same).state == ("approved" if step == "approve_selected" else "returned")


def test_the_page_that_asks_for_a_reason_carries_the_version_that_was_listed(own, office):
    report = own.reports["submitted"]
    versions = listed(office.get(LIST))
    handed_in_anew(own, report, a_coordinator())

    asked = office.post(LIST, selected("return_selected", report) | {"version": versions})

    assert listed(asked) == [version for version in versions if version.startswith(f"{report.pk}:")]
    assert listed(asked) != [f"{report.pk}:{as_stored(report).version}"]
