"""What the history of a record says of its changes."""

from datetime import date

import pytest
from django.db.models import Model
from django.utils.translation import override

from indicators.admin.history import Changes
from tests.factories.plan import ActionFactory, DepartmentFactory

pytestmark = pytest.mark.django_db


def last_change(record: Model) -> dict[str, tuple[str, str]]:
    """The newest version's changes by field, as (old, new)."""
    new, old = record.history.order_by("-history_id")[:2]
    delta = new.diff_against(old, foreign_keys_are_objs=True)
    return {str(c["field"]): (c["old"], c["new"]) for c in Changes(type(record), new).context_for_delta_changes(delta)}


def test_codes_are_words_dates_are_the_readers_and_nothing_is_a_dash():
    action = ActionFactory(lead_basis="proposed", due_date=None)
    action.lead_basis, action.due_date = "decided", date(2026, 6, 30)
    action.save()

    assert last_change(action) == {"牵头依据": ("建议", "已定"), "原定期限": ("—", "2026年6月30日")}
    with override("en"):
        assert last_change(action) == {
            "Basis of the lead": ("Proposed", "Decided"),
            "Original due date": ("—", "30 June 2026"),
        }


def test_related_records_are_named_in_a_row():
    action = ActionFactory()
    names = [
        ("市财政局", "Bureau of Finance"),
        ("市商务局", "Bureau of Commerce"),
    ]
    action.supporting_departments.set([DepartmentFactory(name=name, name_en=name_en) for name, name_en in names])

    assert last_change(action) == {"配合单位": ("—", "市财政局、市商务局")}
    with override("en"):
        assert last_change(action) == {"Supporting departments": ("—", "Bureau of Finance, Bureau of Commerce")}
