"""The form of a plan change, on its own page and under its action; the service decides what may be written."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext as _

from indicators.asof import AsOf
from recommendations.choices import REWRITING
from recommendations.permissions import User
from recommendations.services.plan_changes import check_change, check_document, correct_change, record_change

CORRECTABLE = {"document", "reason"}


class PlanChangeForm(forms.ModelForm):
    """A new decision as a whole; of one that is recorded only its document and reason, so that the past stays."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            for name in self.fields.keys() - CORRECTABLE:
                self.fields[name].disabled = True
        elif kind := self.fields.get("kind"):  # these change the action itself too, and have forms of their own
            kind.choices = [choice for choice in kind.choices if choice[0] not in REWRITING]

    def _post_clean(self) -> None:
        """What the service would refuse is said beside the field, so that nothing written is lost."""
        super()._post_clean()
        if self.errors:
            return
        try:
            if self.instance.pk:
                check_document(self.instance)
            else:
                check_change(self.instance, AsOf.now(), self.cleaned_data.get("successors", ()))
        except ValidationError as refusal:
            self.add_error(None, refusal)

    def store(self, actor: User) -> None:
        """Write what the form says, through the services."""
        said = self.cleaned_data
        if self.instance.pk:
            correct_change(actor=actor, change=self.instance, document=said["document"], reason=said["reason"])
        else:
            record_change(actor=actor, change=self.instance, successors=said.get("successors", ()))


class ChangesFormSet(BaseInlineFormSet):
    """The decisions on one action; each is judged by those before it, so one is added at a time."""

    def clean(self) -> None:
        super().clean()
        if sum(form.has_changed() for form in self.extra_forms) > 1:
            raise ValidationError(_("请一次只记录一项变更。"))

    def store(self, actor: User) -> None:
        """Write the forms that say something; what was done is noted as the admin wants to know it."""
        self.deleted_objects = []
        for form in self.forms:
            if form.has_changed():
                form.store(actor)
        self.new_objects = [form.instance for form in self.extra_forms if form.has_changed()]
        self.changed_objects = [(form.instance, form.changed_data) for form in self.initial_forms if form.has_changed()]
