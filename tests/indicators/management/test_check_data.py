"""The report in a terminal, and for a job that must stop at contradictions."""

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from indicators.asof import AsOf
from indicators.queries.quality import quality_report
from indicators.services.findings import acknowledge
from tests.factories import ObservationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def conflict():
    table = ObservationFactory(value=Decimal("3.24"))
    return ObservationFactory(
        indicator=table.indicator, area=table.area, source=table.source, locator="一(一)", value=Decimal("3.87")
    )


def test_it_stops_at_an_open_conflict_and_shows_its_figures(conflict, capsys):
    with pytest.raises(CommandError, match="有1处矛盾未确认") as stop:
        call_command("check_data")

    assert stop.value.returncode == 1
    printed = capsys.readouterr().out
    assert printed.startswith("矛盾：同一来源前后不一\n")
    assert f"3.87% {conflict.source.code} 一(一)" in printed


def test_an_acknowledged_conflict_stops_nothing_and_is_shown_on_demand(conflict, capsys):
    (row,) = quality_report(AsOf.now()).rows
    acknowledge(actor=UserFactory(), finding=row.finding, reason="以表为准。")

    call_command("check_data")
    assert capsys.readouterr().out == "另有提示和已确认的 1 条，用 --all 列出。\n没有未确认的矛盾。\n"
    call_command("check_data", all=True)
    assert "[已确认]" in capsys.readouterr().out


def test_a_note_stops_nothing_and_is_shown_on_demand(capsys):
    ObservationFactory(value=None, status="M", decimals=0)

    call_command("check_data")
    assert "缺数" not in capsys.readouterr().out
    call_command("check_data", all=True)
    assert "提示：缺数" in capsys.readouterr().out


def test_nothing_known_is_nothing_wrong(capsys):
    call_command("check_data")

    assert capsys.readouterr().out == "没有未确认的矛盾。\n"
