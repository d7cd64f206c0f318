"""Whether the API opens at all: the same rule as for pages."""

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from recommendations.permissions import may_read


class MayRead(BasePermission):
    """People signed in, and everyone when ``PUBLIC_PAGES``."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return may_read(request.user)
