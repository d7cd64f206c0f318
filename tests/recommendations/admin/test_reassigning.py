"""Another lead or cycle: for one action from its page, for a selection from the list, with a result for each."""

import re
from datetime import date

import pytest
from django.urls import reverse

from indicators.writing import person
from recommendations.models import PlanChange
from recommendations.services.handover import hand_over
from tests.factories import (
    ActionFactory,
    CycleFactory,
    DepartmentFactory,
    ExtensionRequestFactory,
    PlanChangeFactory,
    PostFactory,
    TenureFactory,
    a_coordinator,
)

pytestmark = pytest.mark.django_db

LIST = reverse("admin:recommendations_action_changelist")


def adjust(action, what):
    return reverse("admin:recommendations_action_adjust", args=[action.pk, what])


def said(response):
    return [str(message) for message in response.context["messages"]]


CONFIRMED = {"confirmed": "1", "decided_on": "2026-06-20", "document": "会议纪要3号"}


def test_the_office_moves_one_action_from_its_page(own, office):
    page = reverse("admin:recommendations_action_change", args=[own.action.pk])
    former, to = own.action.lead_department, DepartmentFactory()
    own.action.contact = contact = PostFactory(kind="contact", department=former)
    own.action.save()
    holder = TenureFactory(post=contact, user__last_name="赵", user__first_name="六").user
    assert adjust(own.action, "lead") in office.get(page).content.decode()
    asked = office.get(adjust(own.action, "lead")).content.decode()
    for shown in (former.name, contact.title, person(holder)):
        assert shown in asked

    response = office.post(adjust(own.action, "lead"), CONFIRMED | {"to": to.pk}, follow=True)

    assert response.redirect_chain[-1][0] == page
    [sentence] = said(response)
    for told in (own.action.code, to.name, "没有提交的报告2份", "已提交的报告1份", "暂缺：责任人、联系人"):
        assert told in sentence
    assert f"不再负责的：{contact}" in sentence
    assert "还没有交办过" in sentence
    change = PlanChange.objects.get()
    assert (change.kind, change.former_lead, change.new_lead, change.decided_on) == (
        "reassignment",
        former,
        to,
        date(2026, 6, 20),
    )
    own.action.refresh_from_db()
    assert own.action.lead_department == to


def test_the_new_lead_receives_anew_with_the_posts_that_were_chosen(own, reporter, office):
    [given] = hand_over(actor=a_coordinator(), assignment=own.action.assignments.get())
    ExtensionRequestFactory(action=own.action)
    to = DepartmentFactory()
    posts = {kind: PostFactory(kind=kind, department=to) for kind in ("responsible", "contact")}
    sent = CONFIRMED | {"to": to.pk} | {name: post.pk for name, post in posts.items()}

    [sentence] = said(office.post(adjust(own.action, "lead"), sent, follow=True))
    assert "已重新交办" in sentence
    assert "延期申请仍待批复" in sentence
    assert "暂缺" not in sentence
    own.action.refresh_from_db()
    assert (own.action.responsible, own.action.contact) == tuple(posts.values())
    handovers = reverse("admin:recommendations_handover_changelist")
    html = reporter.get(handovers).content.decode()
    assert "已移交" in html
    assert reverse("admin:recommendations_handover_receive", args=[given.pk]) not in html
    assert len(office.get(f"{handovers}?receipt=moved").context["cl"].result_list) == 1


def test_of_a_selection_each_has_its_result_and_one_refusal_stops_no_other(own, other, office):
    to = other.action.lead_department
    third = ActionFactory(lead_department=None)
    PlanChangeFactory(action=third, kind="reassignment", new_lead=to, decided_on=date(2026, 6, 25))
    chosen = [own.action.pk, other.action.pk, third.pk]
    bulk = {"action": "adjust_lead", "_selected_action": chosen}
    asked = office.post(LIST, bulk)
    assert asked.status_code == 200
    for action in (own.action, other.action, third):
        assert action.title in asked.content.decode()

    response = office.post(LIST, bulk | CONFIRMED | {"to": to.pk}, follow=True)

    results = said(response)
    assert len(results) == 3
    assert f"改由{to.name}牵头" in results[0]
    assert "没有改动" in results[1]
    assert "2026-06-25" in results[2]
    own.action.refresh_from_db()
    third.refresh_from_db()
    assert (own.action.lead_department, third.lead_department) == (to, None)


