"""Mail, by whatever ``EMAIL_URL`` says; one connection for all that is sent in a run."""

from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPHeloError,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

from recommendations.choices import Channel
from recommendations.models import Notice

from .base import NotSentError

# What the server would say to everybody; what it says of one recipient is that one's alone.
TO_ALL = (SMTPAuthenticationError, SMTPConnectError, SMTPHeloError, SMTPSenderRefused, SMTPServerDisconnected)


class Mail:
    """Plain text to one person, marked as written by a machine."""

    name = Channel.EMAIL
    is_set_up = True

    def __init__(self) -> None:
        self.connection = get_connection()

    def address_of(self, user: AbstractBaseUser) -> str:
        return user.email

    def send(self, notice: Notice) -> None:
        message = EmailMessage(
            notice.subject,
            notice.body,
            to=[notice.address],
            connection=self.connection,
            # The same for every attempt: a mail server that got it twice can tell.
            headers={
                "Message-ID": f"<notice-{notice.pk}-{notice.slot}@{urlsplit(settings.SITE_URL).hostname}>",
                "Auto-Submitted": "auto-generated",
            },
        )
        try:
            self.connection.open()
            sent = self.connection.send_messages([message])
        except (OSError, ValueError) as fault:  # SMTPException is an OSError, a bad address or header a ValueError
            self.close()
            network = isinstance(fault, OSError) and not isinstance(fault, SMTPException)
            raise NotSentError(_words(fault), nobody=network or isinstance(fault, TO_ALL)) from fault
        if not sent:
            raise NotSentError(_("没有收件地址。"))

    def close(self) -> None:
        self.connection.close()


def _words(fault: Exception) -> str:
    return f"{type(fault).__name__}: {fault}"
