"""本期填报: what a department meets on its page, and what becomes of what it types."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from recommendations.models import Department, EvidenceFile, ProgressReport, Urging
from recommendations.services.progress import discard, submit
from tests.config.test_admin_site import assert_nothing_inline
from tests.factories import (
    ActionFactory,
    AssignmentFactory,
    BlockerFactory,
    CycleFactory,
    DepartmentFactory,
    MembershipFactory,
    PeriodFactory,
    PlanChangeFactory,
    ReportFactory,
    UserFactory,
    a_contribution,
    a_coordinator,
    a_file,
    a_reporter,
    approved_report,
)
from tests.files import a_pdf, an_upload
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

PAGE = reverse("admin:this-period")
SUBMIT, NO_NEWS, SIGN = (reverse(f"admin:this-period-{name}") for name in ("submit", "no-news", "sign"))
SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def period():
    """The second quarter, cut off yesterday, to be reported within seven days."""
    cycle = CycleFactory(default=True, frequency="quarterly")
    return PeriodFactory(cycle=cycle, label="2026-Q2", start=date(2026, 4, 1), deadline=date(2026, 7, 8))


@pytest.fixture
def department(period) -> Department:
    return DepartmentFactory(code="own")


@pytest.fixture
def person(department):
    return a_reporter(department, username="reporter")


@pytest.fixture
def client(person, sign_in):
    return sign_in(person)


def an_action(department, **more):
    action = ActionFactory(lead_department=department, start_date=date(2026, 1, 1), due_date=date(2026, 12, 31), **more)
    AssignmentFactory(action=action)
    return action


@pytest.fixture
def action(department):
    return an_action(department, title="建设产业园")


def row_address(action):
    return reverse("admin:this-period-row", args=[action.code])


def typed(department, **changes):
    """What a row's form sends."""
    fields = {
        "department": department.code,
        "ref": "ABCDEFGHJK",
        "seen": "",
        "percent": "45",
        "status": "in_progress",
        "as_of": "2026-06-30",
        "progress": "一期厂房封顶。",
        "problems": "",
        "next_steps": "",
        "evidence": "",
        "openness": "internal",
    }
    return fields | changes


def shown(response, action):
    return next(one for _section, rows in response.context["sections"] for one in rows if one.row.action == action)


# --- what stands on the page ----------------------------------------------------------------------------------------


def test_a_row_says_how_often_the_office_urged_since_the_period_began(client, action):
    office = a_coordinator(last_name="韦", first_name="某")
    for day in (date(2026, 3, 30), date(2026, 6, 30), date(2026, 7, 1)):
        moment = datetime.combine(day, time(0, 10), timezone.get_current_timezone())
        Urging.objects.create(action=action, at=moment, by=office, people=1)

    assert "已催报2次，最近2026-07-01，韦某" in client.get(PAGE).content.decode()


def test_a_row_shows_what_is_known_beside_what_is_to_be_written(client, department, action):
    approved_report(action, date(2026, 3, 31), 40, date(2026, 4, 5), progress="上季度开工。")
    BlockerFactory(action=action)

    html = client.get(PAGE).content.decode()

    assert f'id="a-{action.code}"' in html
    for text in ("建设产业园", "2026-12-31", "还有 183 天", "49.7%", "2026-03-31", "上季度开工。", "待协调61天"):
        assert text in html, text
    assert ">未填<" in html
    assert "1 项应报：已提交 0" in html
    assert "2026-07-08" in html
    assert "还有 7 天" in html
    assert 'value="2026-06-30"' in html  # as of the cut-off, which is past


