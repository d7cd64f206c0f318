"""Posts: the office names them; who holds one changes by hand-over 办理交接 alone."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.filters import DayField
from indicators.admin.base import RecordAdmin, TableInline
from indicators.asof import today
from indicators.writing import NOTHING, local, person
from recommendations.choices import PostKind
from recommendations.models import Post, Tenure
from recommendations.permissions import may_hand_over_post
from recommendations.services.posts import MEANWHILE, hand_over_post, last_tenure
from recommendations.services.progress import OutdatedError

from .base import show_day


class PersonField(forms.ModelChoiceField):
    """People who can sign in and have a role, by the names that others know."""

    def label_from_instance(self, obj: Any) -> str:
        name, account = person(obj), obj.get_username()
        return name if name == account else f"{name} ({account})"


class HandOverForm(forms.Form):
    """To whom a post goes, and from which day; ``seen`` is the tenure that the page showed."""

    to = PersonField(
        get_user_model().objects.none(),
        label=gettext_lazy("接任人"),
        required=False,
    )
    vacant = forms.BooleanField(label=gettext_lazy("无人接任，职务空缺"), required=False)
    on = DayField(label=gettext_lazy("交接日"), help_text=gettext_lazy("接任人的到任日；前任的离任日为前一天"))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, post: Post, last: Tenure | None, **options: Any) -> None:
        super().__init__(*args, **options)
        people = get_user_model().objects.filter(is_active=True, memberships__isnull=False).distinct()
        if last is not None and last.until is None:
            people = people.exclude(pk=last.user_id)
        self.fields["to"].queryset = people.order_by("username")
        if last is None or last.until is not None:
            del self.fields["vacant"]

    def clean(self) -> dict[str, Any]:
        """That nobody follows is said, never the default."""
        said = super().clean()
        if not said.get("to") and not said.get("vacant") and "to" not in self.errors:
            self.add_error("to", _("请选择接任人；无人接任的，请勾选“职务空缺”。"))
        elif said.get("to") and said.get("vacant"):
            self.add_error("vacant", _("已选接任人，不能同时勾选“职务空缺”。"))
        return said


class TenureInline(TableInline):
    """Who has held the post, the newest first: to be read only."""

    model = Tenure
    extra = 0
    fields = readonly_fields = ["holder", "since", "until", "recorded_on", "recorded_by"]

    @admin.display(description=gettext_lazy("任职人"))
    def holder(self, row: Tenure) -> str:
        return person(row.user)

    @admin.display(description=gettext_lazy("录入人"))
    def recorded_by(self, row: Tenure) -> str:
        return row.entered_by or NOTHING

    def has_add_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tenure]:
        began = Tenure.history.model.objects.filter(id=OuterRef("pk"), history_type="+")
        rows = super().get_queryset(request).select_related("post", "user").order_by("-since", "-pk")
        return rows.annotate(entered_by=Subquery(began.values("history_user__username")[:1]))


@admin.register(Post)
class PostAdmin(RecordAdmin):
    list_display = ["name", "kind", "department", "holder", "since", "sample"]
    list_select_related = ["department"]
    list_filter = ["kind", "department"]
    search_fields = ["code", "title", "title_en", "tenures__user__username", "tenures__user__last_name"]
    search_help_text = gettext_lazy("职务、编号或任职人")
    name_reads = ["department"]
    fields = ["code", "position", "kind", "title", "title_en", "department", "sample"]
    inlines = [TenureInline]
    change_form_template = "admin/recommendations/post/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Post]:
        now = Tenure.objects.held_on(today()).select_related("user")
        return super().get_queryset(request).prefetch_related(Prefetch("tenures", now, to_attr="running"))

    def get_readonly_fields(self, request: HttpRequest, obj: Post | None = None) -> list[str]:
        """Actions answer to a post of a kind and a department: both stay."""
        read = [*super().get_readonly_fields(request, obj), "sample"]
        return read if obj is None else [*read, "kind", "department"]

    def get_inlines(self, request: HttpRequest, obj: Post | None) -> list[Any]:
        return self.inlines if obj else []

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.hand_over_view)
        return [path("<path:object_id>/handover/", view, name="recommendations_post_handover"), *super().get_urls()]

    def response_add(self, request: HttpRequest, obj: Post, post_url_continue: str | None = None) -> HttpResponse:
        """A post without a holder answers for nothing yet: name the first one next."""
        if "_save" in request.POST and "_popup" not in request.POST:
            self.message_user(request, _("职务已建立，请办理首任。"), messages.SUCCESS)
            return redirect("admin:recommendations_post_handover", obj.pk)
        return super().response_add(request, obj, post_url_continue)

    def hand_over_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The form of a hand-over; what the service refuses is said beside the field, and nothing is lost.

        Raises:
            PermissionDenied: the person is not of the office.
            Http404: there is no such post.
        """
        if not may_hand_over_post(request.user):
            raise PermissionDenied
        post = self.get_object(request, unquote(object_id))
        if post is None:
            raise Http404
        last = last_tenure(post)
        shown = {"on": today(), "seen": last.pk if last else ""}
        form = HandOverForm(request.POST or None, initial=shown, post=post, last=last)
        status = 200
        if request.method == "POST" and form.is_valid():
            try:
                return self._hand_over(request, post, last, form.cleaned_data)
            except OutdatedError as outdated:
                messages.warning(request, str(outdated))
                return redirect("admin:recommendations_post_handover", post.pk)
            except ValidationError as fault:
                for name, sentences in fault.message_dict.items():
                    form.add_error(name if name in form.fields else None, sentences)
                status = 400
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": post,
            "post": post,
            "last": last,
            "form": form,
            "title": _("办理交接") if last else _("办理首任"),
        }
        return render(request, "admin/recommendations/post/handover.html", context, status=status)

    def _hand_over(self, request: HttpRequest, post: Post, last: Tenure | None, said: dict[str, Any]) -> HttpResponse:
        if said["seen"] != str(last.pk if last else ""):
            raise OutdatedError(MEANWHILE)
        made = hand_over_post(actor=request.user, post=post, to=said["to"], on=said["on"], seen=last)
        words = {"post": local(post, "title"), "day": said["on"].isoformat(), "who": person(said["to"]) if made else ""}
        done = _("%(post)s：%(who)s自 %(day)s 起任职。") if made else _("%(post)s：自 %(day)s 起空缺。")
        self.log_change(request, post, done % words)
        self.message_user(request, done % words, messages.SUCCESS)
        return redirect("admin:recommendations_post_change", post.pk)

    @admin.display(description=gettext_lazy("职务"))
    def name(self, row: Post) -> str:
        return local(row, "title")

    @admin.display(description=gettext_lazy("现任"))
    def holder(self, row: Post) -> str:
        return person(row.running[0].user) if row.running else _("空缺")

    @admin.display(description=gettext_lazy("到任日"))
    def since(self, row: Post) -> SafeString:
        return show_day(row.running[0].since if row.running else None)


class PostField(forms.ModelChoiceField):
    """A post with its department before it: several departments have a post of the same title."""

    def label_from_instance(self, obj: Post) -> str:
        title = local(obj, "title")
        return title if obj.kind == PostKind.LEADER else f"{local(obj.department, 'name')} {title}"
