"""The load to measure speed with: as much as was asked for, always the same, and only where there is nothing real."""

import itertools
from datetime import date

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction

from recommendations.load import LoadRefusedError, Size, make_load
from recommendations.models import Action, ProgressReport, ReportingPeriod
from tests.factories import ReportFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 25)


def picture():
    return list(ProgressReport.objects.order_by("ref").values_list("action__code", "as_of", "percent", "state"))


def test_there_is_as_much_as_was_asked_for_and_all_of_it_is_sample():
    make_load(Size(actions=40, reports=410), DAY)

    assert Action.objects.count() == 40
    assert ProgressReport.objects.count() == ProgressReport.objects.filter(sample=True).count() == 410
    assert ProgressReport.objects.exclude(corrects=None).exists()
    assert ProgressReport.objects.submitted().exists()
    assert max(ProgressReport.objects.values_list("as_of", flat=True)) == DAY


def test_a_correction_is_of_the_same_action_and_day():
    make_load(Size(actions=10, reports=200), DAY)

    for report in ProgressReport.objects.exclude(corrects=None).select_related("corrects"):
        assert (report.action_id, report.as_of) == (report.corrects.action_id, report.corrects.as_of)


def test_periods_follow_each_other_without_gap():
    make_load(Size(actions=1, reports=20), DAY)

    periods = list(ReportingPeriod.objects.order_by("start"))
    assert len(periods) > 3
    assert all((later.start - earlier.cut_off).days == 1 for earlier, later in itertools.pairwise(periods))


def test_the_load_is_the_same_every_time():
    with transaction.atomic():
        make_load(Size(actions=5, reports=60), DAY)
        first = picture()
        transaction.set_rollback(True)
    make_load(Size(actions=5, reports=60), DAY)

    assert picture() == first


def test_a_database_with_reports_is_refused_and_left_as_it_is():
    ReportFactory()

    with pytest.raises(CommandError, match="已有进度报告"):
        call_command("generate_load", actions=2, reports=4, verbosity=0)
    assert Action.objects.count() == 1


def test_a_second_load_is_refused():
    make_load(Size(actions=2, reports=4), DAY)

    with pytest.raises(LoadRefusedError):
        make_load(Size(actions=2, reports=4), DAY)


@pytest.mark.parametrize("number", ["0", "-1", "many"])
def test_a_number_that_is_none_is_refused(number):
    with pytest.raises(CommandError, match="--actions"):
        call_command("generate_load", f"--actions={number}")
