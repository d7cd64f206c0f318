"""What pages and API say of a plan on a day is what the rules make of what happened; each number has its list."""

import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest

from indicators.asof import AsOf
from recommendations.models import Action
from recommendations.queries.plan import read_plan
from recommendations.queries.status import read_states
from tests import api

from . import rules
from .history import History
from .rules import Deed, When

pytestmark = pytest.mark.django_db
SEED = 1

LINK = re.compile(r'<a[^>]* href="(/(?:actions|supervision)/\?[^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def what_holds(history: History, deed: Deed, when: When) -> dict[str, object]:
    """An action's state by the rules."""
    report, late = rules.counting(deed, when), rules.late_to_report(deed, history.periods, when, history.default)
    return {
        "status": rules.status(deed, when),
        "percent": report and report.percent,
        "report_as_of": report and report.as_of,
        "planned_percent": rules.rounded(rules.planned(deed, report.as_of, when)) if report else None,
        "pace": rules.pace(deed, when),
        "delivery_light": rules.light(deed, when, late),
        "overdue": rules.overdue(deed, when),
        "due_date": rules.due(deed, when),
        "lead_department": rules.lead(deed, when),
    }


def query(when: When) -> dict[str, str]:
    return {"as_of": str(when.day), **({"known_on": str(when.known)} if when.known else {})}


def test_states(history):
    leads = {department.pk: code for code, department in history.departments.items()}
    for when in history.whens(20):
        asof = AsOf(when.day, known_on=when.known)
        for state in (*read_plan(asof).states, *read_states(Action.objects.all(), asof)):
            deed = history.deed_of[state.action.pk]
            late = rules.late_to_report(deed, history.periods, when, history.default)
            said = {
                "status": state.status,
                "percent": state.percent,
                "report_as_of": state.report and state.report.as_of,
                "planned_percent": state.planned_percent,
                "pace": state.pace,
                "delivery_light": state.light,
                "overdue": state.overdue,
                "due_date": state.due_date,
                "lead_department": leads[state.lead_id],
            }
            assert said == what_holds(history, deed, when), (deed.code, when)
            assert state.late_to_report == late, (deed.code, when)
            assert state.mandated == rules.mandated(deed, when)
            assert state.extension_count == len(rules.extensions(deed, when))
            assert state.planned_today == rules.rounded(rules.planned(deed, when.day, when))
            assert state.days_overdue == ((when.day - rules.due(deed, when)).days if rules.overdue(deed, when) else 0)


def test_api_and_its_filters(history, office):
    for when in history.whens(3)[1:]:
        expected = {code: what_holds(history, deed, when) for code, deed in history.deeds.items()}
        rows = {row["code"]: row for row in api.rows(office, "actions", page_size=500, **query(when))}
        for code, holds in expected.items():
            said = {name: rows[code][name] for name in holds}
            said |= {n: said[n] and Decimal(said[n]) for n in ("percent", "planned_percent")}
            said |= {n: said[n] and date.fromisoformat(said[n]) for n in ("report_as_of", "due_date")}
            assert said == holds, (code, when)

        for name, values in (
            ("status", ["not_started", "in_progress", "completed", "suspended", "superseded"]),
            ("delivery_light", ["done", "ok", "soon", "late", "none"]),
            ("pace", ["ahead", "on_schedule", "behind"]),
            ("department", list(history.departments)),
            ("overdue", [True, False]),
        ):
            for value in values:
                found = api.values(office, "actions", page_size=500, **{name: value}, **query(when))
                field = "lead_department" if name == "department" else name
                right = [code for code, holds in expected.items() if holds[field] == value]
                assert sorted(found) == sorted(right), (name, value, when)
        dated = {code: holds["due_date"] for code, holds in expected.items() if holds["due_date"]}
        for day in (max(dated.values()), min(dated.values()), when.day):
            before = api.values(office, "actions", due_before=day, page_size=500, **query(when))
            after = api.values(office, "actions", due_after=day, page_size=500, **query(when))
            assert sorted(before) == sorted(code for code, due in dated.items() if due < day)
            assert sorted(after) == sorted(code for code, due in dated.items() if due > day)


def rolled_up(history: History, deeds: list[Deed], when: When) -> dict[str, object]:
    """What a group of actions comes to by the rules."""
    held = [what_holds(history, deed, when) for deed in deeds if rules.in_force(deed, when)]
    percents = [holds["percent"] for holds in held if holds["percent"] is not None]
    mean = rules.mean(percents)
    return {
        "percent": mean and str(mean),
        "actions": len(held),
        "reported": len(percents),
        "overdue": sum(holds["overdue"] for holds in held),
        "by_light": {
            light: sum(holds["delivery_light"] == light for holds in held)
            for light in ("done", "ok", "soon", "late", "none")
        },
    }


def test_what_groups_come_to(history, office):
    for when in history.whens(4):
        for address, owner in (
            ("paths", lambda deed: deed.path),
            ("measures", lambda deed: deed.measure),
            ("departments", lambda deed, when=when: rules.lead(deed, when)),
        ):
            for row in api.rows(office, address, page_size=500, **query(when)):
                deeds = [deed for deed in history.deeds.values() if owner(deed) == row["code"]]
                expected = rolled_up(history, deeds, when)
                assert {name: row["progress"][name] for name in expected} == expected, (address, row["code"], when)
                if address == "departments":
                    assert sorted(row["leads"]) == sorted(deed.code for deed in deeds)


def linked_numbers(html: str) -> list[tuple[str, int]]:
    """Each link to a list of actions or of what stands still, with the number that it shows."""
    links = ((unescape(href), re.findall(r"\d+", re.sub("<[^>]+>", "", text))) for href, text in LINK.findall(html))
    return [(href, int(numbers[0])) for href, numbers in links if numbers]


def length(context, href: str) -> int:
    """How many rows the list has."""
    if href.startswith("/actions/"):
        return len(context["states"])
    return len(getattr(context["found"], context["shown"]))


def test_each_number_is_the_length_of_the_list_behind_it(history, office):
    pages = ["/", "/paths/", "/measures/", "/departments/", "/supervision/"]
    pages += [f"/departments/{code}/" for code in history.departments]
    pages += [f"/supervision/?department={code}" for code in history.departments]
    for when in history.whens(2)[1:]:
        asked = "&".join(f"{name}={value}" for name, value in query(when).items())
        followed: dict[str, int] = {}
        for page in pages:
            html = office.get(f"{page}{'&' if '?' in page else '?'}{asked}").content.decode()
            for href, number in linked_numbers(html):
                assert asked in href, (page, href)
                if href not in followed:
                    followed[href] = length(office.get(href).context, href)
                assert followed[href] == number, (page, href)
        assert len(followed) > 20
