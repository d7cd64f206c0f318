"""The stages of an action, under it: the office sets them, the department that leads it reads them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from indicators.admin.base import StackInline
from recommendations.models import Action, Milestone
from recommendations.permissions import User, may_edit_plan, may_follow
from recommendations.services.milestones import WITHDRAWN_ALREADY, anew, check_stages, set_milestones


class StageForms(BaseInlineFormSet):
    """The stages that shall hold, held against each other before any is stored."""

    def clean(self) -> None:
        super().clean()
        if any(form.errors for form in self.forms):
            return
        if any(form.instance.pk is None for form in self.initial_forms):  # Django would leave such a row out silently
            raise ValidationError(WITHDRAWN_ALREADY)
        wanted = [form.instance for form in self.forms if self._holds(form)]
        if any(form.has_changed() for form in self.forms):
            check_stages(self.instance, wanted)

    def _holds(self, form: Any) -> bool:
        written = form.instance.pk is not None or form.has_changed()
        return written and not self._should_delete_form(form)

    def store(self, actor: User, action: Action) -> None:
        """Set what is new, and withdraw what was changed or taken away.

        Raises:
            OutdatedError: somebody else changed the stages meanwhile.
        """
        self.save(commit=False)  # sorts the forms, and stores nothing
        edited = [stage for stage, _fields in self.changed_objects]
        new = [*self.new_objects, *(anew(stage) for stage in edited)]
        if new or self.deleted_objects:
            set_milestones(actor=actor, action=action, add=new, withdraw=[*edited, *self.deleted_objects])


class MilestonesInline(StackInline):
    model = Milestone
    formset = StageForms
    fields = [("date", "planned_percent"), "title", "title_en", "deliverable"]
    verbose_name_plural = gettext_lazy("里程碑（改动或删除即从今天起撤销原来的一条，以前各日的计划仍查得到）")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Milestone]:
        return super().get_queryset(request).standing()

    def has_view_permission(self, request: HttpRequest, obj: Action | None = None) -> bool:
        """Whoever meets the action may read its stages; without one Django asks for the kind, and the page decides."""
        return obj is None or may_edit_plan(request.user) or may_follow(request.user, obj)

    def has_add_permission(self, request: HttpRequest, obj: Action | None = None) -> bool:
        return may_edit_plan(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Action | None = None) -> bool:
        return may_edit_plan(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Action | None = None) -> bool:
        return may_edit_plan(request.user)
