"""The department's form and the office's desk, and that nobody meets another department's reports on any way."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from recommendations.models import Department, ProgressReport
from recommendations.models.progress import new_ref
from recommendations.services.progress import approve, discard, log_report, submit
from tests.factories import MembershipFactory, ReportFactory, UserFactory, a_coordinator, a_reporter

pytestmark = pytest.mark.django_db

LIST = reverse("admin:recommendations_progressreport_changelist")
ADD = reverse("admin:recommendations_progressreport_add")
ACTIONS = reverse("admin:recommendations_action_changelist")
STATES = ["draft", "submitted", "returned", "approved"]
NEVER_SEEN = ["draft", "submitted", "returned"]


def page(report, name="change"):
    return reverse(f"admin:recommendations_progressreport_{name}", args=[report.pk])


def filled(action, **changes):
    """What the form of a report on the action sends; ``_submit`` is the button 提交."""
    return {
        "action": action.code,
        "ref": new_ref(),
        "as_of": "2026-06-30",
        "status": "in_progress",
        "percent": "55",
        "progress": "新的进展。",
        "problems": "",
        "next_steps": "",
        "evidence": "",
        "openness": "internal",
        "corrects": "",
        "_submit": "提交",
        **changes,
    }


def errors(response):
    """Errors by field, all of which must stand in the page."""
    assert response.status_code == 200
    found = {name: list(sentences) for name, sentences in response.context["adminform"].form.errors.items()}
    html = response.content.decode()
    for name in found:
        assert f'id="id_{name}_error"' in html or name == "__all__"
    return found


def told(response):
    """The sentences shown on the page that one is led to."""
    return [str(message) for message in response.context["messages"]]


def rows(response):
    return set(response.context["cl"].result_list)


def new_report():
    return ProgressReport.objects.get(progress="新的进展。")


# --- logging progress -----------------------------------------------------------------------------------------------


def test_the_form_asks_six_things_of_which_four_are_required_and_two_are_filled_in(own, reporter):
    response = reporter.get(ADD, {"action": own.action.code})
    form = response.context["adminform"].form
    open_fields, folded = (fieldset[1] for fieldset in response.context["adminform"].fieldsets)

    assert open_fields["fields"] == ["as_of", "status", "percent", "progress", "problems", "next_steps"]
    assert "collapse" in folded["classes"]
    assert not [name for name in folded["fields"] if form.fields[name].required and not form[name].value()]
    required = [name for name in open_fields["fields"] if form.fields[name].required]
    assert required == ["as_of", "status", "percent", "progress"]
    assert (form["as_of"].value(), form["status"].value()) == (date(2026, 7, 1), "in_progress")


def test_beside_the_form_stand_the_action_the_last_report_and_the_plan(own, reporter):
    html = reporter.get(ADD, {"action": own.action.code}).content.decode()

    for shown in (own.action.title, "上次核准的报告", "进展甲", "40%", "今天应完成", "49.7%", "2026-12-31"):
        assert shown in html


def test_a_report_is_handed_in_by_one_button(own, reporter):
    response = reporter.post(ADD, filled(own.action), follow=True)

    report = new_report()
    assert (report.state, report.created_by, report.submitted_by) == ("submitted", own.reporter, own.reporter)
    assert (report.as_of, report.percent, report.department) == (date(2026, 6, 30), 55, own.action.lead_department)
    assert response.redirect_chain[-1][0] == ACTIONS
    assert told(response) == [f"{own.action.code} 2026-06-30：已提交，等待核准。"]


def test_or_kept_as_a_draft_to_go_on_with(own, reporter):
    form = filled(own.action, _save="保存草稿")
    del form["_submit"]
    response = reporter.post(ADD, form, follow=True)

    report = new_report()
    assert report.state == "draft"
    assert response.redirect_chain[-1][0] == page(report)
    response = reporter.post(page(report), form | {"percent": "60", "_submit": "提交"}, follow=True)
    report.refresh_from_db()
    assert (report.state, report.percent) == ("submitted", 60)
    assert ProgressReport.objects.filter(progress="新的进展。").count() == 1


def test_a_returned_report_shows_the_reason_and_is_handed_in_again(own, reporter):
    report = own.reports["returned"]
    assert "理由甲" in reporter.get(page(report)).content.decode()

    reporter.post(page(report), filled(own.action, progress="改好了。"))
    report.refresh_from_db()
    assert (report.state, report.progress) == ("submitted", "改好了。")


def test_without_an_action_one_is_led_to_the_list_of_actions(reporter):
    response = reporter.get(ADD, follow=True)

    assert response.redirect_chain[-1][0] == ACTIONS
    assert told(response) == ["请先找到要填报的行动，再点它那一行的“填报”。"]


def test_an_approved_report_is_read_and_may_be_corrected_by_a_new_one(own, other, reporter):
    approved = own.reports["approved"]
    response = reporter.get(page(approved))
    assert response.status_code == 200
    assert 'name="_submit"' not in response.content.decode()

    choices = reporter.get(ADD, {"action": own.action.code}).context["adminform"].form.fields["corrects"].queryset
    assert list(choices) == [approved]
    reporter.post(ADD, filled(own.action, corrects=approved.pk, as_of="2026-05-31"))
    assert new_report().corrects == approved


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_only_approved_reports_of_the_action_can_be_corrected(own, other, reporter, state):
    for report in (own.reports[state], other.reports["approved"]):
        assert list(errors(reporter.post(ADD, filled(own.action, corrects=report.pk)))) == ["corrects"]
    assert not ProgressReport.objects.filter(progress="新的进展。").exists()


# --- bad input ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"percent": "-0.1"}, "percent", "完成比例应在 0 到 100 之间。"),
        ({"percent": "100.1"}, "percent", "完成比例应在 0 到 100 之间。"),
        ({"percent": "1e400"}, "percent", "完成比例应在 0 到 100 之间。"),
        ({"percent": "NaN"}, "percent", "输入一个数字。"),
        ({"percent": "Infinity"}, "percent", "输入一个数字。"),
        ({"percent": "abc"}, "percent", "输入一个数字。"),
        ({"percent": "40.55"}, "percent", "1"),
        ({"percent": "1e-400"}, "percent", ""),
        ({"percent": ""}, "percent", "必填"),
        ({"percent": "99", "status": "completed"}, "percent", "填“已完成”时，完成比例应为 100。"),
        ({"status": "cancelled"}, "status", "cancelled"),
        ({"status": ""}, "status", "必填"),
        ({"as_of": "2026-07-02"}, "as_of", "日期 2026-07-02 在今天（2026-07-01）之后。"),
        ({"as_of": "9999-12-31"}, "as_of", "请看年份是否写错"),
        ({"as_of": "0001-01-01"}, "as_of", "请看年份是否写错"),
        ({"as_of": "0206-06-30"}, "as_of", "请看年份是否写错"),
        ({"as_of": "2026-02-30"}, "as_of", "输入一个有效的日期。"),
        ({"as_of": ""}, "as_of", "必填"),
        ({"progress": "  \n "}, "progress", "必填"),
        ({"openness": "secret"}, "openness", "secret"),
        ({"corrects": "999999999999999999999999"}, "corrects", ""),
        ({"corrects": "x"}, "corrects", ""),
    ],
)
def test_a_slip_is_told_next_to_its_field_and_nothing_is_stored(own, reporter, changes, field, sentence):
    before = ProgressReport.objects.count()
    found = errors(reporter.post(ADD, filled(own.action, **changes)))

    assert list(found) == [field]
    assert sentence in " ".join(found[field])
    assert ProgressReport.objects.count() == before


def test_today_in_shanghai_may_be_reported_half_an_hour_after_midnight(own, reporter):
    reporter.post(ADD, filled(own.action, as_of="2026-07-01"))

    assert new_report().as_of == date(2026, 7, 1)


def test_many_slips_are_told_at_once(own, reporter):
    found = errors(reporter.post(ADD, filled(own.action, as_of="2026-07-02", percent="101", progress="")))

    assert set(found) == {"as_of", "percent", "progress"}


def test_what_was_typed_stays_when_something_is_wrong(own, reporter):
    form = reporter.post(ADD, filled(own.action, percent="101", problems="缺电<b>")).context["adminform"].form

    assert (form["percent"].value(), form["problems"].value(), form["progress"].value()) == (
        "101",
        "缺电<b>",
        "新的进展。",
    )


def test_unicode_and_very_long_text_are_kept_and_shown_as_text(own, reporter):
    text = "进展🎉 <script>alert(1)</script> 𠮷 " + "很长" * 20_000
    reporter.post(ADD, filled(own.action, problems=text))
    report = new_report()
    assert report.problems == text

    html = reporter.get(page(report)).content.decode()
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert" not in html


def test_a_form_that_is_too_large_is_refused_not_an_error(own, reporter):
    assert reporter.post(ADD, filled(own.action, progress="x" * 3_000_000)).status_code == 400


def test_a_character_that_no_database_keeps_is_refused(own, reporter):
    for changes in ({"progress": "进展\x00"}, {"action": "1\x00"}, {"ref": "\x00"}):
        assert reporter.post(ADD, filled(own.action) | changes).status_code == 400
    assert reporter.get(ADD, {"action": "\x00"}).status_code == 400


@pytest.mark.parametrize("code", ["9.9.9", "x" * 500, "柳州", "'"])
def test_an_action_that_does_not_exist_is_a_404(reporter, code):
    assert reporter.get(ADD, {"action": code}).status_code == 404


def test_an_address_cannot_choose_what_the_form_holds(own, reporter):
    sent = {"ref": own.reports["draft"].ref, "percent": "99", "progress": "别人的话", "openness": "public"}
    form = reporter.get(ADD, {"action": own.action.code, **sent}).context["adminform"].form

    assert form["ref"].value() != own.reports["draft"].ref
    assert not form["percent"].value()
    assert not form["progress"].value()
    assert form["openness"].value() == "internal"


# --- double clicks, other windows -----------------------------------------------------------------------------------


def test_a_double_click_makes_one_report_and_says_so(own, reporter):
    form = filled(own.action)
    reporter.post(ADD, form)
    response = reporter.post(ADD, form, follow=True)

    report = new_report()
    assert response.redirect_chain[-1][0] == page(report)
    assert told(response)[-1].startswith("这份报告已经收到，没有重复记录。")
    assert report.history.count() == 2


def test_a_reference_of_anothers_report_or_nonsense_gets_nowhere(own, other, reporter):
    stolen = other.reports["draft"]
    response = reporter.post(ADD, filled(own.action, ref=stolen.ref), follow=True)
    assert stolen.progress not in response.content.decode()
    assert not ProgressReport.objects.filter(progress="新的进展。").exists()

    reporter.post(ADD, filled(own.action, ref="../../x"))
    assert new_report().ref != "../../x"


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_a_form_opened_before_the_report_was_closed_changes_nothing_and_says_why(own, reporter, state):
    report = own.reports[state]
    response = reporter.post(page(report), filled(own.action, progress="旧窗口"), follow=True)

    assert response.redirect_chain[-1][0] == page(report)
    assert "内容不能再改，刚才的改动没有保存" in told(response)[0]
    assert "您写的进展情况没有保存：旧窗口" in told(response)
    report.refresh_from_db()
    assert report.progress == "进展甲"


def test_what_does_not_fit_what_was_approved_is_said_next_to_its_field_and_stays_written(own, reporter):
    corrected = own.reports["approved"]
    later = (corrected.as_of + timedelta(days=1)).isoformat()
    response = reporter.post(ADD, filled(own.action, as_of=later, corrects=corrected.pk, progress="写了很久"))

    assert response.status_code == 200
    assert response.context["adminform"].form.errors["as_of"]
    assert "写了很久" in response.content.decode()
    assert not ProgressReport.objects.filter(progress="写了很久").exists()


def test_a_draft_is_thrown_away_by_who_wrote_it(own, reporter):
    draft = own.reports["draft"]
    assert page(draft, "delete") in reporter.get(page(draft)).content.decode()
    assert reporter.get(page(draft, "delete")).status_code == 200

    reporter.post(page(draft, "delete"), {"post": "yes"})
    assert not ProgressReport.objects.filter(pk=draft.pk).exists()
    assert reporter.get(page(draft)).status_code == 404


@pytest.mark.parametrize("state", ["submitted", "returned", "approved"])
def test_what_was_handed_in_cannot_be_thrown_away(own, reporter, office, state):
    report = own.reports[state]
    for client in (reporter, office):
        assert client.post(page(report, "delete"), {"post": "yes"}).status_code == 403
        client.post(LIST, {"action": "delete_selected", "_selected_action": report.pk, "post": "yes"})
    assert ProgressReport.objects.filter(pk=report.pk).exists()


def test_a_colleagues_draft_is_written_on_but_not_thrown_away(own, sign_in):
    colleague = sign_in(a_reporter(own.action.lead_department))
    draft = own.reports["draft"]
    assert colleague.post(page(draft, "delete"), {"post": "yes"}).status_code == 403

    colleague.post(page(draft), filled(own.action))
    draft.refresh_from_db()
    assert (draft.progress, draft.state, draft.created_by) == ("新的进展。", "submitted", own.reporter)


# --- other departments ----------------------------------------------------------------------------------------------


@pytest.fixture
def leaks(other):
    """Whether a page holds a word of the other department's reports."""
    words = {
        text for report in other.reports.values() for text in (report.progress, report.problems, report.next_steps)
    }
    words |= {report.ref for report in other.reports.values()} | {"理由乙", "行动乙", "reporter-乙"}
    return lambda response: [word for word in words if word in response.content.decode()]


