"""What every page shows around its content."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .models import Mandate, Study
from .permissions import may_read_ledger, roles_of


def site(request: HttpRequest) -> dict[str, object]:
    """The date of reading, the study that figures are taken from, and whether sample data is shown.

    Read only where a template asks: the admin's pages cost no query.
    """
    return {
        "asof": getattr(request, "asof", None),
        "study": SimpleLazyObject(Study.objects.first),
        "has_sample": SimpleLazyObject(Mandate.objects.filter(sample=True).exists),
        "has_role": SimpleLazyObject(lambda: may_read_ledger(request.user)),
        "works_in_admin": SimpleLazyObject(lambda: _works_in_admin(request)),
    }


def _works_in_admin(request: HttpRequest) -> bool:
    roles = roles_of(request.user)
    return request.user.is_staff and (roles.office or roles.statistician or bool(roles.own))
