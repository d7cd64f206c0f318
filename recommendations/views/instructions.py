"""Leaders' instructions, for people signed in: leaders have no business in the admin."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from config.filters import CodesField, DayField
from indicators.asof import AsOf, today
from indicators.pages import Page
from recommendations.choices import Urgency
from recommendations.filtersets import LEADERS
from recommendations.models import Action, Department, Instruction, InstructionAnswer, Post
from recommendations.permissions import may_answer_for, may_instruct, may_instruct_as, posts_held_by, roles_of
from recommendations.queries.instructions import InstructionState, read_instructions
from recommendations.services.instructions import add_scan, answer, instruct, mark_seen
from recommendations.services.progress import OutdatedError


class ActionsField(CodesField):
    def label_from_instance(self, obj: Action) -> str:
        return str(obj)


class InstructionForm(forms.Form):
    """What a leader says, on which actions; who leads them has to answer unless somebody else is named."""

    post = forms.ModelChoiceField(Post.objects.none(), label=gettext_lazy("批示领导"), empty_label=None)
    text = forms.CharField(label=gettext_lazy("批示内容"), widget=forms.Textarea(attrs={"rows": 5}))
    urgency = forms.ChoiceField(label=gettext_lazy("紧急程度"), choices=Urgency.choices, initial=Urgency.NORMAL)
    actions = ActionsField(
        Action.objects.for_reading(),
        label=gettext_lazy("涉及的行动"),
        required=True,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    departments = CodesField(
        Department.objects.all(),
        label=gettext_lazy("承办单位"),
        help_text=gettext_lazy("不选则由涉及行动的牵头单位承办"),
        widget=forms.SelectMultiple(attrs={"size": 5}),
    )
    given_on = DayField(label=gettext_lazy("批示日期"))
    number = forms.CharField(label=gettext_lazy("文号"), max_length=80, required=False)
    # An empty file is refused by the service, with its name.
    scan = forms.FileField(label=gettext_lazy("扫描件"), required=False, allow_empty_file=True)

    def __init__(self, *args: Any, posts: QuerySet[Post], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["post"].queryset = posts


def posts_to_speak_for(user: Any) -> QuerySet[Post]:
    """The leaders' posts in whose name the person may instruct: one's own, for the office all."""
    if roles_of(user).office:
        return LEADERS.all()
    return LEADERS.filter(pk__in=posts_held_by(user)) if may_instruct(user) else LEADERS.none()


class InstructionList(LoginRequiredMixin, Page, TemplateView):
    """What the reader may see, what is not closed first."""

    template_name = "recommendations/instruction_list.html"
    extra_context = {"nav": "instruction-list"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        states = read_instructions(Instruction.objects.given(self.asof), self.asof, self.request.user)
        return super().get_context_data(
            **kwargs,
            standing=[state for state in states if not state.closed],
            closed=[state for state in reversed(states) if state.closed],
            may_give=posts_to_speak_for(self.request.user).exists(),
        )


class NewInstruction(LoginRequiredMixin, Page, FormView):
    """Give an instruction; ``?action=1.1.1`` chooses what it is about."""

    template_name = "recommendations/instruction_new.html"
    form_class = InstructionForm
    extra_context = {"nav": "instruction-list"}
    parameters = frozenset({"action"})

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and not may_instruct(request.user):
            raise PermissionDenied(_("只有在任的市领导本人或研究室可以记录批示。"))
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "posts": posts_to_speak_for(self.request.user)}

    def get_initial(self) -> dict[str, Any]:
        code = self.request.GET.get("action")
        return {"given_on": today(), "actions": [code] if code else []}

    def form_valid(self, form: InstructionForm) -> HttpResponse:
        said = form.cleaned_data
        about, asked, scan = said.pop("actions"), said.pop("departments"), said.pop("scan")
        try:
            made = instruct(
                actor=self.request.user, instruction=Instruction(**said), actions=about, departments=asked, scan=scan
            )
        except ValidationError as fault:
            for name, sentences in fault.message_dict.items():
                form.add_error(name if name in form.fields else None, sentences)
            return self.form_invalid(form)
        messages.success(self.request, _("已记录批示，请于 %(day)s 前反馈。") % {"day": made.answer_by.isoformat()})
        return redirect("instruction", made.ref)


class InstructionPage(LoginRequiredMixin, Page, TemplateView):
    """One instruction with its answers; the leader marks them seen, a department answers, each with a plain form."""

    template_name = "recommendations/instruction.html"
    extra_context = {"nav": "instruction-list"}

    def get_context_data(self, ref: str, **kwargs: Any) -> dict[str, Any]:
        state = self.state(ref, self.asof)
        user = self.request.user
        live = not self.asof.is_past
        return super().get_context_data(
            **kwargs,
            state=state,
            may_see=live and may_instruct_as(user, state.instruction.post),
            may_scan=live and not state.closed and may_instruct_as(user, state.instruction.post),
            may_answer=[d for d in state.awaited if live and may_answer_for(user, d.pk)],
        )

    def state(self, ref: str, asof: AsOf) -> InstructionState:
        """The instruction as the reader sees it on the day.

        Raises:
            Http404: there is none, or the reader may not see it.
        """
        found = read_instructions(Instruction.objects.given(asof).filter(ref=ref), asof, self.request.user)
        if not found:
            raise Http404(_("没有编号为“%(code)s”的批示。") % {"code": ref})
        return found[0]

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        """A scan, an answer (``department``, ``text``), or a word on one (``answer``, ``content``, ``remark``)."""
        instruction = self.state(ref, AsOf.now()).instruction
        try:
            if "add_scan" in request.POST:
                self._add_scan(instruction)
            elif "answer" in request.POST:
                self._mark_seen(instruction)
            else:
                self._answer(instruction)
        except (ValidationError, OutdatedError) as fault:
            said = " ".join(fault.messages) if isinstance(fault, ValidationError) else str(fault)
            messages.error(request, said)
            # The page once more, with what was written still in its field.
            return self.render_to_response(self.get_context_data(ref=ref, unsaved=request.POST), status=409)
        return redirect("instruction", ref)

    def _add_scan(self, instruction: Instruction) -> None:
        scan = self.request.FILES.get("scan")
        if scan is None:
            raise ValidationError(_("请选择要上传的扫描件。"))
        add_scan(actor=self.request.user, instruction=instruction, scan=scan)
        messages.success(self.request, _("扫描件已上传。"))

    def _answer(self, instruction: Instruction) -> None:
        department = get_object_or_404(Department, code=self.request.POST.get("department", ""))
        answer(
            actor=self.request.user,
            instruction=instruction,
            department=department,
            text=self.request.POST.get("text", ""),
        )
        messages.success(self.request, _("已反馈，等待领导阅示。"))

    def _mark_seen(self, instruction: Instruction) -> None:
        number = self.request.POST["answer"]
        given: QuerySet[InstructionAnswer] = instruction.answers.visible_to(self.request.user)
        found = given.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 10 else None
        if found is None:
            raise Http404
        mark_seen(
            actor=self.request.user,
            answer=found,
            content=self.request.POST.get("content") == "true",
            remark=self.request.POST.get("remark", ""),
        )
        messages.success(self.request, _("已记录阅示。"))