def test_the_list_its_search_and_its_filters_hold_the_own_departments_reports_only(own, other, reporter, leaks):
    response = reporter.get(LIST)
    assert rows(response) == set(own.reports.values())
    assert not leaks(response)
    # What one searches for stands in the search field, so the rows are looked at.
    for query in (
        {"q": "乙"},
        {"q": other.reports["draft"].ref},
        {"standing": "draft"},
        {"status__exact": "in_progress"},
    ):
        assert rows(reporter.get(LIST, query)) <= set(own.reports.values())
    choices = [str(spec.title) for spec in response.context["cl"].filter_specs]
    assert len(choices) == 3


@pytest.mark.parametrize(
    "query",
    [
        {"department__id__exact": "1"},
        {"action__measure__path__id__exact": "1"},
        {"action__lead_department": "1"},
        {"progress__contains": "乙"},
        {"corrects__progress__contains": "乙"},
        {"created_by__username": "reporter-乙"},
    ],
)
def test_a_filter_that_the_department_is_not_offered_is_refused(own, other, reporter, leaks, query):
    response = reporter.get(LIST, query)

    assert response.status_code == 400
    assert not set(leaks(response)) - set(query.values())


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", ["change", "history", "delete"])
def test_another_departments_report_is_not_there_whatever_its_state(other, reporter, leaks, state, name):
    response = reporter.get(page(other.reports[state], name))

    assert response.status_code in {403, 404}
    assert not leaks(response)


