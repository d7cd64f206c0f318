"""What pages of both apps share: a record by its code, and a list that can be filtered."""

from typing import Any

from django.db.models import QuerySet
from django.views.generic import DetailView, ListView

from .asof import AsOf


class RecordPage(DetailView):
    """One record by its code; an unknown code is a 404."""

    slug_field = slug_url_kwarg = "code"
    context_object_name = "record"

    @property
    def asof(self) -> AsOf:
        return self.request.asof


class ListPage(ListView):
    """A list, narrowed by its filterset; an unknown or bad filter is a 400 that names it.

    Attributes:
        filterset_class: the same FilterSet as the API's, or None.
        paginate_by: rows a page; None shows all.
    """

    filterset_class: Any = None
    context_object_name = "records"

    @property
    def asof(self) -> AsOf:
        return self.request.asof

    def get_queryset(self) -> QuerySet:
        records = super().get_queryset()
        if self.filterset_class is None:
            return records
        self.filterset = self.filterset_class(self.request.GET, queryset=records, request=self.request)
        return self.filterset.strict_qs()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, filterset=getattr(self, "filterset", None))
