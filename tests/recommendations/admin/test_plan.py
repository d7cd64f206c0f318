"""The office keeps the plan: mandates, changes, links and targets, each slip told in a sentence."""

from datetime import date

import pytest
from django.urls import reverse

from recommendations.models import IndicatorLink, Mandate, PlanChange, Target
from tests.factories import (
    ActionFactory,
    AreaFactory,
    IndicatorFactory,
    IndicatorLinkFactory,
    MandateFactory,
    MeasureFactory,
    PathFactory,
    PlanChangeFactory,
    ProblemFactory,
    ReportFactory,
    TargetFactory,
    a_coordinator,
)

pytestmark = pytest.mark.django_db


def address(kind, name, *args):
    return reverse(f"admin:recommendations_{kind}_{name}", args=args)


def rows(prefix, *forms):
    """What the office sends of the rows under a record."""
    sent = {f"{prefix}-TOTAL_FORMS": len(forms), f"{prefix}-INITIAL_FORMS": 0}
    return sent | {f"{prefix}-{n}-{name}": value for n, form in enumerate(forms) for name, value in form.items()}


MANDATE = {"number": "柳政办〔2026〕9号", "title": "实施方案", "date": "2026-03-01", "issuer": "市政府办公室"}


def test_a_mandate_adopts_several_actions_in_one_form(office):
    full, part = ActionFactory(), ActionFactory()
    assignments = rows("assignments", {"action": full.pk, "adoption": "full"}, {"action": part.pk, "adoption": "part"})
    response = office.post(address("mandate", "add"), MANDATE | assignments)

    assert response.status_code == 302, response.context["errors"]
    mandate = Mandate.objects.get()
    assert {row.action: row.adoption for row in mandate.assignments.all()} == {full: "full", part: "part"}
    assert (mandate.recorded_on, mandate.sample) == (date(2026, 7, 1), False)
    assert mandate.history.get().history_user.username == "office"


def test_one_document_lists_an_action_once(office):
    action = ActionFactory()
    twice = [{"action": action.pk, "adoption": "full"}, {"action": action.pk, "adoption": "not"}]
    response = office.post(address("mandate", "add"), MANDATE | rows("assignments", *twice))

    assert response.status_code == 200
    assert not Mandate.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"date": "0026-03-01"}, "date"),
        ({"date": ""}, "date"),
        ({"number": ""}, "number"),
        ({"number": "x" * 81}, "number"),
    ],
)
def test_a_slip_in_a_mandate_is_told_next_to_its_field(office, changes, field):
    response = office.post(address("mandate", "add"), MANDATE | changes | rows("assignments"))

    assert list(response.context["adminform"].form.errors) == [field]


def test_a_documents_number_is_given_once(office):
    MandateFactory(number=MANDATE["number"])
    response = office.post(address("mandate", "add"), MANDATE | rows("assignments"))

    assert list(response.context["adminform"].form.errors) == ["number"]


def test_when_it_was_recorded_and_whether_it_is_sample_are_not_for_anyone_to_write(office):
    mandate = MandateFactory()
    sent = MANDATE | rows("assignments") | {"recorded_on": "2020-01-01", "sample": "on"}
    office.post(address("mandate", "change", mandate.pk), sent)

    mandate.refresh_from_db()
    assert (mandate.title, mandate.recorded_on, mandate.sample) == ("实施方案", date(2025, 12, 20), False)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": "extension", "new_due_date": ""}, "延期必须写明新期限；其他变更不写新期限。"),
        ({"kind": "suspension", "new_due_date": "2027-06-30"}, "延期必须写明新期限；其他变更不写新期限。"),
        ({"kind": "cancelled"}, "cancelled"),
        ({"decided_on": "9999-01-01"}, "请看年份是否写错"),
        ({"action": ""}, "必填"),
    ],
)
def test_a_slip_in_a_change_of_the_plan_is_told(office, changes, sentence):
    good = {"action": ActionFactory().pk, "kind": "extension", "decided_on": "2026-06-20", "new_due_date": "2027-06-30"}
    response = office.post(address("planchange", "add"), good | changes)

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not PlanChange.objects.exists()


def test_an_action_is_replaced_by_others_not_by_itself(office):
    action, successor = ActionFactory(), ActionFactory()
    sent = {"action": action.pk, "kind": "merger", "decided_on": "2026-06-20", "document": "柳政办〔2026〕8号"}

    response = office.post(address("planchange", "add"), sent | {"successors": [action.pk, successor.pk]})
    assert "行动不能由它自己替代。" in " ".join(response.context["adminform"].form.errors["successors"])

    office.post(address("planchange", "add"), sent | {"successors": [successor.pk]})
    assert list(PlanChange.objects.get().successors.all()) == [successor]


@pytest.mark.parametrize("kind", ["extension", "suspension", "resumption"])
def test_only_what_replaces_an_action_names_successors(office, kind):
    action = ActionFactory(due_date=date(2026, 6, 30))
    if kind == "resumption":
        PlanChangeFactory(action=action, kind="suspension", decided_on=date(2026, 6, 1))
    sent = {"action": action.pk, "kind": kind, "decided_on": "2026-06-20", "successors": [ActionFactory().pk]}
    sent["document"] = "柳政办〔2026〕8号"
    response = office.post(
        address("planchange", "add"), sent | ({"new_due_date": "2027-01-01"} if kind == "extension" else {})
    )

    assert "只有拆分、合并、替代才写明由哪些行动替代。" in " ".join(
        response.context["adminform"].form.errors["successors"]
    )


