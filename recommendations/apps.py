from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RecommendationsConfig(AppConfig):
    name = "recommendations"
    verbose_name = _("对策与落实")

    def ready(self) -> None:
        from .triggers import install

        post_migrate.connect(install, sender=self)
