"""The annual review."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from indicators.pages import Page
from recommendations.queries.review import read_review, review_years


class ReviewList(Page, TemplateView):
    template_name = "recommendations/review_list.html"
    extra_context = {"nav": "review-list"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, years=review_years(self.asof))


class ReviewPage(Page, TemplateView):
    """One year; a year that cannot be reviewed is a 404."""

    template_name = "recommendations/review.html"
    extra_context = {"nav": "review-list"}

    def get_context_data(self, year: int, **kwargs: Any) -> dict[str, Any]:
        review = read_review(year, self.asof.known_on, self.asof.as_of)
        if review is None:
            raise Http404(_("%(year)d 年没有可评估的内容。") % {"year": year})
        return super().get_context_data(**kwargs, review=review)
