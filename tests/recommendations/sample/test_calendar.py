"""When the sample's departments report."""

from datetime import date

from indicators.asof import AsOf
from recommendations.models import ReportingCycle, SpecialDay
from recommendations.queries.due import owed_by
from recommendations.sample import make_sample
from tests.factories import CycleFactory

from .made import MadeSample


class MadeCalendarTests(MadeSample):
    def test_the_running_quarter_is_reported_and_nothing_before_it(self):
        cycle = ReportingCycle.objects.get()
        assert (cycle.sample, cycle.default) == (True, True)
        assert [period.label for period in cycle.periods.order_by("cut_off")] == ["2026-Q2", "2026-Q3", "2026-Q4"]

    def test_something_is_owed_and_nothing_is_missing_yet(self):
        owed = owed_by(None, self.now)
        assert owed
        assert not any(one.missing for one in owed)

    def test_holidays_are_real_days(self):
        assert SpecialDay.objects.get(day=date(2026, 10, 1)).kind == "day_off"


def test_a_cycle_that_people_made_stays_the_only_one(study):
    own = CycleFactory(default=True)
    make_sample()
    assert list(ReportingCycle.objects.all()) == [own]
    assert owed_by(None, AsOf(date(2026, 5, 20))) == []