def a_link(**owners):
    return {
        "indicator": IndicatorFactory().pk,
        "area": AreaFactory().pk,
        "expected": "increase",
        "baseline_period": "2020",
        **owners,
        **rows("targets"),
    }


def test_a_link_belongs_to_exactly_one_problem_practice_path_or_measure(office):
    path, measure = PathFactory(), MeasureFactory()
    for owners in ({}, {"path": path.pk, "measure": measure.pk}):
        response = office.post(address("indicatorlink", "add"), a_link(**owners))
        assert "指标关联必须且只能属于一个问题、做法、路径或对策。" in response.content.decode()

    assert office.post(address("indicatorlink", "add"), a_link(path=path.pk)).status_code == 302
    assert IndicatorLink.objects.get().owner == path


def test_an_indicator_is_linked_to_a_measure_once_an_area(office):
    link = IndicatorLinkFactory(measure=MeasureFactory())
    again = a_link(measure=link.measure_id) | {"indicator": link.indicator_id, "area": link.area_id}

    assert "这个指标和地区已经关联过。" in office.post(address("indicatorlink", "add"), again).content.decode()


@pytest.mark.parametrize("period", ["2020-13", "二〇二〇", "2020/2016"])
def test_a_baseline_that_is_no_period_is_refused_at_its_field(office, period):
    response = office.post(address("indicatorlink", "add"), a_link(path=PathFactory().pk) | {"baseline_period": period})

    assert period in " ".join(response.context["adminform"].form.errors["baseline_period"])


TARGET = {"kind": "annual", "nature": "expected", "measured_as": "level", "value": "500", "decimals": 0}
TARGET |= {"bound": "at_least", "period": "2026", "document": "规划"}


@pytest.mark.parametrize(
    ("changes", "saved"),
    [
        ({}, True),
        ({"measured_as": "average_growth", "value": "-99.9"}, True),
        ({"measured_as": "average_growth", "value": "-100"}, False),
        ({"value": "1234567890.123456"}, False),
        ({"value": "NaN"}, False),
        ({"period": "2026-13"}, False),
        ({"decimals": 7}, False),
        ({"bound": "near"}, False),
    ],
)
def test_a_target_is_added_under_its_link(office, changes, saved):
    response = office.post(
        address("indicatorlink", "add"), a_link(path=PathFactory().pk) | rows("targets", TARGET | changes)
    )

    assert (response.status_code, Target.objects.count()) == ((302, 1) if saved else (200, 0))


def test_the_list_of_links_shows_whose_they_are_and_their_targets(office):
    TargetFactory(link=IndicatorLinkFactory(measure=MeasureFactory(title="补链强链")), period="2026")

    html = office.get(address("indicatorlink", "changelist")).content.decode()
    assert "补链强链" in html
    assert "2026 500" in html


def test_a_problem_is_under_another_one_never_under_itself_or_what_is_under_it(office):
    top = ProblemFactory()
    below = ProblemFactory(parent=top)
    bottom = ProblemFactory(parent=below)
    sent = {"position": 1, "title": "问题", "title_en": "Problem"}

    for parent in (top, below, bottom):
        response = office.post(address("problem", "change", top.pk), sent | {"parent": parent.pk})
        assert response.status_code == 200, parent
        assert "上级" in " ".join(response.context["adminform"].form.errors["parent"])
    assert office.post(address("problem", "change", bottom.pk), sent | {"parent": top.pk}).status_code == 302


def test_deleting_a_mandate_takes_its_assignments_and_leaves_the_actions(office):
    change = PlanChangeFactory()
    mandate = MandateFactory()
    mandate.assignments.create(action=change.action)
    office.post(address("mandate", "delete", mandate.pk), {"post": "yes"})

    assert not Mandate.objects.exists()
    assert PlanChange.objects.get() == change
    assert not change.action.assignments.exists()


def test_a_link_whose_owner_is_taken_away_is_refused_with_a_sentence(office):
    link = IndicatorLinkFactory(problem=ProblemFactory())
    sent = {"indicator": link.indicator_id, "area": link.area_id, "expected": "increase", "baseline_period": "2020"}

    response = office.post(address("indicatorlink", "change", link.pk), sent | {"problem": ""} | rows("targets"))

    assert response.status_code == 200
    assert response.context["errors"]
    assert IndicatorLink.objects.get().problem_id


@pytest.mark.parametrize("key", ["abc", "9" * 25, "-1", "１"])
@pytest.mark.parametrize("kind", ["action", "indicatorlink", "planchange", "measure", "path"])
def test_a_key_that_is_none_chooses_nothing_and_is_refused_when_sent(office, kind, key):
    relations = {"action": "projects", "indicatorlink": "problem", "planchange": "action", "measure": "path"}
    relation = relations.get(kind, "lessons")

    assert office.get(address(kind, "add"), {relation: key}).status_code == 200
    assert office.post(address(kind, "add"), {relation: key}).status_code == 400


@pytest.mark.parametrize("key", ["abc", "9" * 25])
def test_rows_that_cannot_be_are_not_selected_but_refused(office, key):
    ReportFactory(state="submitted")

    response = office.post(
        address("progressreport", "changelist"), {"action": "approve_selected", "_selected_action": key, "index": 0}
    )

    assert response.status_code == 400
    assert key in response.content.decode()


def test_lead_and_cycle_are_not_changed_by_a_form_of_the_change_alone(client):
    client.force_login(a_coordinator())

    form = client.get(reverse("admin:recommendations_planchange_add")).context["adminform"].form
    assert not {"reassignment", "reporting"} & {value for value, _label in form.fields["kind"].choices}
    assert not {"new_lead", "new_cycle"} & form.fields.keys()