def test_all_that_a_filter_found_are_moved_without_naming_them(own, other, office):
    monthly = CycleFactory()
    bulk = {"action": "adjust_cycle", "select_across": "1", "_selected_action": own.action.pk}
    assert 'name="select_across" value="1"' in office.post(LIST, bulk).content.decode()
    office.post(LIST, bulk | CONFIRMED | {"to": monthly.pk})

    assert {change.action for change in PlanChange.objects.filter(new_cycle=monthly)} == {own.action, other.action}


def test_the_office_corrects_a_due_date_that_was_recorded_wrongly(own, office):
    page = reverse("admin:recommendations_action_change", args=[own.action.pk])
    assert adjust(own.action, "due") in office.get(page).content.decode()
    assert "2026-12-31" in office.get(adjust(own.action, "due")).content.decode()

    response = office.post(adjust(own.action, "due"), CONFIRMED | {"to": "2026-11-30"})
    assert list(response.context["form"].errors) == ["reason"]
    sent = CONFIRMED | {"to": "2026-11-30", "reason": "录错"}
    assert "由 2026-12-31 更正为 2026-11-30" in said(office.post(adjust(own.action, "due"), sent, follow=True))[0]

    change = PlanChange.objects.get()
    html = office.get(reverse("admin:recommendations_planchange_change", args=[change.pk])).content.decode()
    for shown in ("2026年12月31日", "2026年11月30日", "更正原定期限"):
        assert shown in html
    html = re.sub(r"<[^>]+>|\s", "", office.get(own.action.get_absolute_url()).content.decode())
    assert "更正原定期限：2026-12-31→2026-11-30" in html
    assert "至2026-11-30" not in html


def test_back_to_the_default_cycle(own, office):
    own.action.cycle = CycleFactory()
    own.action.save()
    response = office.post(adjust(own.action, "cycle"), CONFIRMED | {"to": ""}, follow=True)

    assert "改按默认周期填报" in said(response)[0]
    own.action.refresh_from_db()
    assert own.action.cycle is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"to": ""}, "to"),
        ({"to": "x"}, "to"),
        ({"decided_on": "2026-07-02"}, "decided_on"),
        ({"decided_on": ""}, "decided_on"),
        ({"contact": "stranger"}, "contact"),
    ],
)
def test_a_slip_is_told_next_to_its_field(own, office, changes, field):
    sent = CONFIRMED | {"to": DepartmentFactory().pk} | changes
    if "contact" in sent:
        sent["contact"] = PostFactory(kind="contact", department=own.action.lead_department).pk
    response = office.post(adjust(own.action, "lead"), sent)

    assert list(response.context["form"].errors) == [field]
    assert not PlanChange.objects.exists()


def test_departments_meet_neither_the_page_nor_the_bulk_action(own, reporter):
    sent = CONFIRMED | {"to": DepartmentFactory().pk}
    for what in ("lead", "cycle", "due"):
        assert reporter.get(adjust(own.action, what)).status_code == 403
        assert reporter.post(adjust(own.action, what), sent).status_code == 403
    reporter.post(LIST, sent | {"action": "adjust_lead", "_selected_action": own.action.pk})
    assert not PlanChange.objects.exists()


def test_what_is_neither_is_not_there(own, office):
    assert office.get(adjust(own.action, "title")).status_code == 404


def test_once_mandated_lead_and_due_date_are_not_edited_by_hand(own, office):
    form = office.get(reverse("admin:recommendations_action_change", args=[own.action.pk])).context["adminform"].form
    assert not {"lead_department", "due_date"} & form.fields.keys()
    free = ActionFactory(due_date=date(2026, 12, 31))
    form = office.get(reverse("admin:recommendations_action_change", args=[free.pk])).context["adminform"].form
    assert {"lead_department", "due_date"} <= form.fields.keys()
