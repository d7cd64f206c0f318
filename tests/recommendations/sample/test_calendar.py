"""When the sample's departments report."""

from datetime import date

from indicators.asof import AsOf
from recommendations.models import ReportingCycle, SpecialDay
from recommendations.queries.due import owed_by
from recommendations.queries.ledger import Scope, read_ledger
from recommendations.sample import make_sample
from tests.factories import CycleFactory

from .made import MadeSample


class MadeCalendarTests(MadeSample):
    def test_every_quarter_is_reported_from_the_last_but_one_on(self):
        cycle = ReportingCycle.objects.get()
        assert (cycle.sample, cycle.default) == (True, True)
        assert [period.label for period in cycle.periods.order_by("cut_off")] == [
            "2025-Q4",
            "2026-Q1",
            "2026-Q2",
            "2026-Q3",
            "2026-Q4",
        ]

    def test_most_have_reported_on_the_last_quarter_and_some_are_missing(self):
        owed = owed_by(None, self.now)
        missing = [one for one in owed if one.missing]
        assert {one.period.label for one in owed} == {"2026-Q1"}
        assert 0 < len(missing) < len(owed) / 2

    def test_the_register_counts_something_of_each_kind(self):
        ledger = read_ledger(Scope(since=date(2025, 1, 1), until=self.now.as_of), self.now)
        assert all(number for _kind, number in ledger.totals)

    def test_holidays_are_real_days(self):
        assert SpecialDay.objects.get(day=date(2026, 10, 1)).kind == "day_off"


def test_a_cycle_that_people_made_stays_the_only_one(study):
    own = CycleFactory(default=True)
    make_sample()
    assert list(ReportingCycle.objects.all()) == [own]
    assert owed_by(None, AsOf(date(2026, 5, 20))) == []
