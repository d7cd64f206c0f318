"""Putting an old version of a record back: a new version, through the form's checks, with the reason."""

from typing import Any

from django import forms
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from simple_history.utils import get_m2m_reverse_field_name

REASON = "restore_reason"


def restoring(form: type[forms.ModelForm], version: Model, current: Model) -> type[forms.ModelForm]:
    """The record's form, filled with what it was.

    What the form does not show (what services write, or what is fixed by now) stays as it is today.

    Args:
        form: the form of the record's admin.
        version: the historical record.
        current: the record as it stands.
    """

    class RestoringForm(form):
        restore_reason = forms.CharField(
            label=gettext_lazy("恢复理由"), max_length=60, widget=forms.TextInput(attrs={"class": "vTextField"})
        )

        def __init__(self, *args: Any, instance: Model, **options: Any) -> None:
            for field in current._meta.concrete_fields:
                if field.name not in self.base_fields:
                    setattr(instance, field.attname, getattr(current, field.attname))
            super().__init__(*args, instance=instance, initial=_related(version), **options)

    return RestoringForm


def reason_of(version: Model, form: forms.ModelForm) -> str:
    """What the history says of it, in the language of record."""
    with override(None):
        moment = timezone.localtime(version.history_date).strftime("%Y-%m-%d %H:%M")
        return _("恢复到%(moment)s的版本：%(reason)s") % {"moment": moment, "reason": form.cleaned_data[REASON]}


def _related(version: Model) -> dict[str, list[Any]]:
    """The relations to many as they were."""
    return {
        field.name: list(getattr(version, field.name).values_list(get_m2m_reverse_field_name(field), flat=True))
        for field in version._history_m2m_fields
    }
