"""本期填报: one page on which a department does all its reporting, and the sheet that it prints of it."""

from django.contrib.admin import AdminSite
from django.urls import URLPattern, path

from .page import page_view, row_view
from .sheet import scan_view, sheet_view
from .together import no_news_view, sign_view, submit_view


def urls(site: AdminSite) -> list[URLPattern]:
    """The addresses of the page, for ``Site.get_urls``."""
    return [
        path("this-period/", site.admin_view(page_view(site)), name="this-period"),
        path("this-period/rows/<str:code>/", site.admin_view(row_view(site)), name="this-period-row"),
        path("this-period/submit/", site.admin_view(submit_view(site)), name="this-period-submit"),
        path("this-period/no-news/", site.admin_view(no_news_view(site)), name="this-period-no-news"),
        path("this-period/sign/", site.admin_view(sign_view), name="this-period-sign"),
        path("this-period/sheet/", site.admin_view(sheet_view(site)), name="this-period-sheet"),
        path("this-period/sheet/scan/", site.admin_view(scan_view), name="this-period-scan"),
    ]
