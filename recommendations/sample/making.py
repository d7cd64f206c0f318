"""Makes the sample, once and as a whole, or says why not."""

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from indicators.asof import today
from indicators.writing import enumerated
from recommendations.models import Action, Department, Mandate, ProgressReport

from .calendar import make_calendar
from .changes import make_changes
from .contributions import make_contributions
from .coordination import make_coordination
from .days import Days
from .figures import make_figures
from .handover import hand_over_plan, make_milestones
from .people import make_people, taken_names
from .plan import make_plan
from .posts import make_posts
from .reports import make_reports, waiting_for_the_head
from .requests import make_requests


class SampleRefusedError(Exception):
    """The sample cannot be made here; the message says why."""


def refuse_real_reports() -> None:
    """Asked before anything is touched, so there may be no tables yet.

    Raises:
        SampleRefusedError: there are reports here that are no sample.
    """
    if ProgressReport._meta.db_table not in connection.introspection.table_names():
        return
    if count := ProgressReport.objects.filter(sample=False).count():
        raise SampleRefusedError(
            _("这个数据库里有 %(n)d 份真实的进度报告：不写入示例，什么也没有改动。请用 DATABASE_URL 另指一个数据库。")
            % {"n": count}
        )


def make_sample() -> bool:
    """Make the sample over the study that is loaded.

    Returns:
        Whether it was made; False where it is there already, and then nothing is written.

    Raises:
        SampleRefusedError: there are real reports, no actions or departments, or people with the sample's names.
    """
    refuse_real_reports()
    if Mandate.objects.filter(sample=True).exists():
        return False
    if not Action.objects.exists() or not Department.objects.exists():
        raise SampleRefusedError(_("还没有行动或部门：请先载入课题报告（manage.py load_study）。"))
    if names := taken_names():
        raise SampleRefusedError(_("示例要用的用户名已有人用：%(names)s。") % {"names": enumerated(names)})
    days = Days(today())
    # Labels that go into the records' texts are kept in the language of record, not in that of whoever calls.
    with override(None), transaction.atomic():
        people = make_people(days.made_on)
        plan = waiting_for_the_head(make_plan(days), people)
        leader = make_posts(plan, days, people)
        make_calendar(days, people.office)
        make_changes(plan, days, people)
        make_milestones(plan, people)
        hand_over_plan(plan, days, people)
        for planned in plan:
            make_reports(planned, days, people)
        make_requests(plan, days, people)
        make_contributions(days, people)
        make_figures(days.made_on)
        make_coordination(plan, days, people, leader)
    return True