def test_each_state_of_a_report_has_its_word_and_only_open_ones_a_form(client, department, person):
    rows = {
        "draft": (ReportFactory, {"state": "draft"}, "草稿"),
        "returned": (ReportFactory, {"state": "returned", "return_reason": "请写明台数。"}, "已退回"),
        "submitted": (ReportFactory, {"state": "submitted"}, "待核准"),
        "for_head": (ReportFactory, {"state": "submitted", "needs_sign_off": True}, "待签批"),
    }
    actions = {}
    for name, (make, fields, _word) in rows.items():
        actions[name] = an_action(department)
        make(action=actions[name], as_of=date(2026, 6, 30), created_by=person, progress=f"写的是{name}", **fields)
    actions["approved"] = an_action(department)
    approved_report(actions["approved"], date(2026, 6, 30), 50, date(2026, 7, 1), progress="写的是approved")

    response = client.get(PAGE)

    words = {name: word for name, (_make, _fields, word) in rows.items()} | {"approved": "已核准"}
    for name, word in words.items():
        one = shown(response, actions[name])
        assert one.standing == word
        assert (one.form is not None) == (name in {"draft", "returned"})
        assert f"写的是{name}" in response.content.decode()
    # What is out of the department's hands stands folded; what is to be written does not.
    folded = {name for name, one in actions.items() if shown(response, one).is_done}
    assert folded == set(actions) - {"draft", "returned"}
    assert response.content.decode().count('class="tp-done"') == 3
    assert "请写明台数。" in response.content.decode()
    assert response.context["period"].counts == {"due": 5, "handed_in": 3, "draft": 1, "returned": 1, "empty": 0}


def _left_by_another(action, department):
    """Led by another department until today, which then still owes the quarter."""
    PlanChangeFactory(
        action=action,
        kind="reassignment",
        decided_on=date(2026, 7, 1),
        former_lead=DepartmentFactory(),
        new_lead=department,
        new_due_date=None,
    )


def test_the_page_costs_at_most_twenty_queries_whatever_the_rows(client, department, person, period):
    monthly = CycleFactory()
    PeriodFactory(cycle=monthly)
    PeriodFactory(
        cycle=period.cycle,
        label="2026-Q1",
        start=date(2026, 1, 1),
        cut_off=date(2026, 3, 31),
        deadline=date(2026, 4, 8),
    )

    def grow():
        an_action(department, cycle=monthly)
        for state in ("draft", "returned", "submitted"):
            action = an_action(department)
            approved_report(action, date(2026, 3, 31), 40, date(2026, 4, 5))
            PlanChangeFactory(action=action)
            BlockerFactory(action=action)
            made = {"state": state, "return_reason": "理由", "created_by": person}
            a_file(ReportFactory(action=action, as_of=date(2026, 6, 30), **made))
            a_contribution(action)
            _left_by_another(action, department)
        an_action(department)

    grow()
    queries_of(client, PAGE)
    few = queries_of(client, PAGE)
    grow()
    grow()
    assert queries_of(client, PAGE) == few
    assert few <= 20


def test_without_periods_without_anything_due_and_without_role_the_page_says_so(sign_in, period):
    idle = a_reporter()
    assert "本期没有要填报的行动。" in sign_in(idle).get(PAGE).content.decode()
    period.delete()
    assert "还没有设填报期" in sign_in(idle).get(PAGE).content.decode()
    response = sign_in(UserFactory()).get(PAGE)
    assert response.status_code == 403
    assert "您不属于任何填报部门" in response.content.decode()


def test_who_belongs_to_two_departments_chooses_and_the_office_too(client, person, action, department, sign_in):
    second = MembershipFactory(user=person).department
    assert "请先选择部门。" in client.get(PAGE).content.decode()
    assert shown(client.get(PAGE, {"department": department.code}), action)
    assert client.get(PAGE, {"department": second.code}).context["period"].rows == []
    office = sign_in(a_coordinator())
    assert "请先选择部门。" in office.get(PAGE).content.decode()
    assert shown(office.get(PAGE, {"department": department.code}), action).form


@pytest.mark.parametrize("query", [{"colour": "red"}, {"department": "nobody"}, {"department": ["own", "own"]}])
def test_an_address_that_cannot_be_understood_is_refused(client, action, query):
    assert client.get(PAGE, query).status_code == 400