@pytest.mark.parametrize("state", STATES)
def test_nor_are_its_old_versions(own, other, reporter, leaks, state):
    report = other.reports[state]
    version = report.history.latest()
    for owner in (report, own.reports["draft"]):
        address = reverse("admin:recommendations_progressreport_simple_history", args=[owner.pk, version.pk])
        response = reporter.get(address)
        assert response.status_code == 404
        assert not leaks(response)
        assert reporter.post(address, filled(own.action)).status_code in {403, 404}


def test_nor_is_the_history_of_a_draft_that_was_thrown_away(other, reporter, office, leaks):
    draft = other.reports["draft"]
    addresses = [
        page(draft, "history"),
        reverse("admin:recommendations_progressreport_simple_history", args=[draft.pk, draft.history.latest().pk]),
    ]
    discard(actor=other.reporter, report=draft)

    for client in (reporter, office):
        for address in addresses:
            response = client.get(address)
            assert response.status_code == 404
            assert not leaks(response)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("button", ["_submit", "_save", "_approve", "_return", "_continue", "_saveasnew"])
def test_posts_by_hand_on_another_departments_report_change_nothing(  # noqa: PLR0917
    own, other, reporter, leaks, state, button
):
    report = other.reports[state]
    before = ProgressReport.objects.filter(pk=report.pk).values().get()
    form = filled(own.action)
    del form["_submit"]
    response = reporter.post(page(report), form | {button: "1", "return_reason": "理由"})

    assert response.status_code in {403, 404}
    assert not leaks(response)
    assert ProgressReport.objects.filter(pk=report.pk).values().get() == before
    assert not ProgressReport.objects.filter(progress="新的进展。").exists()


