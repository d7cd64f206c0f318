"""Who is signed in: people whose account is active and whose roles have not all run out."""

from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from recommendations.permissions import has_run_out


class Backend(ModelBackend):
    """Asked on every request who sits behind a session: so a role that runs out ends it, page, admin and API alike."""

    def get_user(self, user_id: Any) -> AbstractBaseUser | None:
        user = super().get_user(user_id)
        return None if user is None or has_run_out(user) else user


class SaysWhatRanOut:
    """Who gives the right password after the last role ran out is told so."""

    def confirm_login_allowed(self, user: AbstractBaseUser) -> None:
        super().confirm_login_allowed(user)
        if has_run_out(user):
            raise ValidationError(_("您的角色已过有效期，不能再登录。如需延长，请联系研究室。"), code="run_out")


class SignInForm(SaysWhatRanOut, AuthenticationForm):
    """At ``/login/``."""


class StaffSignInForm(SaysWhatRanOut, AdminAuthenticationForm):
    """At ``/admin/login/``."""
