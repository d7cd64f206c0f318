"""The SDMX structure message, as ``sdmx1`` reads it."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.choices import ObsStatus
from tests.factories import AreaFactory, IndicatorFactory, ObservationFactory, SourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(served):
    """Reads the message that is served."""

    def message():
        import sdmx  # noqa: PLC0415

        return sdmx.read_sdmx(io.BytesIO(served("sdmx/structure")))

    return message


def test_it_describes_the_columns_of_the_data_in_their_order(served, read):
    header = next(csv.reader(io.StringIO(served("observations", format="sdmx-csv").decode())))

    structure = read().structure["DSD_OBSERVATIONS"]

    lists = (structure.dimensions, structure.measures, structure.attributes)
    assert [component.id for components in lists for component in components] == header[3:]
    assert header[1:2] == ["STRUCTURE_ID"]


def test_the_data_name_the_data_flow_that_it_describes(served, read):
    ObservationFactory()
    _header, row = served("observations", format="sdmx-csv").decode().splitlines()

    (flow,) = read().dataflow.values()

    assert row.split(",")[1] == f"{flow.maintainer.id}:{flow.id}({flow.version})"
    assert flow.structure.id == "DSD_OBSERVATIONS"


def test_code_lists_hold_the_records_in_both_languages(read):
    AreaFactory(code="000000", name="全国", name_en="China")
    IndicatorFactory(code="rd-intensity", name="投入<强度> & 其他", name_en="R&D intensity")
    SourceFactory(code="yearbook", title="年鉴", title_en="Yearbook")

    lists = read().codelist

    for name, code, chinese, english in (
        ("CL_AREA", "000000", "全国", "China"),
        ("CL_INDICATOR", "rd-intensity", "投入<强度> & 其他", "R&D intensity"),
        ("CL_SOURCE", "yearbook", "年鉴", "Yearbook"),
    ):
        assert dict(lists[name][code].name.localizations) == {"zh": chinese, "en": english}
    assert set(lists["CL_OBS_STATUS"].items) == set(ObsStatus.values)
    assert dict(lists["CL_OBS_STATUS"]["M"].name.localizations) == {"zh": "缺失", "en": "Missing"}


def test_components_are_of_their_code_lists(read):
    dimensions = read().structure["DSD_OBSERVATIONS"].dimensions

    assert dimensions.get("REF_AREA").local_representation.enumerated.id == "CL_AREA"
    assert dimensions.get("LOCATOR").local_representation.enumerated is None


def test_it_is_the_same_in_every_language_and_takes_three_queries(client, public_pages):
    def ask(language: str) -> bytes:
        answer = client.get("/api/v1/sdmx/structure/", headers={"Accept-Language": language}).content
        return b"\n".join(line for line in answer.splitlines() if b"Prepared" not in line)

    ObservationFactory.create_batch(3)
    with CaptureQueriesContext(connection) as queries:
        chinese = ask("zh")

    assert len(queries) == 3
    assert ask("en") == chinese
