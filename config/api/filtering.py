"""How a list is narrowed, ordered and searched; every parameter is obeyed or refused by name."""

from typing import Any

from django.db.models import Expression, F, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError
from rest_framework.filters import BaseFilterBackend, SearchFilter
from rest_framework.request import Request
from rest_framework.views import APIView

from config.filters import DATES, StrictFilterSet, check_names
from indicators.parameters import BadParameter
from indicators.writing import enumerated

from .formats import FORMAT
from .paging import PAGE, PAGE_SIZE

ORDERING, SEARCH = "ordering", "search"
OF_LISTS = DATES | {FORMAT, PAGE, PAGE_SIZE, ORDERING}
LONGEST_SEARCH = 100


class StrictFilterBackend(DjangoFilterBackend):
    """The view's FilterSet, strictly. One record is not narrowed: there only the dates may be given, and the format."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: APIView) -> QuerySet:
        if view.detail:
            check_names(request.query_params, DATES | {FORMAT})
            return queryset
        beside = OF_LISTS | ({SEARCH} if view.search_fields else set())
        return self.get_filterset(request, queryset, view).strict_qs(beside=beside)

    def get_filterset_class(self, view: APIView, queryset: QuerySet | None = None) -> type[StrictFilterSet]:
        return super().get_filterset_class(view, queryset) or StrictFilterSet


class StrictOrdering(BaseFilterBackend):
    """``?ordering=-start_date,code``: by the names in the view's ``ordering_fields``; what is missing stands last.

    A view gives for each name the columns to order by, so that codes and titles are never compared as text, or a
    function of queryset and date of reading that gives them. Its own ``ordering`` decides between equals.
    """

    def filter_queryset(self, request: Request, queryset: QuerySet, view: APIView) -> QuerySet:
        if view.detail:
            return queryset
        columns: list[OrderBy] = []
        asked: set[str] = set()
        for term in filter(None, request.query_params.get(ORDERING, "").split(",")):
            name = term.removeprefix("-")
            if name not in view.ordering_fields:
                words = {"name": term, "known": enumerated(view.ordering_fields)}
                raise BadParameter(ORDERING, _("不能按“%(name)s”排序；可用的有 %(known)s。") % words)
            if name in asked:  # it decides nothing any more, and may cost a reading of the whole plan
                raise BadParameter(ORDERING, _("排序里的“%(name)s”只能给一次。") % {"name": name})
            asked.add(name)
            found = view.ordering_fields[name]
            found = found(queryset, view.asof) if callable(found) else found
            columns += [_column(column, descending=term != name) for column in found]
        return queryset.order_by(*columns, *view.ordering)

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        names = ", ".join(view.ordering_fields)
        return [
            {
                "name": ORDERING,
                "required": False,
                "in": "query",
                "description": _("排序，可用逗号连写，前加 - 为倒序：%(names)s") % {"names": names},
                "schema": {"type": "string"},
            }
        ]


def _column(column: str | Expression, *, descending: bool) -> OrderBy:
    """Missing values last either way: databases differ in where they put them."""
    value = F(column) if isinstance(column, str) else column
    return OrderBy(value, descending=descending, nulls_last=True)


class Search(SearchFilter):
    """Every word must occur in one of the view's ``search_fields``."""

    search_param = SEARCH
    search_description = gettext_lazy("所含文字；多个词以空格分开，须全部出现")

    def get_search_terms(self, request: Request) -> list[str]:
        text = request.query_params.get(SEARCH, "")
        if len(text) > LONGEST_SEARCH:
            raise BadParameter(SEARCH, _("要找的文字太长，最多 %(most)d 字。") % {"most": LONGEST_SEARCH})
        try:
            return list(super().get_search_terms(request))
        except ValidationError as error:
            raise BadParameter(SEARCH, " ".join(error.detail)) from None
