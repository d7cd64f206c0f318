"""Django's admin, with this project's site in its place."""

from django.contrib.admin.apps import AdminConfig


class Admin(AdminConfig):
    default_site = "config.admin_site.Site"