def test_a_report_on_another_departments_action_is_refused_with_a_sentence(other, reporter):
    for response in (
        reporter.get(ADD, {"action": other.action.code}),
        reporter.post(ADD, filled(other.action)),
        reporter.post(f"{ADD}?action=1.1.1", filled(other.action)),
    ):
        assert response.status_code == 403
        assert "这项行动不由您的部门牵头，不能填报。" in response.content.decode()
    assert not ProgressReport.objects.filter(progress="新的进展。").exists()


def test_a_form_for_the_own_action_cannot_be_turned_on_anothers_report(own, other, reporter):
    own_draft = own.reports["draft"]
    reporter.post(page(own_draft), filled(other.action))

    own_draft.refresh_from_db()
    assert own_draft.action == own.action


def test_autocomplete_and_popups_open_no_side_door(own, other, reporter, leaks):
    for owner, name in (
        ("progressreport", "corrects"),
        ("progressreport", "action"),
        ("assignment", "action"),
        ("planchange", "action"),
        ("planchange", "successors"),
    ):
        query = {"app_label": "recommendations", "model_name": owner, "field_name": name, "term": "乙"}
        response = reporter.get(reverse("admin:autocomplete"), query)
        assert response.status_code == 403 or response.json()["results"] == []
        assert not leaks(response)
    for query in ({"_popup": "1"}, {"_popup": "1", "_to_field": "id"}, {"_popup": "1", "_to_field": "ref"}):
        response = reporter.get(LIST, query)
        assert response.status_code == 400 or rows(response) == set(own.reports.values())
        assert not leaks(response)
        assert reporter.get(page(other.reports["draft"]), query).status_code in {400, 404}


