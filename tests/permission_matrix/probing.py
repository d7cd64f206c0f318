"""A seat is whom a column stands for; a probe asks the running system what that person may."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client, override_settings

from recommendations.services.progress import OutdatedError

Probe = Callable[["Seat", Any], bool]
PROBES: dict[str, Probe] = {}


@dataclass
class Seat:
    """A person at a browser.

    Attributes:
        key: the column's.
        person: who sits there; None: nobody is signed in.
        public: whether pages are public.
        client: the browser.
        seen: all that was read already, see ``reads``.
    """

    key: str
    person: Any = None
    public: bool = False
    client: Client = field(default_factory=Client)
    seen: str | None = None

    @property
    def user(self) -> Any:
        """The person as the services get it: read anew, so that nothing is remembered."""
        return AnonymousUser() if self.person is None else get_user_model().objects.get(pk=self.person.pk)

    def get(self, address: str) -> Any:
        """The answer to a request, as far as it is one: pages that lead to the sign-in page are none."""
        with override_settings(PUBLIC_PAGES=self.public):
            return self.client.get(address)

    def opens(self, address: str) -> bool:
        """Whether the address is opened to the person.

        Raises:
            AssertionError: it neither opens nor refuses.
        """
        response = self.get(address)
        if response.status_code == 302:
            return not any(response["Location"].startswith(door) for door in ("/login/", "/admin/login/"))
        assert response.status_code in {200, 403, 404}, (self.key, address, response.status_code)
        return response.status_code == 200

    def opens_all(self, addresses: Iterable[str]) -> bool:
        """Whether all of them are opened; they must be so alike that one row speaks for them."""
        opened = {address: self.opens(address) for address in addresses}
        assert len(set(opened.values())) == 1, (self.key, opened)
        return next(iter(opened.values()))


def probe(code: str) -> Callable[[Probe], Probe]:
    """Register a probe under the code of its row."""

    def register(function: Probe) -> Probe:
        assert code not in PROBES, code
        PROBES[code] = function
        return function

    return register


def act(code: str) -> Callable[[Callable[[Any, Any], object]], Callable[[Any, Any], object]]:
    """Register what a person does (called with user and world): it is done and undone, or refused.

    That it is somebody else's turn (``OutdatedError``) is a refusal too.
    """

    def register(function: Callable[[Any, Any], object]) -> Callable[[Any, Any], object]:
        @probe(code)
        def done(seat: Seat, world: Any) -> bool:
            try:
                with transaction.atomic():
                    function(seat.user, world)
                    transaction.set_rollback(True)
            except (PermissionDenied, OutdatedError):
                return False
            return True

        return function

    return register
