"""The admin's site: names, and where people land."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class Site(AdminSite):
    site_header = _("柳州高质量发展对策库")
    site_title = _("柳州高质量发展对策库")
    index_title = _("管理")