def test_the_index_and_its_recent_actions_hold_only_what_one_did_oneself(own, other, sign_in, leaks):
    kind = ContentType.objects.get_for_model(ProgressReport)
    for report in other.reports.values():
        LogEntry.objects.create(
            user=other.reporter, content_type=kind, object_id=report.pk, object_repr=report.progress, action_flag=2
        )
    both = a_reporter(own.action.lead_department)
    for client in (sign_in(own.reporter), sign_in(both)):
        for address in ("/admin/", "/admin/recommendations/"):
            assert not leaks(client.get(address, follow=True))


def test_view_on_site_knows_no_reports(other, reporter):
    kind = ContentType.objects.get_for_model(ProgressReport)

    for report in other.reports.values():
        assert reporter.get(f"/admin/r/{kind.pk}/{report.pk}/").status_code == 404


def test_the_actions_of_the_list_are_the_offices(own, other, reporter):
    assert "approve_selected" not in reporter.get(LIST).content.decode()
    keys = [report.pk for desk in (own, other) for report in desk.reports.values()]
    reporter.post(LIST, {"action": "approve_selected", "_selected_action": keys})

    assert ProgressReport.objects.filter(state="approved").count() == 2


def test_own_reports_cannot_be_decided_on_by_hand(own, reporter):
    report = own.reports["submitted"]
    for button in ("_approve", "_return"):
        assert reporter.post(page(report), {button: "1", "return_reason": "理由"}).status_code == 403
    report.refresh_from_db()
    assert report.state == "submitted"
    assert "_approve" not in reporter.get(page(report)).content.decode()


