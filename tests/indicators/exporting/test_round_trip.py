"""What was exported is imported again, and says nothing new: every row is unchanged."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from indicators.asof import AsOf
from indicators.exporting import csv, sdmx, xlsx
from indicators.exporting.rows import Export
from indicators.importing.catalogue import Catalogue
from indicators.importing.preview import Preview, preview
from indicators.importing.read import read
from indicators.importing.recognise import recognise
from indicators.models import Observation
from indicators.periods import frequency
from tests.factories import ObservationFactory

WRITERS = {"observations.csv": csv.chunks, "observations.xlsx": xlsx.chunks, "observations.sdmx.csv": sdmx.chunks}
TODAY = date(2026, 6, 10)

every_format = pytest.mark.parametrize("name", WRITERS)


def come_back(name: str) -> Preview:
    """Everything that is known, written to a file, and what an import of the file would do."""
    asof = AsOf(as_of=TODAY, today=TODAY)
    observations = Observation.objects.known_on(None).with_shown().order_by("pk")
    content = b"".join(WRITERS[name](Export(observations, asof)))
    sheet = read(content, name)[0]
    return preview(sheet, recognise(sheet, Catalogue.load()), today=TODAY)


def told(found: Preview) -> list[tuple]:
    """What is not unchanged, and why."""
    return [(line.candidate.cell, line.outcome, line.reason) for line in found.lines if line.outcome != "unchanged"]


@pytest.mark.usefixtures("whole_study")
def test_the_whole_study_comes_back_unchanged_in_every_format():
    found = {name: come_back(name) for name in WRITERS}

    assert [line for preview in found.values() for line in told(preview)] == []
    unchanged = Counter(unchanged=Observation.objects.count())
    assert {name: preview.counts for name, preview in found.items()} == dict.fromkeys(WRITERS, unchanged)


@every_format
@pytest.mark.django_db
@pytest.mark.parametrize(
    "period", ["2020", "2020-Q1", "2020-03", "2016/2020", "2020-Q1/2020-Q3", "2020-01/2020-06", "2019-11/2020-12"]
)
def test_every_kind_of_period_comes_back(name, period):
    counted_in = {"A": "annual", "Q": "quarterly", "M": "monthly"}[frequency(period)]
    accumulation = "year_to_date" if "/" in period and counted_in != "annual" else "period"
    ObservationFactory(period=period, indicator__frequency=counted_in, indicator__accumulation=accumulation)

    assert told(come_back(name)) == []


@every_format
@pytest.mark.django_db
def test_caveats_come_back(name):
    ObservationFactory(value=None, status="M", decimals=0, note="未公布")
    ObservationFactory(value=Decimal(600), decimals=0, bound="at_least", period_basis="unstated")
    ObservationFactory(value=Decimal("-0.5"), decimals=3, status="P", bound="about", indicator__unit="")
    ObservationFactory(value=Decimal(0), decimals=1, status="B", indicator__unit="亿元")

    found = come_back(name)

    assert told(found) == []
    assert found.counts == Counter(unchanged=4)


@every_format
@pytest.mark.django_db
def test_a_figure_that_was_corrected_meanwhile_is_a_change_and_not_unchanged(name):
    """The proof that the comparison sees anything."""
    figure = ObservationFactory(value=Decimal("1.50"), decimals=2)
    asof = AsOf(as_of=TODAY, today=TODAY)
    content = b"".join(WRITERS[name](Export(Observation.objects.with_shown(), asof)))
    Observation.objects.filter(pk=figure.pk).update(value=Decimal("1.60"))
    sheet = read(content, name)[0]

    found = preview(sheet, recognise(sheet, Catalogue.load()), today=TODAY)

    assert [line.outcome for line in found.lines] == ["refused"]


# Signs of CSV, of formulas, of XML; no controls, which no cell holds; not blank at its ends, which no cell keeps.
texts = st.text(
    st.sampled_from("'\"=+-@＝＋,;<>&_x\n 1表注。é字") | st.characters(codec="utf-8", categories=["L", "N", "P", "S"]),
    max_size=30,
).filter(lambda text: text == text.strip())
decimals = st.integers(0, 6)


class OddTexts(TestCase):
    """Whatever people write into notes and places."""

    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    @given(texts, texts, texts, decimals, st.integers(-(10**9), 10**9))
    def test_comes_back(self, locator: str, note: str, note_en: str, places: int, digits: int) -> None:
        ObservationFactory(
            locator=" ".join(locator.split()) or "表1",
            note=note,
            note_en=note_en,
            value=Decimal(digits).scaleb(-places),
            decimals=places,
        )

        for name in WRITERS:
            assert told(come_back(name)) == []
