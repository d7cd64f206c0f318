"""The annual review by API: nested as JSON, flat as CSV."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine

from recommendations.exports.review import COLUMNS
from tests.api import get, refusal, rows
from tests.factories import (
    ActionFactory,
    AssignmentFactory,
    DepartmentFactory,
    IndicatorFactory,
    IndicatorLinkFactory,
    MandateFactory,
    MeasureFactory,
    ObservationFactory,
    PathFactory,
    PlanChangeFactory,
    SourceFactory,
    TargetFactory,
    approved_report,
    grow,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages", "_in_october_2026")]


@pytest.fixture
def _in_october_2026():
    with time_machine.travel(datetime(2026, 10, 1, 4, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def action():
    """Mandated in 2024; 30 at the end of 2025, 70 in 2026, extended in 2026; its measure has a figure and a target."""
    measure = MeasureFactory(code="1.1", path=PathFactory(code="1", title="路径一"), title="对策一")
    action = ActionFactory(
        code="1.1.1",
        measure=measure,
        title="建设平台",
        start_date=date(2025, 1, 1),
        due_date=date(2026, 6, 30),
        lead_department=DepartmentFactory(code="sci", name="市科技局"),
    )
    AssignmentFactory(action=action, mandate=MandateFactory(number="柳政办〔2024〕9号", date=date(2024, 12, 20)))
    approved_report(action, date(2025, 12, 25), 30, date(2025, 12, 28))
    approved_report(action, date(2026, 9, 30), 70, date(2026, 9, 30))
    PlanChangeFactory(action=action, decided_on=date(2026, 6, 20), new_due_date=date(2026, 12, 31), document="会议纪要")
    _link(measure=measure)
    return action


def _link(**owner):
    indicator = IndicatorFactory(code="rd-intensity", name="研发强度", name_en="R&D intensity", unit="%")
    link = IndicatorLinkFactory(indicator=indicator, baseline_period="2019", **owner)
    source = SourceFactory(code="s", title="课题报告")
    place = {"indicator": indicator, "area": link.area, "source": source, "decimals": 2}
    ObservationFactory(**place, period="2019", value=Decimal("-1.50"), locator="表1")
    ObservationFactory(**place, period="2020", value=Decimal("1.60"), locator="表7", bound="at_least")
    TargetFactory(link=link, value=Decimal("2.5"), decimals=1, period="2025", document="规划纲要")
    return link


@pytest.mark.usefixtures("action")
def test_the_years_that_can_be_reviewed(client):
    assert rows(client, "annual-reviews") == [
        {"year": 2026, "complete": False},
        {"year": 2025, "complete": True},
        {"year": 2024, "complete": True},
    ]
    assert [row["year"] for row in rows(client, "annual-reviews", as_of="2025-12-31")] == [2025, 2024]
    assert [row["year"] for row in rows(client, "annual-reviews", known_on="2025-06-30")] == [2025, 2024]


@pytest.mark.parametrize(("day", "complete"), [("2025-12-30", False), ("2025-12-31", True)])
@pytest.mark.usefixtures("action")
def test_a_year_is_complete_on_its_last_day_in_the_list_as_in_the_review(client, day, complete):
    listed = {row["year"]: row["complete"] for row in rows(client, "annual-reviews", as_of=day)}

    assert listed[2025] is complete
    assert get(client, "annual-reviews/2025", as_of=day)["complete"] is complete


@pytest.mark.usefixtures("action")
def test_the_page_lists_the_years_that_can_be_read_on_that_day(client):
    html = client.get("/reviews/", {"as_of": "2025-06-01"}).content.decode()

    assert "/reviews/2025/?as_of=2025-06-01" in html
    assert "/reviews/2026/" not in html


def test_nothing_reported_or_mandated_is_nothing_to_review(client):
    ActionFactory()

    assert rows(client, "annual-reviews") == []


@pytest.mark.usefixtures("action")
@pytest.mark.parametrize("year", ["1999", "2023", "2027", "0000", "9999", "x", "20260"])
def test_another_year_is_a_404(client, year):
    refusal(client, f"annual-reviews/{year}", expected=404)


def test_a_year_as_nested_json(client, action):
    review = get(client, "annual-reviews/2026")

    assert review["year"] == 2026
    assert review["complete"] is False
    assert (review["as_of"], review["known_on"]) == ("2026-10-01", None)
    assert (review["before"]["percent"], review["progress"]["percent"]) == ("30.0", "70.0")
    (path,) = review["paths"]
    (measure,) = path["measures"]
    assert (path["code"], path["title"]) == ("1", "路径一")
    assert (measure["code"], measure["title"]) == ("1.1", "对策一")
    for group in (path, measure):
        assert (group["before"]["percent"], group["progress"]["percent"]) == ("30.0", "70.0")
        assert group["outcome"]["light"] == "ok"
    assert measure["actions"] == [
        {
            "code": "1.1.1",
            "title": "建设平台",
            "title_en": action.title_en,
            "lead_department": "sci",
            "mandate": {
                "number": "柳政办〔2024〕9号",
                "title": "立项文件",
                "date": "2024-12-20",
                "issuer": "市政府办公室",
                "adoption": "full",
                "sample": False,
            },
            "start_date": "2025-01-01",
            "due_date": "2026-12-31",
            "status": "in_progress",
            "percent": "70.0",
            "planned_percent": "87.4",
            "pace": "behind",
            "delivery_light": "soon",
            "overdue": False,
            "report_as_of": "2026-09-30",
            "before": {"status": "in_progress", "percent": "30.0", "delivery_light": "soon"},
            "percent_change": "40.0",
            "changes": [
                {
                    "kind": "extension",
                    "decided_on": "2026-06-20",
                    "recorded_on": "2026-06-20",
                    "former_due_date": None,
                    "new_due_date": "2026-12-31",
                    "successors": [],
                    "document": "会议纪要",
                    "sample": False,
                }
            ],
            "changed": True,
            "sample": False,
        }
    ]


@pytest.mark.usefixtures("action")
def test_its_indicators_stand_with_their_measure_and_with_their_sources(client):
    (path,) = get(client, "annual-reviews/2026")["paths"]
    (indicator,) = path["measures"][0]["indicators"]

    assert path["indicators"] == []
    assert (indicator["indicator"], indicator["unit"], indicator["light"]) == ("rd-intensity", "%", "ok")
    assert (indicator["baseline"]["period"], indicator["baseline"]["value"]) == ("2019", "-1.50")
    assert (indicator["newest"]["source"], indicator["newest"]["locator"]) == ("s", "表7")
    assert indicator["target"]["document"] == "规划纲要"


@pytest.mark.usefixtures("action")
def test_a_past_year_stands_at_its_end_with_what_is_known_now_or_was_then(client):
    def state(**query):
        review = get(client, "annual-reviews/2025", **query)
        action = review["paths"][0]["measures"][0]["actions"][0]
        return review["complete"], review["as_of"], action["percent"], action["due_date"], action["changes"]

    assert state() == (True, "2025-12-31", "30.0", "2026-06-30", [])
    assert state(known_on="2025-12-27") == (True, "2025-12-31", None, "2026-06-30", [])
    assert state(as_of="2025-06-30") == (False, "2025-06-30", None, "2026-06-30", [])
    refusal(client, "annual-reviews/2026", expected=404, as_of="2025-12-31")


def test_an_action_that_was_replaced_names_what_took_its_place(client, action):
    successor = ActionFactory(measure=action.measure)
    PlanChangeFactory(action=action, kind="supersession", decided_on=date(2026, 8, 1)).successors.add(successor)

    first = get(client, "annual-reviews/2026")["paths"][0]["measures"][0]["actions"][0]

    assert (first["status"], first["delivery_light"]) == ("superseded", None)
    assert first["changes"][1]["successors"] == [successor.code]


def table(client, **query):
    """The rows of the CSV, as a spreadsheet would read them."""
    response = client.get("/api/v1/annual-reviews/2026/", {"format": "csv", **query})
    assert response.status_code == 200
    return response, list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


@pytest.mark.usefixtures("action")
def test_a_year_as_csv(client):
    response, records = table(client)

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="annual-review-2026.csv"'
    assert response.content.startswith(b"\xef\xbb\xbfrecord,path,measure,code,")
    assert [(row["record"], row["code"], row["title"]) for row in records] == [
        ("path", "1", "路径一"),
        ("measure", "1.1", "对策一"),
        ("indicator", "rd-intensity", "研发强度"),
        ("action", "1.1.1", "建设平台"),
    ]
    assert tuple(records[0]) == COLUMNS


@pytest.mark.usefixtures("action")
def test_every_figure_of_the_csv_stands_with_unit_period_bound_and_source(client):
    _, records = table(client)
    figure = records[2]

    assert figure["unit"] == "%"
    assert {name: figure[name] for name in figure if name.startswith("baseline")} == {
        "baseline_period": "2019",
        "baseline_value": "-1.50",
        "baseline_bound": "exact",
        "baseline_status": "A",
        "baseline_source": "课题报告",
        "baseline_locator": "表1",
    }
    assert (figure["newest_value"], figure["newest_bound"], figure["newest_locator"]) == ("1.60", "at_least", "表7")
    assert (figure["target_value"], figure["target_unit"], figure["target_source"]) == ("2.5", "%", "规划纲要")
    assert (figure["area"], figure["outcome_light"], figure["percent"]) == ("450200", "ok", "")


@pytest.mark.usefixtures("action")
def test_actions_and_groups_of_the_csv(client):
    _, (path, measure, _figure, action) = table(client)

    assert (path["percent"], path["percent_before"], path["actions"], path["light_soon"]) == ("70.0", "30.0", "1", "1")
    assert (measure["outcome_light"], measure["overdue"]) == ("ok", "")
    assert (action["lead_department"], action["mandate"]) == ("市科技局", "柳政办〔2024〕9号")
    assert (action["percent_before"], action["percent"], action["percent_change"]) == ("30.0", "70.0", "40.0")
    assert (action["due_date"], action["overdue"]) == ("2026-12-31", "false")
    assert action["changes"] == "2026-06-20 extension -> 2026-12-31"


def test_average_growth_is_in_per_cent_whatever_the_indicators_unit(client, action):
    link = IndicatorLinkFactory(path=action.measure.path, indicator__unit="亿元")
    TargetFactory(link=link, measured_as="average_growth", value=Decimal(8))

    _, records = table(client)

    growth = next(row for row in records if row["code"] == link.indicator.code)
    assert (growth["path"], growth["measure"]) == ("1", "")
    assert (growth["unit"], growth["target_value"], growth["target_unit"]) == ("亿元", "8", "%")


def test_a_text_that_a_spreadsheet_would_run_is_defused(client, action):
    action.title = '=HYPERLINK("http://example.org")'
    action.save()

    _, records = table(client)

    assert records[3]["title"] == '\'=HYPERLINK("http://example.org")'


def test_a_refusal_is_json_though_csv_was_asked_for(client):
    refusal(client, "annual-reviews/1999", expected=404, format="csv")
    assert refusal(client, "annual-reviews/2026", format="xlsx")["parameter"] == "format"
    assert refusal(client, "annual-reviews/2026", format="csv", colour="red")["parameter"] == "colour"


@pytest.mark.parametrize(("form", "count"), [("json", 19), ("csv", 18)])
def test_the_number_of_queries_does_not_grow_with_the_plan(client, django_assert_num_queries, form, count):
    grow()
    for _ in range(2):
        with django_assert_num_queries(count):
            assert client.get("/api/v1/annual-reviews/2026/", {"format": form}).status_code == 200
        grow()