# --- when departments and people change -----------------------------------------------------------------------------


def test_when_the_lead_moves_drafts_stay_readable_where_they_were_and_unseen_where_it_went(own, other, sign_in):
    own.action.lead_department = other.action.lead_department
    own.action.save()
    old, new = sign_in(own.reporter), sign_in(other.reporter)
    draft = own.reports["draft"]

    html = old.get(page(draft)).content.decode()
    assert "进展甲" in html
    assert 'name="_submit"' not in html
    refusal, *typed = told(old.post(page(draft), filled(own.action), follow=True))
    assert refusal == "这项行动已不由您的部门牵头，刚才的改动没有保存。"
    assert "您写的进展情况没有保存：新的进展。" in typed
    for report in own.reports.values():
        assert new.get(page(report)).status_code == 404
    assert rows(new.get(LIST)) == set(other.reports.values())
    assert page(draft, "delete") in html
    old.post(page(draft, "delete"), {"post": "yes"})
    assert not ProgressReport.objects.filter(pk=draft.pk).exists()


def test_the_new_lead_reports_on_and_the_office_decides_on_what_the_old_one_had_submitted(own, other, sign_in, office):
    own.action.lead_department = other.action.lead_department
    own.action.save()
    assert sign_in(other.reporter).post(ADD, filled(own.action)).status_code == 302
    office.post(page(own.reports["submitted"]), {"_approve": "1"})

    own.reports["submitted"].refresh_from_db()
    assert own.reports["submitted"].state == "approved"
    assert new_report().department == other.action.lead_department


def test_who_changes_departments_leaves_the_old_ones_reports_behind(own, other, sign_in):
    own.reporter.memberships.update(department=other.action.lead_department)
    client = sign_in(own.reporter)

    assert rows(client.get(LIST)) == set(other.reports.values())
    assert client.get(page(own.reports["draft"])).status_code == 404


def test_who_is_made_inactive_is_out_at_once(own, reporter):
    own.reporter.is_active = False
    own.reporter.save()

    assert reporter.get(LIST)["Location"].startswith("/admin/login/")
    assert reporter.post(ADD, filled(own.action)).status_code == 302
    assert not ProgressReport.objects.filter(progress="新的进展。").exists()


def test_who_wrote_reports_cannot_be_deleted_and_who_did_not_leaves_none_behind(own, sign_in):
    chief = sign_in(UserFactory(is_superuser=True))
    idle = a_reporter()
    delete = lambda person: reverse("admin:auth_user_delete", args=[person.pk])  # noqa: E731

    chief.post(delete(own.reporter), {"post": "yes"})
    chief.post(delete(idle), {"post": "yes"})
    assert type(own.reporter).objects.filter(pk=own.reporter.pk).exists()
    assert not type(idle).objects.filter(pk=idle.pk).exists()


def test_a_department_that_leads_or_reported_cannot_be_deleted(own, sign_in):
    chief = sign_in(UserFactory(is_superuser=True))
    chief.post(
        reverse("admin:recommendations_department_delete", args=[own.action.lead_department.pk]), {"post": "yes"}
    )

    assert Department.objects.filter(pk=own.action.lead_department.pk).exists()


# --- the office -----------------------------------------------------------------------------------------------------


