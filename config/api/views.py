"""What every list of the API shares. A viewset is a queryset, a serializer and a filterset."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.viewsets import GenericViewSet

from indicators.asof import AsOf
from indicators.validators import CODE


class ListViewSet(ListModelMixin, GenericViewSet):
    """A list.

    Attributes:
        search_fields: the columns that ``?search=`` looks in; none: the list cannot be searched.
        ordering: the order of reading; ends in a key.
        ordering_fields: what ``?ordering=`` may name, and what it orders by (see ``StrictOrdering``).
    """

    search_fields: Sequence[str] = ()
    ordering: Sequence[str] = ("position", "code")
    ordering_fields: dict[str, Any] = {"code": ("position", "code")}
    http_method_names = ["get", "head", "options"]

    @property
    def asof(self) -> AsOf:
        return self.request.asof

    def prepare(self, rows: Sequence[Model]) -> None:
        """Give the rows of a page, or the one record, what their columns do not hold; in a fixed number of queries."""

    def paginate_queryset(self, queryset: QuerySet) -> list[Model]:
        rows = super().paginate_queryset(queryset)
        self.prepare(rows)
        return rows


class RecordViewSet(RetrieveModelMixin, ListViewSet):
    """A list, and each of its records by its code."""

    lookup_field = "code"
    lookup_value_regex = CODE.pattern

    def get_object(self) -> Model:
        try:
            record = super().get_object()
        except Http404:
            raise NotFound(self._unknown()) from None
        self.prepare([record])
        return record

    def _unknown(self) -> str:
        words = {"code": self.kwargs[self.lookup_field], "kind": self.queryset.model._meta.verbose_name}
        return _("没有代码为“%(code)s”的%(kind)s。") % words
