"""A small study on a known day, on which a test makes the sample itself."""

import pytest

from recommendations.loading import load
from tests.tiny_study import tiny_study, write

from .made import MADE_ON


@pytest.fixture
def study(tmp_path, db, time_machine):
    time_machine.move_to(MADE_ON)
    load(write(tiny_study(actions=2), tmp_path))
