"""What tests of the argument share."""

from pathlib import Path

import pytest

from tests.factories import ActionFactory, a_coordinator, a_reporter
from tests.tiny_study import tiny_study, write


@pytest.fixture
def study_folder(tmp_path: Path) -> Path:
    """A folder with a whole study in miniature."""
    return write(tiny_study(), tmp_path)


@pytest.fixture
def action(db):
    return ActionFactory()


@pytest.fixture
def reporter(action):
    """Whoever reports on the test's action."""
    return a_reporter(action.lead_department)


@pytest.fixture
def office(db):
    return a_coordinator()
