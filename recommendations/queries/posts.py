"""Who answers for what on a day: the posts of actions and departments, and for people with a role who held them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser

from indicators.asof import AsOf
from recommendations.models import Action, Department, Post, Tenure
from recommendations.permissions import User, may_read_persons
from recommendations.querysets.actions import ANSWERING


@dataclass(frozen=True)
class Held:
    """A post on a day.

    Attributes:
        post: the post, with its department loaded.
        holder: who held it; None: nobody did, or the reader may not know.
        persons: whether the reader may know.
    """

    post: Post
    holder: AbstractBaseUser | None = None
    persons: bool = False


@dataclass(frozen=True)
class Answering:
    """The posts that answer for an action, each None where none is named."""

    leader: Held | None = None
    responsible: Held | None = None
    contact: Held | None = None

    @property
    def named(self) -> list[Held]:
        """Those that there are, the leader's first."""
        return [held for held in (self.leader, *self.of_department) if held]

    @property
    def of_department(self) -> list[Held]:
        """Those of a department: who answers, and whom to ask."""
        return [held for held in (self.responsible, self.contact) if held]


NOBODY = Answering()


def answering_for(actions: Iterable[Action], asof: AsOf, reader: User) -> dict[int, Answering]:
    """The posts of each action on the day, with their holders of the day.

    Args:
        actions: any actions, loaded.
        asof: the date of reading.
        reader: who asks; without a role no person is named.

    Returns:
        By the action's id; at most three queries, however many.
    """
    named = Action.objects.filter(pk__in=[action.pk for action in actions]).order_by().with_posts(asof)
    rows = {pk: posts for pk, *posts in named.values_list("pk", *(f"{name}_then" for name in ANSWERING))}
    posts = Post.objects.select_related("department").filter(pk__in={pk for row in rows.values() for pk in row if pk})
    held = {one.post.pk: one for one in held_on(posts, asof, reader)}
    return {
        action: Answering(**{name: held.get(post) for name, post in zip(ANSWERING, row, strict=True)})
        for action, row in rows.items()
    }


def posts_of(department: Department, asof: AsOf, reader: User) -> list[Held]:
    """A department's posts with their holders of the day, in the register's order; two queries."""
    return held_on(department.posts.select_related("department"), asof, reader)


def held_on(posts: Iterable[Post], asof: AsOf, reader: User) -> list[Held]:
    """Posts with their holders of the day; two queries."""
    rows, persons = list(posts), may_read_persons(reader)
    holders = holders_of(rows, asof) if persons and rows else {}
    return [Held(post, holders.get(post.pk), persons) for post in rows]


def holders_of(posts: Iterable[Post], asof: AsOf) -> dict[int, AbstractBaseUser]:
    """Who held each post on the day, by the post's id; one query.

    With ``known_on`` only tenures recorded by then are read, and the end of the last of them was not known if it is
    the eve of one recorded later.
    """
    begun: dict[int, list[Tenure]] = defaultdict(list)
    tenures = Tenure.objects.filter(post__in=[post.pk for post in posts]).select_related("user")
    for tenure in tenures.order_by("since", "pk"):
        begun[tenure.post_id].append(tenure)
    found = {}
    for post, rows in begun.items():
        known = [row for row in rows if asof.known_on is None or row.recorded_on <= asof.known_on]
        started = [row for row in known if row.since <= asof.as_of]
        if started and not _had_left(started[-1], known, rows, asof):
            found[post] = started[-1].user
    return found


def _had_left(tenure: Tenure, known: list[Tenure], rows: list[Tenure], asof: AsOf) -> bool:
    if tenure.until is None or tenure.until >= asof.as_of:
        return False
    after = rows[rows.index(tenure) + 1 :]
    follows_at_once = bool(after) and (after[0].since - tenure.until).days == 1
    return not follows_at_once or after[0] in known
