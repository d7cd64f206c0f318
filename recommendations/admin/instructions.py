"""Leaders' instructions: the office records them and what leaders saw, departments answer. Nothing is deleted."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.asof import today
from recommendations.models import Instruction, InstructionAnswer
from recommendations.permissions import roles_of
from recommendations.services.instructions import (
    NOBODY_ANSWERS,
    STILL_WAITS,
    amend_instruction,
    answer,
    answer_day,
    instruct,
    wants_answer,
)

from .base import WritesThroughServices, labelled, show_day
from .own import BetweenDepartments


class InstructionForm(forms.ModelForm):
    """Where no day to answer by is given, it follows from the urgency; where nobody is named, who leads answers."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, text in (
            ("answer_by", _("不填则按紧急程度推算")),
            ("departments", _("不选则由涉及行动的牵头单位承办")),
        ):
            if name in self.fields:
                self.fields[name].required = False
                self.fields[name].help_text = text

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not said.get("answer_by") and said.get("given_on") and said.get("urgency"):
            said["answer_by"] = answer_day(said["given_on"], said["urgency"])
        nobody = not any(action.lead_department_id for action in said.get("actions") or ())
        if "departments" in self.fields and said.get("actions") and nobody and not said.get("departments"):
            self.add_error("departments", NOBODY_ANSWERS)
        return said


@admin.register(Instruction)
class InstructionAdmin(BetweenDepartments):
    form = InstructionForm
    list_display = ["name", "given_day", "post", "urgency", "due_day", "closed_at", "page", "sample"]
    list_select_related = ["post"]
    search_fields = ["ref", "number", "text", "actions__code", "departments__name"]
    autocomplete_fields = ["actions", "departments"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return roles_of(request.user).office

    def has_change_permission(self, request: HttpRequest, obj: Instruction | None = None) -> bool:
        return roles_of(request.user).office and (obj is None or obj.closed_at is None)

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [
            ("closed_at", admin.EmptyFieldListFilter),
            "urgency",
            *(["post"] if roles_of(request.user).office else []),
        ]

    def get_fields(self, request: HttpRequest, obj: Instruction | None = None) -> list[str]:
        return ["post", "given_on", "number", "text", "urgency", "answer_by", "actions", "departments"]

    def get_readonly_fields(self, request: HttpRequest, obj: Instruction | None = None) -> list[str]:
        """By whom, on what and for whom stays as it was recorded."""
        read = list(super().get_readonly_fields(request, obj))
        return read if obj is None else [*read, "post", "actions", "departments"]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"given_on": today()}

    def save_model(self, request: HttpRequest, obj: Instruction, form: ModelForm, change: bool) -> None:
        if change:
            amend_instruction(actor=request.user, instruction=obj)
        else:
            said = form.cleaned_data
            instruct(actor=request.user, instruction=obj, actions=said["actions"], departments=said["departments"])

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        """The service has written the relations."""

    @admin.display(description=gettext_lazy("批示"))
    def name(self, row: Instruction) -> str:
        return str(row)

    @admin.display(description=gettext_lazy("批示日期"))
    def given_day(self, row: Instruction) -> SafeString:
        return labelled(_("批示日期"), show_day(row.given_on))

    @admin.display(description=gettext_lazy("反馈期限"))
    def due_day(self, row: Instruction) -> SafeString:
        return labelled(_("反馈期限"), show_day(row.answer_by))

    @admin.display(description=gettext_lazy("反馈和阅示"))
    def page(self, row: Instruction) -> SafeString:
        return format_html('<a href="{}">{}</a>', row.get_absolute_url(), _("查看"))


class AnswerForm(forms.ModelForm):
    """What the service would refuse is said beside the field, so that nothing written is lost."""

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        instruction, department = said.get("instruction"), said.get("department")
        if instruction and department:
            if not instruction.departments.filter(pk=department.pk).exists():
                self.add_error("department", _("这件批示不由该部门反馈。"))
            elif not wants_answer(instruction, department):
                self.add_error("text", STILL_WAITS)
        return said


@admin.register(InstructionAnswer)
class InstructionAnswerAdmin(WritesThroughServices):
    """Departments answer here; once given, an answer is only read."""

    form = AnswerForm
    list_display = ["instruction", "department", "given", "verdict"]
    list_select_related = ["instruction", "department"]
    search_fields = ["instruction__number", "instruction__text", "text"]
    name_reads = ["instruction", "department"]
    fields = ["instruction", "department", "text", "remark"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[InstructionAnswer]:
        return super().get_queryset(request).visible_to(request.user)

    def has_view_permission(self, request: HttpRequest, obj: InstructionAnswer | None = None) -> bool:
        roles = roles_of(request.user)
        return roles.office or (bool(roles.own) if obj is None else obj.department_id in roles.own)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: InstructionAnswer | None = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: InstructionAnswer | None = None) -> list[str]:
        return self.fields if obj else self.fields[:3]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Choices are what the person may answer: open instructions, and the own departments."""
        roles = roles_of(request.user)
        if db_field.name == "instruction":
            open_ones = Instruction.objects.visible_to(request.user).filter(closed_at=None)
            if not roles.office:
                asked = Instruction.objects.filter(departments__in=roles.own).order_by().values("pk")
                open_ones = open_ones.filter(pk__in=asked)
            kwargs["queryset"] = open_ones
        if db_field.name == "department" and not roles.office:
            kwargs["queryset"] = db_field.remote_field.model.objects.filter(pk__in=roles.own)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        own = roles_of(request.user).own
        return {"department": next(iter(own))} if len(own) == 1 else {}

    def save_model(self, request: HttpRequest, obj: InstructionAnswer, form: ModelForm, change: bool) -> None:
        given = answer(actor=request.user, instruction=obj.instruction, department=obj.department, text=obj.text)
        obj.pk, obj.at, obj.by = given.pk, given.at, given.by

    @admin.display(description=gettext_lazy("反馈时间"))
    def given(self, row: InstructionAnswer) -> SafeString:
        return labelled(_("反馈时间"), show_day(timezone.localdate(row.at)))

    @admin.display(description=gettext_lazy("阅示"))
    def verdict(self, row: InstructionAnswer) -> str:
        if row.content is None:
            return _("待领导阅示")
        return _("同意办结") if row.content else _("请再反馈")
