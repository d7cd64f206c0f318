"""What pages of both apps share: a record by its code, and a list that can be filtered."""

from typing import Any

from django.core.paginator import InvalidPage, Paginator
from django.core.paginator import Page as Rows
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.generic import DetailView, ListView

from config.filters import OF_PAGES, Question, check_names

from .asof import AsOf
from .parameters import BadParameter


class Page:
    """What a page reads of its address: the date, and the parameters that it names; any other is a 400.

    Attributes:
        parameters: what the address may hold beside the date.
        question: the form that reads them, where they are more than a word; its fields are parameters too.
    """

    parameters: frozenset[str] = frozenset()
    question: type[Question] | None = None

    @property
    def allowed(self) -> frozenset[str]:
        return OF_PAGES | self.parameters | frozenset(self.question.base_fields if self.question else ())

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_names(request.GET, self.allowed, self.question.repeatable() if self.question else ())
        return super().get(request, *args, **kwargs)

    @property
    def asof(self) -> AsOf:
        return self.request.asof


def asked_page(records: QuerySet | list[Any], size: int, request: HttpRequest) -> Rows:
    """The page of a long list that the address asks for, the first by default.

    Raises:
        BadParameter: there is no such page.
    """
    paginator = Paginator(records, size)
    number = request.GET.get("page") or 1
    try:
        return paginator.page(number)
    except InvalidPage:
        raise BadParameter(
            "page", _("没有第 %(number)s 页，共 %(total)d 页。") % {"number": number, "total": paginator.num_pages}
        ) from None


class RecordPage(Page, DetailView):
    """One record by its code; an unknown code is a 404."""

    slug_field = slug_url_kwarg = "code"
    context_object_name = "record"


class ListPage(Page, ListView):
    """A list, narrowed by its filterset; an unknown or bad filter is a 400 that names it.

    Attributes:
        filterset_class: the same FilterSet as the API's, or None.
        paginate_by: rows a page; None shows all.
    """

    filterset_class: Any = None
    context_object_name = "records"

    @property
    def allowed(self) -> frozenset[str]:
        filters = self.filterset_class.base_filters if self.filterset_class else ()
        return super().allowed | frozenset(filters)

    def get_queryset(self) -> QuerySet:
        records = super().get_queryset()
        if self.filterset_class is None:
            return records
        self.filterset = self.filterset_class(self.request.GET, queryset=records, request=self.request)
        return self.filterset.strict_qs()

    def paginate_queryset(self, queryset: QuerySet, page_size: int) -> tuple[Paginator, Rows, Any, bool]:
        """The asked page of rows.

        Raises:
            BadParameter: there is no such page.
        """
        rows = asked_page(queryset, page_size, self.request)
        return rows.paginator, rows, rows.object_list, rows.has_other_pages()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, filterset=getattr(self, "filterset", None))