def test_another_departments_page_and_rows_stay_closed(client, action, period):
    other = an_action(DepartmentFactory(code="other"), title="别人的行动")
    ReportFactory(action=other, as_of=date(2026, 6, 30), progress="别人的草稿")

    assert client.get(PAGE, {"department": "other"}).status_code == 403
    for fields in ({"department": "other"}, {"department": "own"}, {}):
        response = client.post(row_address(other), typed(other.lead_department) | fields)
        assert response.status_code in {403, 404}
        assert "别人的草稿" not in response.content.decode()
    assert ProgressReport.objects.get().progress == "别人的草稿"


def test_html_emoji_and_control_characters_are_shown_as_text(client, department, action):
    text = "<script>alert(1)</script> 🎉\x07 第一行\n第二行"
    client.post(row_address(action), typed(department, progress=text))

    html = client.get(PAGE).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 🎉" in html
    assert ProgressReport.objects.get().progress.startswith("<script>")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_have_nothing_inline(client, department, drafts, language):
    an_action(department)
    client.cookies["django_language"] = language
    for address in (PAGE, SUBMIT, reverse("admin:this-period-sheet")):
        response = client.get(address)
        assert response.status_code == 200
        assert_nothing_inline(response)


def test_after_the_deadline_the_page_says_for_how_long(client, action, period):
    period.start, period.cut_off, period.deadline = date(2026, 3, 1), date(2026, 6, 20), date(2026, 6, 27)
    period.save()
    assert "，已过 4 天" in client.get(PAGE).content.decode()


# --- who reports after a reassignment -------------------------------------------------------------------------------


@pytest.fixture
def moved(department, action):
    """The action, which another department leads since this morning."""
    successor = DepartmentFactory(code="successor")
    PlanChangeFactory(
        action=action,
        kind="reassignment",
        decided_on=date(2026, 7, 1),
        former_lead=department,
        new_lead=successor,
        new_due_date=None,
    )
    action.lead_department = successor
    action.save()
    return action


def test_a_row_that_another_department_leads_by_now_is_read_only_and_says_who_reports(client, department, moved):
    ReportFactory(action=moved, department=department, as_of=date(2026, 6, 30), progress="旧单位的草稿")

    response = client.get(PAGE)
    assert shown(response, moved).form is None
    assert f"这项行动现由{moved.lead_department.name}牵头" in response.content.decode()
    assert client.post(row_address(moved), typed(department)).status_code == 409
    assert ProgressReport.objects.get().progress == "旧单位的草稿"


def test_the_new_lead_writes_its_own_report_and_never_sees_the_others_draft(department, moved, sign_in):
    ReportFactory(action=moved, department=department, as_of=date(2026, 6, 30), progress="旧单位的草稿")
    new = sign_in(a_reporter(moved.lead_department))

    response = new.get(PAGE)
    assert shown(response, moved).form
    assert f"截止日由{department.name}牵头" in response.content.decode()
    assert "旧单位的草稿" not in response.content.decode()
    new.post(row_address(moved), typed(moved.lead_department, progress="新单位写的"))
    assert set(ProgressReport.objects.values_list("progress", "department")) == {
        ("旧单位的草稿", department.pk),
        ("新单位写的", moved.lead_department.pk),
    }


# --- saving a row ---------------------------------------------------------------------------------------------------


def test_a_row_is_saved_as_a_draft_and_leads_back_to_itself(client, department, action, person):
    response = client.post(row_address(action), typed(department), follow=True)

    assert response.redirect_chain[-1][0] == f"{PAGE}?department=own#a-{action.code}"
    assert f"{action.code}：已保存，还没有提交。" in response.content.decode()
    report = ProgressReport.objects.get()
    assert (report.state, report.percent, report.as_of) == ("draft", Decimal(45), date(2026, 6, 30))
    assert (report.created_by, report.department, report.ref) == (person, department, "ABCDEFGHJK")
    assert shown(response, action).form["progress"].value() == "一期厂房封顶。"


def test_who_comes_to_the_address_of_a_form_by_a_link_is_led_to_the_page(client, action):
    """As one does who signs in again after the session ended."""
    for address in (row_address(action), NO_NEWS, SIGN, reverse("admin:this-period-scan")):
        assert client.get(address).headers["Location"] == PAGE


