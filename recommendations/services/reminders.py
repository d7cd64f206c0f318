"""Who is reminded of what, and when: one digest a person, of what that person can act on, and never too often.

A notice's slot names the notice that it follows. So two runs that saw the same last notice make the same next one, of
which the database keeps one; a run that sees it already finds that it is too early for another. A clock that goes
back makes the last notice one of the future, which is too early as well.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.asof import AsOf
from indicators.writing import enumerated, person
from recommendations.channels import Way, ways_out
from recommendations.choices import URGED
from recommendations.models import Action, Notice, Urging
from recommendations.permissions import User, may_remind
from recommendations.queries.todo import Todo, people_to_remind, todos_of_all
from recommendations.ripeness import is_ripe, stage

from .capacity import capacity_of
from .digests import write_digest
from .outbox import minute


@dataclass
class Prepared:
    """What a run put into the outbox.

    Attributes:
        notices: the digests.
        without_address: people with something to do whom no way reaches.
    """

    notices: list[Notice] = field(default_factory=list)
    without_address: list[AbstractBaseUser] = field(default_factory=list)

    @property
    def people(self) -> int:
        """How many people the digests go to; by two ways it is still one."""
        return len({notice.recipient_id for notice in self.notices})


@dataclass(frozen=True)
class Urged:
    """What became of urging one action.

    Attributes:
        action: the action.
        reminded: people whose reminder was put into the outbox.
        before: people who were told of it within ``REMIND_REPEAT_HOURS``, and when.
        without_address: people whom no way reaches.
    """

    action: Action
    reminded: tuple[AbstractBaseUser, ...] = ()
    before: tuple[tuple[AbstractBaseUser, datetime], ...] = ()
    without_address: tuple[AbstractBaseUser, ...] = ()

    @property
    def done(self) -> bool:
        return bool(self.reminded)

    @property
    def sentence(self) -> str:
        """The result in words."""
        said = []
        if self.reminded:
            said.append(_("已列入待发，下一次发送提醒时发给%(who)s") % {"who": _names(self.reminded)})
        for user, at in self.before:
            moment = f"{timezone.localtime(at):%m-%d %H:%M}"
            said.append(_("%(who)s已在%(moment)s收到提醒，不再重复") % {"who": person(user), "moment": moment})
        if self.without_address:
            said.append(_("%(who)s没有可送达的地址") % {"who": _names(self.without_address)})
        return _("；").join(said) or _("没有人现在要为它办理什么，或有关部门没有指定人员")


def _names(users: Iterable[AbstractBaseUser]) -> str:
    return enumerated(person(user) for user in users)


def prepare_reminders(now: datetime, *, dry_run: bool = False) -> Prepared:
    """Put into the outbox what is to be told now; a second run, or one at the same time, adds nothing.

    Args:
        now: the moment, read once.
        dry_run: whether only to say what would be put there.
    """
    asof = _on_the_day_of(now)
    people = people_to_remind(asof)
    todos = todos_of_all(people, asof)
    prepared = _Outbox(now, people).prepare([(user, todos[user.pk]) for user in people])
    if not dry_run:
        _store(prepared.notices)
    return prepared


def remind(*, actor: User, actions: Iterable[Action]) -> list[Urged]:
    """Urge 催报 those who have something to do for these actions; the next run of ``send_reminders`` lets it leave.

    Each gets one digest of all that is to be done, with these actions first; but nobody who was told of it within
    ``REMIND_REPEAT_HOURS``. For which actions somebody is reminded, and by whose order, is kept: ``Urging``.

    Args:
        actor: who urges; of the office.
        actions: the actions.

    Returns:
        For each action who is reminded, and who is not and why.

    Raises:
        PermissionDenied: the actor is not of the office.
    """
    if not may_remind(actor):
        raise PermissionDenied(_("只有研究室可以催报。"))
    now = timezone.now()
    asof, wanted = _on_the_day_of(now), list(actions)
    people = people_to_remind(asof)
    todos = todos_of_all(people, asof)
    keys = {action.pk for action in wanted}
    urged = {user.pk: {todo.key for todo in todos[user.pk] if _is_urged(todo, keys)} for user in people}
    asked = [user for user in people if urged[user.pk]]
    with transaction.atomic():
        outbox = _Outbox(now, asked)
        prepared = outbox.prepare([(user, todos[user.pk]) for user in asked], urged)
        _store(prepared.notices)
        results = _results(wanted, asked, todos, outbox, prepared)
        _note(actor, now, results)
    return results


def _results(
    wanted: list[Action],
    asked: list[AbstractBaseUser],
    todos: dict[int, list[Todo]],
    outbox: "_Outbox",
    prepared: Prepared,
) -> list[Urged]:
    """What came of urging for each action."""
    reminded = {notice.recipient_id for notice in prepared.notices}
    unreachable = {user.pk for user in prepared.without_address}
    results = []
    for action in wanted:
        concerned = [user for user in asked if any(_is_urged(todo, {action.pk}) for todo in todos[user.pk])]
        results.append(
            Urged(
                action,
                reminded=tuple(user for user in concerned if user.pk in reminded),
                before=tuple(
                    (user, outbox.last_told(user)) for user in concerned if user.pk not in reminded | unreachable
                ),
                without_address=tuple(user for user in concerned if user.pk in unreachable),
            )
        )
    return results


def _note(actor: User, moment: datetime, results: Iterable[Urged]) -> None:
    """Keep for which actions somebody was urged."""
    post = capacity_of(actor, None, moment).post
    done = [result for result in results if result.done]
    Urging.objects.bulk_create(
        [Urging(action=it.action, at=moment, by=actor, post=post, people=len(it.reminded)) for it in done]
    )


def _is_urged(todo: Todo, actions: Collection[int]) -> bool:
    return todo.kind in URGED and todo.action is not None and todo.action.pk in actions


def _on_the_day_of(now: datetime) -> AsOf:
    day = timezone.localdate(now)
    return AsOf(as_of=day, today=day)


class _Outbox:
    """The outbox as it stands at the moment: what each person was sent last, by each way."""

    def __init__(self, now: datetime, people: Collection[AbstractBaseUser]) -> None:
        self.now = now
        self.ways = ways_out()
        newest = Notice.objects.filter(recipient__in=[user.pk for user in people]).order_by()
        keys = newest.values("recipient", "channel").annotate(last=Max("pk")).values_list("last", flat=True)
        last = Notice.objects.filter(pk__in=list(keys)).defer("body")
        self.last = {(notice.recipient_id, notice.channel): notice for notice in last}

    def prepare(
        self, asked: Iterable[tuple[AbstractBaseUser, list[Todo]]], urged: dict[int, set[str]] | None = None
    ) -> Prepared:
        """The digests of those who have something to do that they were not told of; with ``urged`` told or not."""
        prepared = Prepared()
        for user, todos in asked:
            if not todos:
                continue
            addresses = [(way, address) for way in self.ways if (address := way.address_of(user))]
            if not addresses:
                prepared.without_address.append(user)
            items = [_item(todo) for todo in todos]
            due = [
                (way, address)
                for way, address in addresses
                if not self._is_early(user, way) and (urged is not None or self._is_news(user, way, items))
            ]
            if due:
                subject, body = write_digest(user, todos, urged[user.pk] if urged else ())
                prepared.notices += [
                    Notice(
                        recipient=user,
                        channel=way.name,
                        slot=self._slot(user, way),
                        address=address,
                        subject=subject,
                        body=body,
                        items=items,
                        created_at=minute(self.now),
                    )
                    for way, address in due
                ]
        return prepared

    def last_told(self, user: AbstractBaseUser) -> datetime:
        """When the person's last notice was made, whichever way."""
        return max(notice.created_at for (recipient, _way), notice in self.last.items() if recipient == user.pk)

    def _is_early(self, user: AbstractBaseUser, way: Way) -> bool:
        last = self.last.get((user.pk, way.name))
        return last is not None and self.now - last.created_at < timedelta(hours=settings.REMIND_REPEAT_HOURS)

    def _is_news(self, user: AbstractBaseUser, way: Way, items: list[str]) -> bool:
        """What never left told nobody anything."""
        last = self.last.get((user.pk, way.name))
        told = last.items if last is not None and last.sent_at else []
        return is_ripe(_read(items), set(_read(told)))

    def _slot(self, user: AbstractBaseUser, way: Way) -> str:
        """After which notice the next one comes."""
        last = self.last.get((user.pk, way.name))
        return f"after-{last.pk if last else 0}"


def _item(todo: Todo) -> str:
    """Key and stage: what the next run compares with."""
    return f"{todo.key} {stage(todo.day, todo.since, todo.due, settings.REMIND_BEFORE_DAYS)}"


def _read(items: Iterable[str]) -> list[tuple[str, str]]:
    """Key and stage of what ``_item`` wrote."""
    return [(key, at) for key, _space, at in (item.rpartition(" ") for item in items)]


def _store(notices: list[Notice]) -> None:
    """Those that another run has made meanwhile are left out by the database."""
    Notice.objects.bulk_create(notices, batch_size=500, ignore_conflicts=True)
