"""What the reader has to do, 我的待办: on the site for leaders, in the admin for departments and the office."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from config.filters import OF_PAGES, check_names
from indicators.asof import AsOf
from indicators.pages import Page
from recommendations.permissions import User
from recommendations.queries.todo import grouped, todos_of


def _list_of(user: User, asof: AsOf) -> dict[str, Any]:
    todos = todos_of(user, asof)
    return {"groups": grouped(todos), "count": len(todos)}


class TodoPage(LoginRequiredMixin, Page, TemplateView):
    template_name = "recommendations/todo.html"
    extra_context = {"nav": "todo"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, **_list_of(self.request.user, self.asof))


def admin_urls(site: AdminSite) -> list[URLPattern]:
    """The list in the admin, and how long it is: the header asks for that by itself, so that no page pays for it."""

    def todo(request: HttpRequest) -> HttpResponse:
        check_names(request.GET, OF_PAGES, ())
        found = _list_of(request.user, AsOf.from_query(request.GET))
        context = {**site.each_context(request), "title": _("我的待办"), **found}
        return TemplateResponse(request, "admin/todo.html", context)

    def count(request: HttpRequest) -> HttpResponse:
        return JsonResponse({"count": len(todos_of(request.user, AsOf.now()))})

    return [
        path("todo/", site.admin_view(todo), name="todo"),
        path("todo/count/", site.admin_view(count), name="todo-count"),
    ]
