"""What the history of a record says of its changes."""

from typing import Any

from django.contrib.admin.utils import display_for_field
from simple_history.models import ModelChange
from simple_history.template_utils import HistoricalRecordContextHelper

from indicators.writing import NOTHING, enumerated


class Changes(HistoricalRecordContextHelper):
    """Values as the admin shows them elsewhere: a word for a code, dates in the reader's way, a dash for nothing."""

    def prepare_delta_change_value(self, change: ModelChange, value: Any) -> Any:
        prepared = super().prepare_delta_change_value(change, value)
        field = self.model._meta.get_field(change.field)
        if field.many_to_many:
            return enumerated(map(str, prepared)) or NOTHING
        return display_for_field(prepared, field, NOTHING)