def test_the_office_meets_all_reports_and_can_find_what_waits(own, other, office):
    assert rows(office.get(LIST)) == {*own.reports.values(), *other.reports.values()}
    assert rows(office.get(LIST, {"standing": "to_approve"})) == {
        own.reports["submitted"],
        other.reports["submitted"],
    }
    assert rows(office.get(LIST, {"q": "进展乙"})) == set(other.reports.values())


def test_the_office_approves_and_goes_on_to_what_waits(own, office):
    report = own.reports["submitted"]
    response = office.get(page(report))
    assert 'name="_approve"' in response.content.decode()
    assert 'name="_submit"' not in response.content.decode()

    response = office.post(page(report), {"_approve": "核准", "seen": response.context["seen"]}, follow=True)
    report.refresh_from_db()
    assert (report.state, report.approved_by.username) == ("approved", "office")
    assert response.redirect_chain[-1][0] == f"{LIST}?mine=true"
    assert told(response) == [f"{report}：已核准。"]


def test_the_office_returns_with_a_reason(own, office):
    report = own.reports["submitted"]
    office.post(page(report), {"_return": "退回", "return_reason": " 请写明台数。 "})

    report.refresh_from_db()
    assert (report.state, report.return_reason, report.returned_by.username) == ("returned", "请写明台数。", "office")


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_a_return_without_reason_is_told_next_to_the_field(own, office, reason):
    report = own.reports["submitted"]
    response = office.post(page(report), {"_return": "退回", "return_reason": reason})

    html = response.content.decode()
    assert response.status_code == 200
    assert '<ul class="errorlist" id="id_return_reason_error"><li>请写明退回理由。</li></ul>' in html
    assert 'aria-describedby="id_return_reason_error"' in html
    report.refresh_from_db()
    assert report.state == "submitted"


@pytest.mark.parametrize("button", ["_approve", "_return"])
def test_of_two_decisions_the_second_is_told_who_was_first(own, office, sign_in, button):
    report = own.reports["submitted"]
    seen = office.get(page(report)).context["seen"]
    approve(actor=a_coordinator(username="faster"), report=report)

    response = office.post(page(report), {button: "1", "seen": seen, "return_reason": "理由"}, follow=True)
    assert told(response) == ["这份报告已由 faster 核准。"]
    report.refresh_from_db()
    assert (report.state, report.approved_by.username) == ("approved", "faster")


def test_a_page_seen_before_the_report_was_handed_in_anew_decides_nothing(own, office):
    report = log_report(actor=own.reporter, report=own.reports["draft"])
    submit(actor=own.reporter, report=report)
    seen = office.get(page(report)).context["seen"]
    office.post(page(report), {"_return": "1", "return_reason": "理由", "seen": seen})
    report.refresh_from_db()
    report.percent = Decimal(99)
    submit(actor=own.reporter, report=log_report(actor=own.reporter, report=report))
    ProgressReport.objects.filter(pk=report.pk).update(submitted_at="2026-07-02T00:00:00+08:00")

    response = office.post(page(report), {"_approve": "1", "seen": seen}, follow=True)
    assert told(response)[-1] == "这份报告在您打开之后又改过并重新提交，请看过新的内容再决定。"
    report.refresh_from_db()
    assert report.state == "submitted"


def test_a_double_click_on_approve_approves_once_and_says_so(own, office):
    report = own.reports["submitted"]
    for _click in range(2):
        response = office.post(page(report), {"_approve": "1"}, follow=True)

    assert told(response)[-1] == "这份报告已由 office 核准。"
    assert report.history.filter(state="approved").count() == 1


def test_several_reports_are_approved_at_once_and_what_cannot_be_is_told(own, other, office):
    keys = [report.pk for desk in (own, other) for report in desk.reports.values()]
    response = office.post(LIST, {"action": "approve_selected", "_selected_action": keys}, follow=True)

    assert ProgressReport.objects.filter(approved_by__username="office").count() == 2
    sentences = told(response)
    assert sum("：已核准。" in sentence for sentence in sentences) == 2
    assert sum("还是草稿" in sentence for sentence in sentences) == 2
    assert len(sentences) == 8


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_the_office_edits_and_hands_in_for_a_department(own, office, state):
    report = own.reports[state]
    office.post(page(report), filled(own.action))

    report.refresh_from_db()
    assert (report.state, report.progress, report.submitted_by.username) == ("submitted", "新的进展。", "office")


