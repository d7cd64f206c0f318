"""What every page shows around its content."""

from django.db.models import Exists
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .models import Mandate, Study
from .permissions import may_read_ledger, roles_of


def site(request: HttpRequest) -> dict[str, object]:
    """The date of reading, the study that figures are taken from, and whether sample data is shown.

    Read only where a template asks: the admin's pages cost no query.
    """
    sample = Mandate.objects.filter(sample=True)
    study = SimpleLazyObject(Study.objects.annotate(beside_sample=Exists(sample)).first)
    return {
        "asof": getattr(request, "asof", None),
        "study": study,
        "has_sample": SimpleLazyObject(lambda: study.beside_sample if study else sample.exists()),
        "has_role": SimpleLazyObject(lambda: may_read_ledger(request.user)),
        "works_in_admin": SimpleLazyObject(lambda: _works_in_admin(request)),
    }


def _works_in_admin(request: HttpRequest) -> bool:
    roles = roles_of(request.user)
    return request.user.is_staff and (roles.office or roles.statistician or bool(roles.own))
