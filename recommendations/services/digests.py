"""The words of a reminder: all that one person has to do, Chinese first, English beneath."""

from collections.abc import Collection

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from indicators.writing import person
from recommendations.permissions import User, roles_of
from recommendations.queries.todo import Todo, Urgency, grouped

LANGUAGES = ("zh-hans", "en")
SHOWN = 30  # things that are named; the page has them all
RULE = "-" * 40


def write_digest(user: User, todos: list[Todo], urged: Collection[str] = ()) -> tuple[str, str]:
    """Subject and text of the person's reminder.

    Args:
        user: to whom it goes.
        todos: all that the person has to do, the most pressing first; one at least.
        urged: keys of what the office urges; they stand first.

    Returns:
        The subject in Chinese, the text in both languages.
    """
    texts = []
    for language in LANGUAGES:
        with override(language):
            texts.append(_write(user, todos, urged))
    with override(LANGUAGES[0]):
        return _head(todos, urged), f"\n{RULE}\n\n".join(texts)


def _head(todos: list[Todo], urged: Collection[str]) -> str:
    named = ngettext("您有%(n)d项待办", "您有%(n)d项待办", len(todos)) % {"n": len(todos)}
    late = sum(todo.urgency == Urgency.OVERDUE for todo in todos)
    if late:
        named = _("%(named)s，%(late)d项已过期限") % {"named": named, "late": late}
    register = _("柳州高质量发展对策库")
    sentence = _("【%(register)s】催报：%(named)s") if urged else _("【%(register)s】%(named)s")
    return sentence % {"register": register, "named": named}


def _write(user: User, todos: list[Todo], urged: Collection[str]) -> str:
    lines = [_("%(name)s，您好：") % {"name": person(user)}, _head(todos, urged), ""]
    first = [todo for todo in todos if todo.key in urged]
    if first:
        lines += [_("研究室催报，请尽快办理："), *(_line(todo) for todo in first[:SHOWN]), ""]
    rest = [todo for todo in todos if todo.key not in urged][: SHOWN - min(len(first), SHOWN)]
    for kind, group in grouped(rest):
        lines += [_("〔%(kind)s〕") % {"kind": kind.label}, *(_line(todo) for todo in group), ""]
    if len(todos) > SHOWN:
        more = len(todos) - SHOWN
        lines += [ngettext("另有%(n)d项，见“我的待办”。", "另有%(n)d项，见“我的待办”。", more) % {"n": more}, ""]
    lines += [_("我的待办：%(address)s") % {"address": address(_page_of(user))}, ""]
    lines += [_("系统自动发送，请勿回复；不再由您办理的事项不会列出。"), ""]
    return "\n".join(lines)


def _line(todo: Todo) -> str:
    sample = _("【示例】") if todo.sample else ""
    return f"- {sample}{todo.what} | {todo.when}\n  {address(todo.url)}"


def _page_of(user: User) -> str:
    """Leaders do not work in the admin."""
    roles = roles_of(user)
    return reverse("admin:todo" if user.is_staff and (roles.own or roles.office) else "todo")


def address(path: str) -> str:
    """The address with the site's name before it."""
    return f"{settings.SITE_URL}{path}"