FAULTS = [
    ({"percent": "120"}, "percent", "完成比例应在 0 到 100 之间。"),
    ({"percent": ""}, "percent", "请填完成比例。"),
    ({"status": "completed"}, "percent", "填“已完成”时，完成比例应为 100。"),
    ({"progress": " "}, "progress", "请填进展情况。"),
    ({"progress": "", "no_news": "on"}, "progress", "请写明本期无进展的原因。"),
    ({"no_news": "on", "percent": "45"}, "percent", "本期无进展的，完成比例应与上次核准的 40% 相同。"),
    ({"as_of": "2026-03-31"}, "as_of", "本期的截至日期应在 2026-04-01 到 2026-06-30 之间。"),
    ({"as_of": "2026-07-01"}, "as_of", "本期的截至日期应在 2026-04-01 到 2026-06-30 之间。"),
    ({"as_of": "昨天"}, "as_of", "请写成 2024-06-30 的样子。"),
    ({"openness": "secret"}, "openness", "secret"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=[f"{fault[1]}-{place}" for place, fault in enumerate(FAULTS)])
def test_a_fault_stands_beside_its_field_and_all_that_was_typed_stays(client, department, action, fault):
    slip, field, sentence = fault
    approved_report(action, date(2026, 3, 31), 40, date(2026, 4, 5))
    sent = typed(department, problems="缺电。", next_steps="架线。") | slip

    response = client.post(row_address(action), sent)

    assert response.status_code == 422
    form = shown(response, action).form
    assert sentence in " ".join(form.errors[field])
    for name in ("percent", "progress", "problems", "next_steps", "as_of"):
        assert form[name].value() == sent[name]
    assert ProgressReport.objects.count() == 1
    answer = client.post(row_address(action), sent, headers=SCRIPT).json()
    assert answer["saved"] is False
    assert sentence in " ".join(answer["faults"][field])


def test_no_news_keeps_the_percent_and_gives_the_reason(client, department, action):
    approved_report(action, date(2026, 3, 31), 40, date(2026, 4, 5))
    client.post(row_address(action), typed(department, percent="", no_news="on", progress="等上级批复。"))

    report = ProgressReport.objects.get(state="draft")
    assert (report.no_news, report.percent, report.progress) == (True, 40, "等上级批复。")


def test_the_script_is_told_the_version_and_each_save_counts_once(client, department, action):
    first = client.post(row_address(action), typed(department), headers=SCRIPT).json()
    assert (first["saved"], first["version"], first["sentence"]) == (True, 1, "已保存 00:30")
    same = client.post(row_address(action), typed(department, seen="1"), headers=SCRIPT).json()
    assert same["version"] == 1
    more = client.post(row_address(action), typed(department, seen="1", percent="50"), headers=SCRIPT).json()
    assert more["version"] == 2
    assert ProgressReport.objects.get().history.count() == 2


def test_a_second_save_that_never_heard_of_the_first_changes_the_same_draft(client, department, action):
    """A double click, or an answer that was lost on its way."""
    for progress in ("第一稿", "第二稿"):
        assert client.post(row_address(action), typed(department, progress=progress)).status_code == 302
    assert ProgressReport.objects.get().progress == "第二稿"


def test_two_who_write_one_row_do_not_overwrite_each_other(client, department, action, sign_in):
    client.post(row_address(action), typed(department, progress="甲写的"))
    colleague = sign_in(a_reporter(department))
    late = typed(department, ref="KJHGFEDCBA", progress="乙写的")

    response = colleague.post(row_address(action), late)
    assert response.status_code == 409
    html = response.content.decode()
    assert "这一行在您打开之后已由他人或在另一窗口改过" in html
    assert "甲写的" in html
    one = shown(response, action)
    assert (one.form["progress"].value(), one.seen) == ("乙写的", 1)
    assert ProgressReport.objects.get().progress == "甲写的"
    told = colleague.post(row_address(action), late, headers=SCRIPT)
    assert (told.status_code, told.json()["version"]) == (409, 1)
    assert {"label": "进展情况", "text": "甲写的"} in told.json()["stored"]

    assert colleague.post(row_address(action), late | {"seen": "1"}).status_code == 302
    assert ProgressReport.objects.get().progress == "乙写的"


def test_a_draft_thrown_away_meanwhile_is_begun_anew_only_knowingly(client, department, action, person):
    client.post(row_address(action), typed(department))
    discard(actor=person, report=ProgressReport.objects.get())

    response = client.post(row_address(action), typed(department, seen="1", progress="还在写"))
    assert response.status_code == 409
    one = shown(response, action)
    assert (one.form["progress"].value(), one.seen) == ("还在写", "")
    client.post(row_address(action), typed(department, progress="还在写"))
    assert ProgressReport.objects.get().progress == "还在写"


def test_what_is_typed_after_a_colleague_handed_in_is_not_stored_but_can_be_copied(client, department, action, person):
    client.post(row_address(action), typed(department))
    submit(actor=person, report=ProgressReport.objects.get())

    response = client.post(row_address(action), typed(department, seen="1", progress="又想到的"))
    assert response.status_code == 409
    html = response.content.decode()
    assert "这一行现在是“待核准”，不能再改" in html
    assert "又想到的" in html
    assert ProgressReport.objects.get().progress == "一期厂房封顶。"


# --- what proves it, and what supporting departments add -------------------------------------------------------------


def test_files_sent_with_a_row_prove_its_report(client, department, action):
    files = [an_upload(a_pdf("1"), "甲.pdf"), an_upload(a_pdf("2"), "乙.pdf")]
    client.post(row_address(action), typed(department) | {"files": files})

    assert {file.name for file in ProgressReport.objects.get().files.all()} == {"甲.pdf", "乙.pdf"}
    assert "甲.pdf" in client.get(PAGE).content.decode()
    answer = client.post(row_address(action), typed(department, seen="1", percent="46"), headers=SCRIPT).json()
    assert "乙.pdf" in answer["evidence"]


def test_a_file_that_is_refused_keeps_the_row_from_being_saved_by_half(client, department, action):
    files = [an_upload(name="甲.pdf"), an_upload(b"no pdf", "乙.pdf")]

    response = client.post(row_address(action), typed(department) | {"files": files})
    assert response.status_code == 422
    form = shown(response, action).form
    assert "乙.pdf" in " ".join(form.errors["files"])
    assert form["progress"].value() == "一期厂房封顶。"
    assert not ProgressReport.objects.exists()
    assert not EvidenceFile.objects.exists()


def test_what_a_supporting_department_gave_is_merged_and_not_overwritten_by_what_is_typed(client, department, action):
    client.post(row_address(action), typed(department))
    given = a_contribution(action, text="配合修路。")
    assert "配合修路。" in client.get(PAGE).content.decode()

    client.post(reverse("admin:recommendations_contribution_merge", args=[given.ref]))
    assert "配合修路。" in ProgressReport.objects.get().progress
    late = client.post(row_address(action), typed(department, seen="1", progress="接着写的"), headers=SCRIPT)
    assert late.status_code == 409
    assert "配合修路。" in ProgressReport.objects.get().progress


# --- all at once ----------------------------------------------------------------------------------------------------


@pytest.fixture
def drafts(client, department):
    actions = [an_action(department) for _ in range(3)]
    for action in actions:
        client.post(row_address(action), typed(department, ref=f"ABCDEFGHJ{action.pk % 8 + 2}"))
    return list(ProgressReport.objects.order_by("pk"))


def test_before_all_is_handed_in_one_reads_what_goes_where_and_what_is_left(client, department, drafts):
    left = an_action(department, title="没有填的")

    html = client.get(SUBMIT).content.decode()
    assert "以下各项将送研究室核准。" in html
    assert all(f'value="{report.ref}:1"' in html for report in drafts)
    assert html.index(left.title) > html.index("还没有填，不会提交")
    department.needs_sign_off = True
    department.save()
    MembershipFactory(department=department, role="head")
    assert f"以下各项将送{department.name}负责人签批" in client.get(SUBMIT).content.decode()


def test_one_that_cannot_be_handed_in_stops_no_other(client, department, drafts):
    marks = [f"{report.ref}:1" for report in drafts]
    changed = drafts[1]
    client.post(row_address(changed.action), typed(department, ref=changed.ref, seen="1", progress="刚改的"))

    response = client.post(SUBMIT, {"department": department.code, "report": marks}, follow=True)

    said = [str(message) for message in response.context["messages"]][-2:]
    assert said == ["已提交2项。", f"{changed.action.code}：这份报告在您打开之后又改过，请看过新的内容再办理。"]
    assert [ProgressReport.objects.get(pk=report.pk).state for report in drafts] == ["submitted", "draft", "submitted"]


def test_nothing_chosen_is_said_and_nothing_is_handed_in(client, department, drafts):
    never_seen = f"{drafts[0].ref}:{'9' * 5000}"  # no version that ever was, nor a number that Python reads
    response = client.post(SUBMIT, {"department": department.code, "report": ["x", "ABC:9"]}, follow=True)
    client.post(SUBMIT, {"department": department.code, "report": [never_seen]})
    assert "没有勾选可以办理的行" in response.content.decode()
    assert set(ProgressReport.objects.values_list("state", flat=True)) == {"draft"}


def test_no_news_for_several_empty_rows_with_one_reason(client, department, drafts):
    idle, busy = an_action(department), an_action(department)
    approved_report(idle, date(2026, 3, 31), 40, date(2026, 4, 5))
    chosen = {"department": department.code, "row": [idle.code, drafts[0].action.code], "reason": "等上级批复。"}

    response = client.post(NO_NEWS, chosen, follow=True)
    assert "已记1项为本期无进展。" in response.content.decode()
    report = ProgressReport.objects.get(action=idle, state="draft")
    assert (report.no_news, report.percent, report.progress) == (True, 40, "等上级批复。")
    assert not busy.reports.exists()
    assert not ProgressReport.objects.get(pk=drafts[0].pk).no_news


def test_no_news_without_a_reason_comes_back_with_what_was_ticked(client, department, action):
    response = client.post(NO_NEWS, {"department": department.code, "row": [action.code], "reason": " "})
    assert response.status_code == 422
    assert "请写明本期无进展的原因。" in response.content.decode()
    assert f'name="row" value="{action.code}" checked' in response.content.decode()
    assert not ProgressReport.objects.exists()


def test_the_head_reads_all_and_signs_what_waits(client, department, drafts, sign_in):
    department.needs_sign_off = True
    department.save()
    head = sign_in(MembershipFactory(department=department, role="head").user)
    client.post(SUBMIT, {"department": department.code, "report": [f"{drafts[0].ref}:1"]})

    response = head.get(PAGE)
    assert "等您签批" in response.content.decode()
    assert not [one for _section, rows in response.context["sections"] for one in rows if one.form]
    assert head.post(row_address(drafts[1].action), typed(department, seen="1")).status_code == 409
    assert (
        "已签批1项。"
        in head.post(
            SIGN, {"department": department.code, "report": [f"{drafts[0].ref}:1"]}, follow=True
        ).content.decode()
    )
    assert ProgressReport.objects.get(pk=drafts[0].pk).state == "signed"


# --- the landing ----------------------------------------------------------------------------------------------------


def test_a_reporter_lands_where_something_is_due_and_every_page_leads_there(client, action):
    assert client.get("/admin/").headers["Location"] == PAGE
    html = client.get(reverse("admin:recommendations_action_changelist")).content.decode()
    assert f'href="{PAGE}"' in html


def test_a_head_with_nothing_due_lands_on_the_reports_that_wait(department, sign_in):
    head = sign_in(MembershipFactory(department=department, role="head").user)
    waiting = reverse("admin:recommendations_progressreport_changelist") + "?mine=true"
    assert head.get("/admin/").headers["Location"] == waiting


def test_a_reporter_with_nothing_due_lands_on_the_departments_actions(client):
    assert client.get("/admin/").headers["Location"] == reverse("admin:recommendations_action_changelist")
