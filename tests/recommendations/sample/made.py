"""A sample that is made once for all tests of a class, which only read it."""

from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import time_machine
from django.test import TestCase

from indicators.asof import AsOf
from recommendations.loading import load
from recommendations.sample import make_sample
from tests.tiny_study import tiny_study, write

MADE_ON = datetime(2026, 5, 20, 2, tzinfo=UTC)


class MadeSample(TestCase):
    """A study of 24 actions, one more than there are stories, and the sample over it as of the day it was made."""

    now = AsOf(date(2026, 5, 20))

    @classmethod
    def setUpTestData(cls) -> None:
        with TemporaryDirectory() as folder, time_machine.travel(MADE_ON):
            load(write(tiny_study(actions=6), Path(folder)))
            make_sample()
