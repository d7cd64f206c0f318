"""A department with three due actions, its workbook, and a hand that fills cells in."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
import time_machine
from openpyxl import load_workbook

from indicators.asof import AsOf
from recommendations.workbook.columns import Column
from recommendations.workbook.write import FIRST, workbook_of
from tests.factories import ActionFactory, AssignmentFactory, CycleFactory, DepartmentFactory, PeriodFactory

TODAY = date(2026, 7, 3)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-07-03 10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def department(db):
    return DepartmentFactory()


@pytest.fixture
def period(db):
    return PeriodFactory(cycle=CycleFactory(default=True), recorded_on=date(2026, 1, 1))


@pytest.fixture
def due(department, period):
    """Actions of the department that are due in June."""
    actions = ActionFactory.create_batch(3, lead_department=department)
    for action in actions:
        AssignmentFactory(action=action)
    return actions


Fill = Callable[..., bytes]


@pytest.fixture
def filled(department, due) -> Fill:
    """The department's workbook, with cells written over: ``filled({0: {"percent": 40}})``, rows counted from 0."""

    def fill(cells: dict[int, dict[str, Any]], data: bytes | None = None) -> bytes:
        book = load_workbook(BytesIO(data or workbook_of(department, AsOf(TODAY))))
        sheet = book.worksheets[0]
        for row, values in cells.items():
            for name, value in values.items():
                sheet.cell(FIRST + row + 1, list(Column).index(Column(name)) + 1).value = value
        file = BytesIO()
        book.save(file)
        return file.getvalue()

    return fill