def test_the_office_reports_on_an_action_that_nobody_leads(own, office):
    own.action.lead_department = None
    own.action.save()
    office.post(ADD, filled(own.action))

    assert new_report().department is None
    assert "—" in office.get(page(new_report())).content.decode()


def test_who_is_in_the_office_and_reports_too_may_do_both(own, sign_in):
    MembershipFactory(user=own.reporter, role="coordinator")
    client = sign_in(own.reporter)
    client.post(ADD, filled(own.action))
    client.post(page(new_report()), {"_approve": "1"})

    assert new_report().state == "approved"


def test_each_step_stands_in_the_history_with_who_and_why(own, office, reporter):
    form = filled(own.action)
    reporter.post(ADD, form)
    report = new_report()
    office.post(page(report), {"_return": "1", "return_reason": "请写明台数。"})
    reporter.post(page(report), form | {"percent": "56"})
    office.post(page(report), {"_approve": "1"})

    steps = [(row.history_change_reason, row.history_user.username) for row in report.history.order_by("history_id")]
    assert steps == [
        ("起草", "reporter-甲"),
        ("待核准", "reporter-甲"),
        ("已退回", "office"),
        ("修改", "reporter-甲"),
        ("待核准", "reporter-甲"),
        ("已核准", "office"),
    ]
    for client in (office, reporter):
        html = client.get(page(report, "history")).content.decode()
        assert all(reason in html and who in html for reason, who in steps)
        assert "请写明台数。" in html


def test_an_old_version_is_read_and_never_put_back_even_by_the_office(own, office, reporter):
    report = own.reports["draft"]
    version = report.history.latest()
    log_report(actor=own.reporter, report=report)
    address = reverse("admin:recommendations_progressreport_simple_history", args=[report.pk, version.pk])

    for client in (office, reporter):
        assert client.get(address).status_code == 200
        assert client.post(address, filled(own.action)).status_code == 403
        assert 'name="_save' not in client.get(address).content.decode()
    report.refresh_from_db()
    assert report.progress == "进展甲"


@pytest.mark.parametrize("state", STATES)
def test_a_change_page_takes_a_fixed_number_of_queries(own, office, django_assert_max_num_queries, state):
    for _ in range(3):
        ReportFactory(action=own.action)
    office.get(page(own.reports[state]))

    with django_assert_max_num_queries(25):
        assert office.get(page(own.reports[state])).status_code == 200


# --- two at the same draft ------------------------------------------------------------------------------------------


def test_a_draft_saved_elsewhere_since_it_was_opened_is_shown_beside_what_was_typed(own, reporter):
    draft = own.reports["draft"]
    version = reporter.get(page(draft)).context["adminform"].form["version"].value()
    assert version == draft.version
    draft.progress = "同事写的进展。"
    log_report(actor=own.reporter, report=draft)

    sent = filled(own.action, version=version, progress="我写的进展。")
    response = reporter.post(page(draft), sent)

    form = response.context["adminform"].form
    assert form.non_field_errors() == [
        "这份报告在您打开之后又改过，刚才没有保存。您写的文字还在下面；核对后再保存一次，就以您的为准。",
        "现在存的进展情况：同事写的进展。",
        f"现在存的存在问题：{draft.problems}",
        f"现在存的下一步措施：{draft.next_steps}",
    ]
    assert "我写的进展。</textarea>" in response.content.decode()
    assert ProgressReport.objects.get(pk=draft.pk).progress == "同事写的进展。"

    reporter.post(page(draft), sent | {"version": form["version"].value()})
    stored = ProgressReport.objects.get(pk=draft.pk)
    assert (stored.progress, stored.state) == ("我写的进展。", "submitted")
