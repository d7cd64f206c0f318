"""Ranking, change and catching up, as the API gives them for one indicator."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api import get, refusal
from tests.factories import (
    AreaFactory,
    IdentityFactory,
    IdentityTermFactory,
    IndicatorFactory,
    ObservationFactory,
    SourceFactory,
    a_reader,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]


@pytest.fixture
def gdp():
    return IndicatorFactory(code="gdp", unit="亿元", unit_en="CNY 100 mn", price_basis="current", accumulation="period")


@pytest.fixture
def areas(gdp):
    names = [("450200", "focus"), ("520300", "peer"), ("530300", "peer"), ("360700", "peer"), ("000000", "benchmark")]
    return {code: AreaFactory(code=code, kind=kind) for code, kind in names}


@pytest.fixture
def figure(gdp, areas):
    """Records a figure as it is printed."""
    source = SourceFactory(code="yearbook")

    def record(area, text, period="2020", **columns):
        value = None if text is None else Decimal(text)
        given = {
            "indicator": gdp,
            "source": source,
            "value": value,
            "decimals": 0 if value is None else -value.as_tuple().exponent,
            "status": "M" if value is None else "A",
        }
        return ObservationFactory(**given | {"area": areas[area], "period": period} | columns)

    return record


def by_area(answer, field):
    return {row["area"]: row[field] for row in answer["results"]}


class TestRanking:
    address = "indicators/gdp/ranking"

    @pytest.fixture(autouse=True)
    def _figures(self, figure):
        figure("450200", "3276.94", note="柳州的说明")
        figure("520300", "3820.05")
        figure("530300", "3059.4", status="B")
        figure("360700", "3745.2", bound="at_least")
        figure("000000", "1015986.2")
        for area in ("450200", "520300", "530300"):
            figure(area, "3228.35", "2019")

    def test_rows_are_the_compared_areas_best_first_with_rank_and_gaps(self, client):
        answer = get(client, self.address, period="2020")

        assert [
            (row["area"], row["value"], row["rank"], row["gap_to_best"], row["gap_to_median"])
            for row in answer["results"]
        ] == [
            ("520300", "3820.05", 1, "0.00", "37.425"),
            ("360700", "3745.2", 2, "-74.85", "-37.425"),
            ("450200", "3276.94", 3, "-543.11", "-505.685"),
            ("530300", "3059.4", None, "-760.65", "-723.225"),
        ]

    def test_the_head_says_what_the_numbers_are(self, client):
        answer = get(client, self.address, period="2020")
        rows = answer.pop("results")

        assert answer == {
            "indicator": "gdp",
            "unit": "亿元",
            "unit_en": "CNY 100 mn",
            "direction": "higher",
            "price_basis": "current",
            "accumulation": "period",
            "period": "2020",
            "best": "3820.05",
            "median": "3782.625",
            "peers_counted": 2,
            "ranked": 3,
        }
        assert rows[2] == {
            "area": "450200",
            "area_name": "城市450200",
            "area_name_en": "City 450200",
            "value": "3276.94",
            "rank": 3,
            "gap_to_best": "-543.11",
            "gap_to_median": "-505.685",
            "status": "A",
            "bound": "exact",
            "source": "yearbook",
            "locator": "表1",
            "note": "柳州的说明",
            "note_en": "",
            "sample": False,
            "inputs": [],
        }

    def test_a_figure_of_another_definition_is_ranked_when_asked_for(self, client):
        assert by_area(get(client, self.address, with_other_definitions="true"), "rank")["530300"] == 4
        assert by_area(get(client, self.address, with_other_definitions="false"), "rank")["530300"] is None

    def test_without_a_period_the_newest_that_can_be_compared(self, client, figure):
        figure("450200", "3057.24", "2021")

        assert get(client, self.address)["period"] == "2020"

    def test_where_lower_is_better_the_smallest_leads(self, client, gdp):
        gdp.direction = "lower"
        gdp.save()

        answer = get(client, self.address, period="2020")

        assert answer["best"] == "3276.94"
        assert by_area(answer, "rank") == {"450200": 1, "360700": 2, "520300": 3, "530300": None}

    def test_a_missing_figure_stays_missing(self, client, figure):
        figure("360700", None, "2019")

        row = get(client, self.address, period="2019")["results"][-1]

        assert (row["area"], row["status"]) == ("360700", "M")
        assert {row[field] for field in ("value", "rank", "gap_to_best", "gap_to_median")} == {None}

    def test_a_period_of_which_nothing_is_known_is_empty(self, client):
        answer = get(client, self.address, period="1999")

        assert (answer["results"], answer["best"], answer["median"], answer["ranked"]) == ([], None, None, 0)

    def test_known_on_shows_what_was_known_that_day(self, client, figure):
        figure("450200", "3900.00", vintage=date(2024, 1, 1))

        assert by_area(get(client, self.address, period="2020"), "rank")["450200"] == 1
        assert by_area(get(client, self.address, period="2020", known_on="2023-12-31"), "rank")["450200"] == 3

    def test_as_of_leaves_out_periods_that_had_not_ended(self, client):
        assert get(client, self.address, as_of="2020-06-30")["period"] == "2019"
        assert get(client, self.address, as_of="2020-06-30", period="2020")["results"] == []

    @pytest.mark.parametrize(
        ("query", "parameter"),
        [
            ({"period": "2020-13"}, "period"),
            ({"with_other_definitions": "perhaps"}, "with_other_definitions"),
            ({"implied": "2"}, "implied"),
            ({"area": "450200"}, "area"),
            ({"page": "1"}, "page"),
        ],
    )
    def test_what_does_not_fit_is_refused_by_name(self, client, query, parameter):
        assert refusal(client, self.address, **query)["parameter"] == parameter

    def test_an_unknown_indicator_is_a_404(self, client):
        refusal(client, "indicators/nothing/ranking", expected=404)

    def test_the_figures_are_read_in_one_query(self, client):
        with CaptureQueriesContext(connection) as queries:
            get(client, self.address, period="2020")

        assert sum("indicators_observation" in query["sql"] for query in queries) == 1

    def test_an_implied_figure_takes_part_only_when_asked_for_and_shows_its_inputs(self, client, gdp, areas):
        trade, ratio = (
            IndicatorFactory(code=code, accumulation="period", price_basis="current") for code in ("trade", "ratio")
        )
        identity = IdentityFactory()
        for role, indicator in (("share", ratio), ("part", trade), ("whole", gdp)):
            IdentityTermFactory(identity=identity, role=role, indicator=indicator, implied=role == "whole")
        peer = AreaFactory(code="420600")
        ObservationFactory(indicator=trade, area=peer, value=Decimal("177.0"), decimals=1)
        ObservationFactory(indicator=ratio, area=peer, value=Decimal("5.40"), decimals=2)

        assert "420600" not in by_area(get(client, self.address, period="2020"), "rank")
        answer = get(client, self.address, period="2020", implied="true")
        row = next(row for row in answer["results"] if row["area"] == "420600")

        assert (row["value"], row["status"], row["rank"], row["source"]) == ("3278", "I", 3, None)
        assert [(one["indicator"], one["value"]) for one in row["inputs"]] == [("ratio", "5.40"), ("trade", "177.0")]
        assert answer["peers_counted"] == 3
        assert get(client, self.address, period="2020", implied="true", as_of="2020-06-30")["results"] == []


class TestChange:
    address = "indicators/gdp/change"

    def test_only_the_figures_asked_for_are_read_in_one_query_however_many_areas(self, client, figure):
        counts = []
        for more in ("360700", "530300"):
            figure(more, "700.0")
            figure(more, "650.0", "2019")
            with CaptureQueriesContext(connection) as queries:
                get(client, self.address, **{"from": "2018", "to": "2020"})
            (read,) = [query["sql"] for query in queries if "indicators_observation" in query["sql"]]
            counts.append(len(queries))

        assert "2018" in read
        assert counts[0] == counts[1]

    @pytest.fixture(autouse=True)
    def _figures(self, figure):
        figure("450200", "2000.00", "2018")
        figure("450200", "2420.00")
        figure("520300", "500", "2018", bound="at_least")
        figure("520300", "600.0")

    def test_of_an_area_with_the_digits_that_the_figures_justify(self, client):
        answer = get(client, self.address, area="450200", **{"from": "2018", "to": "2020"})

        assert (answer["from"], answer["to"], answer["nominal"], answer["price_basis"]) == (
            "2018",
            "2020",
            True,
            "current",
        )
        (row,) = answer["results"]
        assert (row["first"]["value"], row["last"]["value"]) == ("2000.00", "2420.00")
        assert (row["change"], row["percent_change"]) == ("420.00", "21.000")
        assert (row["compound_growth"], row["index"]) == ("10.0000", "121.000")
        assert row["declined"] == {}

    def test_what_cannot_be_computed_is_null_with_the_reason(self, client):
        (row,) = get(client, self.address, area="520300", **{"from": "2018", "to": "2020"})["results"]

        assert {row[name] for name in ("change", "percent_change", "compound_growth", "index")} == {None}
        assert row["declined"].keys() == {"change", "percent_change", "compound_growth", "index"}
        assert "至少" in row["declined"]["compound_growth"]

    def test_several_areas_or_all(self, client):
        both = {"from": "2018", "to": "2020"}

        assert len(get(client, self.address, area=["450200", "520300"], **both)["results"]) == 2
        assert len(get(client, self.address, **both)["results"]) == 2

    def test_an_area_without_a_figure_says_so(self, client):
        (row,) = get(client, self.address, area="530300", **{"from": "2018", "to": "2020"})["results"]

        assert (row["first"], row["last"]) == (None, None)
        assert "2018 没有数" in row["declined"]["change"]

    @pytest.mark.parametrize(
        ("query", "parameter"),
        [
            ({"from": "2018"}, "to"),
            ({"to": "2018"}, "from"),
            ({"from": "18", "to": "2020"}, "from"),
            ({"from": "2018", "to": "2020", "area": "999"}, "area"),
            ({"from": "2018", "to": "2020", "window": "2018/2020"}, "window"),
        ],
    )
    def test_what_does_not_fit_is_refused_by_name(self, client, query, parameter):
        assert refusal(client, self.address, **query)["parameter"] == parameter


class TestShare:
    address = "indicators/exports/share"

    @pytest.fixture(autouse=True)
    def _figures(self, figure):
        exports = IndicatorFactory(code="exports", unit="亿元", price_basis="current", accumulation="period")
        for area, whole, part in (("450200", "228.12", "79.67"), ("530300", "95.80", None)):
            figure(area, whole)
            figure(area, part, indicator=exports)

    def test_each_area_has_its_share_or_why_there_is_none(self, client):
        answer = get(client, self.address, of="gdp", period="2020")

        assert (answer["indicator"], answer["of"], answer["period"]) == ("exports", "gdp", "2020")
        assert by_area(answer, "share") == {"450200": "34.925", "530300": None}
        assert by_area(answer, "declined")["450200"] is None
        assert "缺数" in by_area(answer, "declined")["530300"]
        assert [row["whole"]["value"] for row in answer["results"]] == ["228.12", "95.80"]

    def test_areas_may_be_asked_for(self, client):
        assert by_area(get(client, self.address, of="gdp", period="2020", area="450200"), "share").keys() == {"450200"}

    def test_other_units_have_no_share(self, client, figure):
        figure("450200", "416.32", indicator=IndicatorFactory(code="people", unit="万人"))

        answer = get(client, "indicators/exports/share", of="people", period="2020", area="450200")

        assert by_area(answer, "share") == {"450200": None}

    @pytest.mark.parametrize(
        ("query", "parameter"),
        [
            ({"period": "2020"}, "of"),
            ({"of": "gdp"}, "period"),
            ({"of": "unknown", "period": "2020"}, "of"),
            ({"of": "gdp", "period": "2020-13"}, "period"),
            ({"of": "gdp", "period": "2020", "to": "2021"}, "to"),
        ],
    )
    def test_what_cannot_be_asked_is_refused_by_name(self, client, query, parameter):
        assert refusal(client, self.address, **query)["parameter"] == parameter


class TestCatchUp:
    address = "indicators/gdp/catch-up"

    @pytest.fixture(autouse=True)
    def _figures(self, figure):
        for year, ours, theirs in ((2018, "100.0", "200.0"), (2019, "110.0", "200.0"), (2020, "121.0", "200.0")):
            figure("450200", ours, str(year))
            figure("520300", theirs, str(year))

    @pytest.fixture
    def signed_in(self, client):
        client.force_login(a_reader())
        return client

    def test_strangers_are_asked_to_sign_in_even_where_pages_are_public(self, client):
        assert refusal(client, self.address, expected=403, area="450200", to="520300")["detail"].startswith("请先登录")

    def test_the_year_with_all_that_it_rests_on(self, signed_in):
        answer = get(signed_in, self.address, area="450200", to="520300")
        found = answer["projection"]

        assert (answer["needed"], answer["declined"], answer["nominal"]) == (None, None, True)
        assert "不是预测" in answer["notice"]
        assert (found["method"], found["method_name"], found["window"]) == ("compound", "复合增长率外推", "2018/2020")
        assert (found["gap"], found["year"]) == ("-79.0", 2026)
        assert (found["projected_behind"], found["projected_ahead"]) == ("214.4", "200.0")
        assert (found["behind"]["area"], found["behind"]["growth"], found["behind"]["last"]["value"]) == (
            "450200",
            "10.0",
            "121.0",
        )

    def test_it_declines_with_the_reason(self, signed_in):
        answer = get(signed_in, self.address, area="520300", to="450200")

        assert answer["projection"] is None
        assert "并不落后" in answer["declined"]
        assert "不足 3 个" in get(signed_in, self.address, area="450200", to="520300", window="2019/2020")["declined"]

    def test_the_growth_that_a_target_needs(self, signed_in):
        answer = get(signed_in, self.address, area="450200", target="194.87", year="2025")
        needed = answer["needed"]

        assert answer["projection"] is None
        assert (needed["start"]["period"], needed["target"], needed["year"]) == ("2020", "194.87", 2025)
        assert (needed["growth"], needed["gap"]) == ("10.00", "-73.87")

    def test_a_target_of_an_area_without_figures_is_declined(self, signed_in):
        assert "没有可作起点" in get(signed_in, self.address, area="530300", target="5", year="2030")["declined"]

    def test_known_on_is_respected(self, signed_in, figure):
        figure("450200", "300.0", vintage=date(2024, 1, 1))

        assert "并不落后" in get(signed_in, self.address, area="450200", to="520300")["declined"]
        assert get(signed_in, self.address, area="450200", to="520300", known_on="2023-12-31")["projection"]

    @pytest.mark.parametrize(
        ("query", "parameter"),
        [
            ({}, "area"),
            ({"area": "450200"}, "to"),
            ({"area": "nowhere", "to": "520300"}, "area"),
            ({"area": "450200", "to": "nowhere"}, "to"),
            ({"area": "450200", "to": "520300", "window": "2015"}, "window"),
            ({"area": "450200", "to": "520300", "window": "2015-01/2020-02"}, "window"),
            ({"area": "450200", "to": "520300", "target": "5", "year": "2030"}, "target"),
            ({"area": "450200", "target": "5"}, "year"),
            ({"area": "450200", "year": "2030"}, "target"),
            ({"area": "450200", "target": "5", "year": "2030", "window": "2015/2020"}, "window"),
            ({"area": "450200", "target": "much", "year": "2030"}, "target"),
            ({"area": "450200", "target": "NaN", "year": "2030"}, "target"),
            ({"area": "450200", "target": "5", "year": "20300"}, "year"),
            ({"area": "450200", "to": "520300", "period": "2020"}, "period"),
        ],
    )
    def test_what_does_not_fit_is_refused_by_name(self, signed_in, query, parameter):
        assert refusal(signed_in, self.address, **query)["parameter"] == parameter
