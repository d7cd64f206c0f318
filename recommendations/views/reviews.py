"""The annual review."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from recommendations.queries.review import read_review, review_years


def review_list(request: HttpRequest) -> HttpResponse:
    return render(request, "recommendations/review_list.html", {"nav": "review-list", "years": review_years()})


def review(request: HttpRequest, year: int) -> HttpResponse:
    found = read_review(year, request.asof.known_on)
    if found is None:
        raise Http404(_("%(year)d 年没有可评估的内容。") % {"year": year})
    context = {"nav": "review-list", "review": found, "years": review_years()}
    return render(request, "recommendations/review.html", context)
