"""The form of a plan change, on its own page and under its action: which actions take an action's place."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from recommendations.choices import REPLACING, ChangeKind


class PlanChangeForm(forms.ModelForm):
    """Checks what no constraint can: a relation to many has no column."""

    # These two change the action itself too, which a form of the change alone would not do.
    NOT_BY_HAND = {ChangeKind.REASSIGNMENT, ChangeKind.REPORTING}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kind = self.fields.get("kind")
        if kind is not None and self.instance.kind not in self.NOT_BY_HAND:
            kind.choices = [choice for choice in kind.choices if choice[0] not in self.NOT_BY_HAND]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        successors = cleaned.get("successors") or ()
        if successors and cleaned.get("kind") not in REPLACING:
            self.add_error("successors", _("只有拆分、合并、替代才写明由哪些行动替代。"))
        elif cleaned.get("action", getattr(self.instance, "action", None)) in successors:
            self.add_error("successors", _("行动不能由它自己替代。"))
        return cleaned
