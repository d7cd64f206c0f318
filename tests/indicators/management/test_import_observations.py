"""``manage.py import_observations``: columns recognised and told, a trial, refusals by cell, the real panel."""

import csv
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from indicators.models import Batch, Observation
from tests import needs
from tests.factories import AreaFactory, IndicatorFactory, SourceFactory

pytestmark = pytest.mark.django_db

CITIES = {
    "450200": "Liuzhou",
    "430600": "Yueyang",
    "420600": "Xiangyang",
    "360700": "Ganzhou",
    "520300": "Zunyi",
    "530300": "Qujing",
}


@pytest.fixture(autouse=True)
def _known():
    IndicatorFactory(code="gdp", name="地区生产总值", unit="亿元", accumulation="period")
    for code, name in CITIES.items():
        AreaFactory(code=code, name_en=name)
    SourceFactory(code="panel")


@pytest.fixture
def file(tmp_path):
    def made(text, name="figures.csv"):
        path = tmp_path / name
        path.write_bytes(text.encode())
        return path

    return made


def run(path, *options):
    out = StringIO()
    call_command("import_observations", str(path), "--source", "panel", *options, stdout=out)
    return out.getvalue()


LONG = "indicator,area,period,value\ngdp,450200,2019,1.0\ngdp,520300,2019,2.0\n"


def test_a_long_table_is_loaded_without_a_word_of_its_columns(file):
    assert "新增 2" in run(file(LONG))
    assert [row.value for row in Observation.objects.order_by("value")] == [Decimal(1), Decimal(2)]
    batch = Batch.objects.get()
    assert (batch.name, batch.state, batch.uploaded_by) == ("figures.csv", "applied", None)


def test_a_second_time_all_is_unchanged_and_nothing_is_stored(file):
    run(file(LONG))

    assert "相同 2" in run(file(LONG))
    assert Batch.objects.count() == 1


def test_a_trial_stores_nothing(file):
    told = run(file(LONG), "--dry-run")

    assert "新增 2" in told
    assert "未存入任何数据" in told
    assert not Observation.objects.exists()


def test_every_refused_figure_is_told_with_its_cell_and_nothing_is_stored(file):
    bad = LONG + "gdp,999999,2019,1\ngdp,450200,2020-13,1\ngdp,450200,2019,1.0\n"

    with pytest.raises(CommandError) as refusal:
        run(file(bad))
    told = str(refusal.value)
    for word in ("D4", "999999", "D5", "2020-13", "D2", "D6", "共 4 个数不能导入"):
        assert word in told
    assert not Observation.objects.exists()


def test_what_is_told_of_a_batch_is_kept(file):
    run(file(LONG), "--name", "年鉴", "--locator", "表2", "--vintage", "2024-01-02")

    row = Observation.objects.first()
    assert (row.batch.name, row.locator, row.vintage.isoformat()) == ("年鉴", "表2", "2024-01-02")


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (["--column", "区划=area"], "没有表头为“区划”的列"),
        (["--column", "area"], "表头=含义"),
        (["--column", "value=happiness"], "也不是指标"),
        (["--sheet", "没有"], "没有名为“没有”的工作表"),
        (["--skip-rows", "x"], "不是行号"),
        (["--vintage", "2099-01-01"], "还没有到"),
        (["--vintage", "2020-13-01"], "无法识别"),
        (["--locator", "页" * 81], "出处最多 80 字"),
        (["--name", "长" * 121], "120"),
    ],
)
def test_an_option_that_cannot_be_is_refused_in_a_sentence(file, options, word):
    with pytest.raises(CommandError, match=word):
        run(file(LONG), *options)
    assert not Batch.objects.exists()


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.csv"):
        run(tmp_path / "nowhere.csv")


@pytest.mark.skipif(needs.PANEL.missing() is not None, reason=str(needs.PANEL.missing()))
def test_the_real_panel_is_loaded_by_its_column_names():
    columns = {"gdp_100m_yuan": "gdp:亿元", "year": "period", "gb2260": "area", "city_en": "ignored"}
    for name in ("primary_share_pct", "secondary_share_pct", "tertiary_share_pct", "gdp_per_capita_yuan"):
        columns[name] = "ignored"
    columns["gdp_growth_pct"] = "ignored"
    told = [word for header, meaning in columns.items() for word in ("--column", f"{header}={meaning}")]

    run(needs.PANEL_CSV, *told)
    ganzhou = Observation.objects.get(area__code="360700", period="2010")
    with needs.PANEL_CSV.open(encoding="utf-8-sig", newline="") as file:
        printed = {(row["gb2260"], row["year"]): row["gdp_100m_yuan"] for row in csv.DictReader(file)}
    assert ganzhou.printed == printed["360700", "2010"]
    assert Observation.objects.count() == len(needs.PANEL_CSV.read_text(encoding="utf-8").splitlines()) - 1
