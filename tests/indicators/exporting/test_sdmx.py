"""SDMX-CSV 2.0 as two programs read it that others wrote: ``pysdmx`` and ``sdmx1``.

They are imported where they are used: both take a second to load, which other tests of the run need not wait for.
"""

import csv
import io
from decimal import Decimal
from typing import Any

import pytest

from indicators.models import Observation
from indicators.periods import to_sdmx
from tests.factories import AreaFactory, IndicatorFactory, ObservationFactory, SourceFactory

pytestmark = pytest.mark.django_db

Row = dict[str, str]
HEADER = (
    "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,INDICATOR,REF_AREA,SOURCE,LOCATOR,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MEASURE,"
    "DECIMALS,BOUND,PERIOD_BASIS,VINTAGE,REVISION,COMMENT_OBS,COMMENT_EN,SAMPLE,SHOWN"
)


def read_by_pysdmx(data: bytes, structure: bytes) -> list[Row]:
    """pysdmx takes columns of digits for numbers: codes of areas lose their zeros, values those behind the point."""
    from pysdmx.io import read_sdmx  # noqa: PLC0415

    message = read_sdmx(data.decode())
    (dataset,) = message.data
    assert dataset.short_urn == "Dataflow=LZ:DF_OBSERVATIONS(1.0)"
    rows = dataset.data.to_dict("records")
    return [row | {"REF_AREA": row["REF_AREA"].zfill(6)} for row in rows]


def read_by_sdmx1(data: bytes, structure: bytes) -> list[Row]:
    import sdmx  # noqa: PLC0415

    described = sdmx.read_sdmx(io.BytesIO(structure))
    flow = described.dataflow["DF_OBSERVATIONS"]
    message = sdmx.read_sdmx(io.BytesIO(data), format="csv", structure=flow)
    (dataset,) = message.data
    return [_flat(observation) for observation in dataset.obs]


def _flat(observation: Any) -> Row:
    key = {name: value.value for name, value in observation.dimension.values.items()}
    attributes = {name: value.value for name, value in observation.attached_attribute.items()}
    return key | {"OBS_VALUE": observation.value} | attributes


readers = pytest.mark.parametrize("read", [read_by_pysdmx, read_by_sdmx1])


def told(row: Row) -> dict[str, Any]:
    """What a row says, whatever its reader makes of numbers and truths."""
    texts = ("FREQ", "INDICATOR", "REF_AREA", "SOURCE", "LOCATOR", "TIME_PERIOD", "OBS_STATUS", "UNIT_MEASURE", "BOUND")
    more = ("PERIOD_BASIS", "VINTAGE", "REVISION", "COMMENT_OBS", "COMMENT_EN")
    return {
        **{name: row[name] for name in (*texts, *more)},
        "OBS_VALUE": Decimal(row["OBS_VALUE"]) if row["OBS_VALUE"] else None,
        "DECIMALS": int(float(row["DECIMALS"])) if row["DECIMALS"] else None,
        "SAMPLE": row["SAMPLE"].lower(),
        "SHOWN": row["SHOWN"].lower(),
    }


def kept(figure: Observation) -> dict[str, Any]:
    """What the database holds."""
    return {
        "FREQ": "A",
        "INDICATOR": figure.indicator.code,
        "REF_AREA": figure.area.code,
        "SOURCE": figure.source.code,
        "LOCATOR": figure.locator,
        "TIME_PERIOD": to_sdmx(figure.period),
        "OBS_STATUS": figure.status,
        "UNIT_MEASURE": figure.indicator.unit,
        "BOUND": figure.bound,
        "PERIOD_BASIS": figure.period_basis,
        "VINTAGE": str(figure.vintage),
        "REVISION": "",
        "COMMENT_OBS": figure.note,
        "COMMENT_EN": figure.note_en,
        "OBS_VALUE": figure.value,
        "DECIMALS": None if figure.value is None else figure.decimals,
        "SAMPLE": "true" if figure.source.sample else "false",
        "SHOWN": "true" if figure.pk == figure.shown_id else "false",
    }


def in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: [row[name] for name in ("INDICATOR", "REF_AREA", "TIME_PERIOD", "LOCATOR")])


@pytest.mark.usefixtures("whole_study")
def test_the_whole_study_is_read_as_it_is_kept_by_both_readers(served):
    figures = Observation.objects.known_on(None).with_shown().select_related("indicator", "area", "source")
    data, structure = served("observations", format="sdmx-csv"), served("sdmx/structure")

    for read in (read_by_pysdmx, read_by_sdmx1):
        rows = read(data, structure)

        assert len(rows) > 200
        assert in_order([told(row) for row in rows]) == in_order([kept(figure) for figure in figures])
        assert {"2016-01-01/P5Y", "2020"} <= {row["TIME_PERIOD"] for row in rows}


@readers
def test_what_a_reader_could_stumble_over_is_read_too(served, read):
    place = {"indicator": IndicatorFactory(code="gdp", unit=""), "source": SourceFactory(code="s-1", sample=True)}
    ObservationFactory(**place, area=AreaFactory(code="000000"), value=None, status="M", decimals=0)
    ObservationFactory(
        **place,
        area=AreaFactory(code="450200"),
        value=Decimal("-0.50"),
        decimals=2,
        status="P",
        bound="at_least",
        locator='表1，"注", 其一',
        note="=超过, “600”: 是",
    )
    figures = Observation.objects.with_shown().select_related("indicator", "area", "source")

    rows = read(served("observations", format="sdmx-csv"), served("sdmx/structure"))

    assert in_order([told(row) for row in rows]) == in_order([kept(figure) for figure in figures])


@pytest.mark.parametrize(
    ("period", "frequency", "written"),
    [
        ("2020", "A", "2020"),
        ("2016/2020", "A", "2016-01-01/P5Y"),
        ("2020-Q1", "Q", "2020-Q1"),
        ("2020-Q1/2020-Q3", "Q", "2020-01-01/P0Y9M"),
        ("2020-03", "M", "2020-03"),
        ("2020-01/2020-06", "M", "2020-01-01/P6M"),
    ],
)
def test_periods(served, period, frequency, written):
    ObservationFactory(period=period)

    (row,) = csv.DictReader(io.StringIO(served("observations", format="sdmx-csv").decode()))

    assert (row["FREQ"], row["TIME_PERIOD"]) == (frequency, written)


def test_the_columns_are_those_of_the_standard_then_ours(served):
    ObservationFactory(value=Decimal("1.50"), decimals=2)

    header, row = served("observations", format="sdmx-csv").decode().splitlines()

    assert header == HEADER
    assert row.startswith("dataflow,LZ:DF_OBSERVATIONS(1.0),I,A,")
    assert ",1.50,A,%,2,exact,stated,2022-12-31," in row
