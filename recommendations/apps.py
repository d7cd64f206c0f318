from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class RecommendationsConfig(AppConfig):
    name = "recommendations"
    verbose_name = _("对策与落实")

    def ready(self) -> None:
        from .triggers import install, release

        pre_migrate.connect(release, sender=self)
        post_migrate.connect(install, sender=self)
