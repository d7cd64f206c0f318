"""What the outside may rely on: the fields of the argument's and the delivery's lists, and their filters."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
import time_machine

from recommendations.models import Action
from tests.api import lists_of, refusal, rows, values
from tests.factories import PlanChangeFactory, approved_report, grow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages", "_on_the_first_of_july_2026")]

LISTS = lists_of("recommendations")
FILTERED = {name: viewset for name, viewset in LISTS.items() if name != "annual-reviews"}
TITLED = {"code", "title", "title_en", "summary", "summary_en", "locator"}
NAMED = {"code", "name", "name_en", "kind", "locator", "actions"}
JUDGED = {"progress", "outcome", "links", "sample"}
FIELDS = {
    "problems": TITLED | {"parent", "children", "paths", "measures", "evidence", "links"},
    "lessons": TITLED | {"practices", "paths"},
    "practices": TITLED | {"cities", "lessons", "measures", "facts", "links"},
    "paths": TITLED | JUDGED | {"problems", "lessons", "practices", "measures"},
    "measures": TITLED | JUDGED | {"path", "category", "problems", "lessons", "practices", "actions"},
    "actions": {
        "code",
        "measure",
        "title",
        "title_en",
        "locators",
        "lead_department",
        "supporting_departments",
        "leader",
        "responsible",
        "contact",
        "mandate",
        "handed_over_at",
        "received_at",
        "start_date",
        "due_date",
        "milestones",
        "original_due_date",
        "extensions",
        "status",
        "percent",
        "planned_percent",
        "pace",
        "delivery_light",
        "outcome_light",
        "overdue",
        "report_as_of",
        "verified_percent",
        "verified_grade",
        "sample",
    },
    "blockers": {
        "ref",
        "action",
        "department",
        "what",
        "options",
        "waits_for",
        "waits_for_other",
        "since",
        "days",
        "escalated_to",
        "state",
        "resolved_on",
        "resolution",
        "sample",
    },
    "projects": NAMED,
    "sectors": NAMED,
    "departments": {"code", "name", "name_en", "leads", "supports", "progress", "sample"},
    "progress-reports": {
        "ref",
        "action",
        "department",
        "as_of",
        "status",
        "percent",
        "no_news",
        "progress",
        "problems",
        "next_steps",
        "evidence",
        "files",
        "openness",
        "state",
        "approved_at",
        "corrects",
        "sample",
    },
    "annual-reviews": {"year", "complete"},
}

WITH_ROLE = {"blockers"}  # strangers get none of them: test_blockers.py


@pytest.fixture
def _on_the_first_of_july_2026():
    with time_machine.travel(datetime(2026, 7, 1, 4, 0, tzinfo=UTC), tick=False):
        yield


@dataclass
class Chain:
    """One of three chains: what can be asked for, and what should be found."""

    action: Action

    def __getattr__(self, name: str):
        action = self.action
        path = action.measure.path
        return {
            "action": action,
            "measure": action.measure,
            "path": path,
            "problem": path.problems.get(),
            "child": path.problems.get().children.get(),
            "lesson": path.lessons.get(),
            "practice": path.lessons.get().practices.get(),
            "city": path.lessons.get().practices.get().cities.get(),
            "lead": action.lead_department,
            "supporting": action.supporting_departments.get(),
            "project": action.projects.get(),
            "sector": action.sectors.get(),
            "replaced": action.predecessors.get().action,
            "report": action.reports.get(openness="public"),
        }[name]


@pytest.fixture
def chain():
    """The second of three chains, made to differ from the others in all that can be asked for."""
    grow()
    wanted = Chain(grow())
    grow()
    action = wanted.action
    PlanChangeFactory(action=action, decided_on=date(2026, 6, 25), new_due_date=date(2027, 6, 30))
    for record, column, value in (
        (action.measure, "category", "rd_platform"),
        (wanted.project, "kind", "port"),
        (wanted.sector, "kind", "technology"),
    ):
        setattr(record, column, value)
        record.save()
    return wanted


# list, filter, value, what is found; the last two read from the chain.
CASES = [
    ("problems", "parent", lambda c: c.problem, lambda c: [c.child]),
    ("problems", "path", lambda c: c.path, lambda c: [c.problem]),
    ("problems", "measure", lambda c: c.measure, lambda c: [c.problem, c.child]),
    ("lessons", "practice", lambda c: c.practice, lambda c: [c.lesson]),
    ("lessons", "path", lambda c: c.path, lambda c: [c.lesson]),
    ("practices", "city", lambda c: c.city, lambda c: [c.practice]),
    ("practices", "lesson", lambda c: c.lesson, lambda c: [c.practice]),
    ("practices", "measure", lambda c: c.measure, lambda c: [c.practice]),
    ("paths", "problem", lambda c: c.problem, lambda c: [c.path]),
    ("paths", "lesson", lambda c: c.lesson, lambda c: [c.path]),
    ("measures", "path", lambda c: c.path, lambda c: [c.measure]),
    ("measures", "category", "rd_platform", lambda c: [c.measure]),
    ("measures", "problem", lambda c: c.child, lambda c: [c.measure]),
    ("measures", "practice", lambda c: c.practice, lambda c: [c.measure]),
    ("projects", "kind", "port", lambda c: [c.project]),
    ("projects", "action", lambda c: c.action, lambda c: [c.project]),
    ("sectors", "kind", "technology", lambda c: [c.sector]),
    ("sectors", "action", lambda c: c.action, lambda c: [c.sector]),
    ("actions", "path", lambda c: c.path, lambda c: [c.action, c.replaced]),
    ("actions", "measure", lambda c: c.measure, lambda c: [c.action, c.replaced]),
    ("actions", "department", lambda c: c.lead, lambda c: [c.action]),
    ("actions", "supporting_department", lambda c: c.supporting, lambda c: [c.action]),
    ("actions", "leader", lambda c: c.action.leader, lambda c: [c.action]),
    ("actions", "project", lambda c: c.project, lambda c: [c.action]),
    ("actions", "sector", lambda c: c.sector, lambda c: [c.action]),
    ("actions", "due_after", "2027-06-29", lambda c: [c.action]),
    ("progress-reports", "action", lambda c: c.action, lambda c: [c.report]),
    ("progress-reports", "measure", lambda c: c.measure, lambda c: [c.report]),
    ("progress-reports", "path", lambda c: c.path, lambda c: [c.report]),
    ("progress-reports", "department", lambda c: c.lead, lambda c: [c.report]),
]
# Filters by what is decided on the day, or by who reads: test_actions.py, test_blockers.py, test_progress_reports.py.
ELSEWHERE = {
    ("actions", "status"),
    ("actions", "delivery_light"),
    ("actions", "outcome_light"),
    ("actions", "pace"),
    ("actions", "overdue"),
    ("actions", "due_before"),
    ("blockers", "action"),
    ("blockers", "department"),
    ("blockers", "leader"),
    ("blockers", "open"),
    ("blockers", "sample"),
    ("progress-reports", "status"),
    ("progress-reports", "state"),
    ("progress-reports", "openness"),
    ("progress-reports", "sample"),
}


def key(name: str) -> str:
    return "ref" if name == "progress-reports" else "code"


def test_every_list_has_a_contract():
    assert FIELDS.keys() == LISTS.keys()


def test_every_filter_is_tested():
    filters = {(name, filter_) for name, viewset in FILTERED.items() for filter_ in filters_of(viewset)}

    assert filters == {(name, filter_) for name, filter_, _value, _found in CASES} | ELSEWHERE


def filters_of(viewset) -> list[str]:
    return list(viewset.filterset_class.base_filters) if getattr(viewset, "filterset_class", None) else []


@pytest.mark.parametrize("name", [name for name in LISTS if name not in WITH_ROLE])
def test_fields(client, name):
    grow()

    assert {frozenset(row) for row in rows(client, name)} == {frozenset(FIELDS[name])}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}-{case[1]}")
def test_filter(client, chain, case):
    name, filter_, value, found = case
    asked = value(chain).code if callable(value) else value

    assert values(client, name, key(name), **{filter_: asked}) == [getattr(one, key(name)) for one in found(chain)]
    assert len(rows(client, name)) > len(found(chain))


@pytest.mark.parametrize(
    ("name", "filter_"), sorted({(case[0], case[1]) for case in CASES} | ELSEWHERE), ids=lambda text: text
)
def test_a_value_that_does_not_fit_is_refused_by_name(client, name, filter_):
    answer = refusal(client, name, **{filter_: "not-a-date-nor-a-code"})

    assert answer["parameter"] == filter_
    assert filter_ in answer["detail"]
    assert "not-a-date-nor-a-code" in answer["detail"]


def test_filters_of_a_list_narrow_together(client, chain):
    assert values(client, "actions", path=chain.path.code, department=chain.lead.code) == [chain.action.code]
    assert values(client, "actions", path=chain.path.code, department=chain.supporting.code) == []


def test_the_chain_can_be_followed_from_problem_to_report(client, chain):
    (problem,) = rows(client, "problems", path=chain.path.code)
    (measure,) = rows(client, "measures", problem=problem["code"])
    (practice,) = measure["practices"]
    (lesson,) = rows(client, "lessons", practice=practice["practice"])
    (path,) = rows(client, "paths", lesson=lesson["code"])
    action = rows(client, "actions", path=path["code"])[0]
    (report,) = rows(client, "progress-reports", action=action["code"])

    assert practice == {
        "practice": chain.practice.code,
        "adoption": "adapted",
        "conditions": "因地制宜。",
        "conditions_en": "",
        "locator": "",
    }
    assert problem["children"] == [chain.child.code]
    assert measure["lessons"] == path["lessons"] == [chain.lesson.code]
    assert path["practices"] == [chain.practice.code]
    assert report["ref"] == chain.report.ref


def test_evidence_and_facts_are_figures_with_their_source(client, chain):
    (problem,) = rows(client, "problems", path=chain.path.code)
    (practice,) = rows(client, "practices", measure=chain.measure.code)

    for figure in (*problem["evidence"], *practice["facts"]):
        assert figure["value"]
        assert figure["unit"] == "%"
        assert figure["source"].startswith("source-")
        assert figure["locator"] == "表1"
    assert practice["cities"] == [chain.city.code]
    assert practice["measures"][0]["measure"] == chain.measure.code
    assert problem["links"][0]["targets"][0]["value"] == "500"


def test_a_figure_is_not_cited_before_it_was_recorded(client, chain):
    figure = chain.problem.evidence.first()
    figure.vintage = date(2024, 3, 1)
    figure.save()

    def cited(**query):
        return len(rows(client, "problems", path=chain.path.code, **query)[0]["evidence"])

    assert (cited(), cited(known_on="2024-03-01"), cited(known_on="2024-02-29")) == (2, 2, 1)


def test_a_register_names_the_actions_behind_it(client, chain):
    (project,) = rows(client, "projects", action=chain.action.code)
    department = next(row for row in rows(client, "departments") if row["code"] == chain.lead.code)

    assert project["actions"] == [chain.action.code]
    assert department["leads"] == [chain.action.code]
    assert department["supports"] == []
    assert department["progress"]["percent"] == "60.0"


def test_a_report_that_counts_later_moves_the_departments_progress(client, chain):
    approved_report(chain.action, date(2026, 6, 15), 80, approved=date(2026, 6, 20))

    (now,) = (row for row in rows(client, "departments") if row["code"] == chain.lead.code)
    (then,) = (row for row in rows(client, "departments", known_on="2026-06-19") if row["code"] == chain.lead.code)

    assert now["progress"]["percent"] == "80.0"
    assert then["progress"]["percent"] == "60.0"
