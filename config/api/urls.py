"""API v1. Every list of the evidence and of the argument, the schema, and a page to try them."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import DefaultRouter

from indicators.api import views as evidence
from indicators.api.claims import Claims
from indicators.api.implied import ImpliedFigures
from indicators.api.quality import Quality
from indicators.api.structure import Structure
from recommendations.api import views as argument
from recommendations.api.blockers import Blockers
from recommendations.api.reports import ProgressReports

app_name = "api"

router = DefaultRouter()
router.include_format_suffixes = False
router.register("areas", evidence.Areas, "area")
router.register("sources", evidence.Sources, "source")
router.register("revisions", evidence.Revisions, "revision")
router.register("indicators", evidence.Indicators, "indicator")
router.register("observations", evidence.Observations, "observation")
router.register("claims", Claims, "claim")
router.register("problems", argument.Problems, "problem")
router.register("lessons", argument.Lessons, "lesson")
router.register("practices", argument.Practices, "practice")
router.register("paths", argument.Paths, "path")
router.register("measures", argument.Measures, "measure")
router.register("actions", argument.Actions, "action")
router.register("projects", argument.Projects, "project")
router.register("sectors", argument.Sectors, "sector")
router.register("departments", argument.Departments, "department")
router.register("progress-reports", ProgressReports, "progress-report")
router.register("blockers", Blockers, "blocker")
router.register("annual-reviews", argument.AnnualReviews, "annual-review")

urlpatterns = [
    path("", include(router.urls)),
    path("implied-figures/", ImpliedFigures.as_view(), name="implied-figure-list"),
    path("quality/", Quality.as_view(), name="quality"),
    path("sdmx/structure/", Structure.as_view(), name="sdmx-structure"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api:schema"), name="docs"),
]
