"""Who answers for what on a day: the posts of actions and departments, and for people with a role who held them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model

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
        By the action's id; at most three queries, with ``known_on`` four, however many.
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
    """A department's posts with their holders of the day, in the register's order; two queries, or three."""
    return held_on(department.posts.select_related("department"), asof, reader)


def held_on(posts: Iterable[Post], asof: AsOf, reader: User) -> list[Held]:
    """Posts with their holders of the day; two queries, with ``known_on`` three."""
    rows, persons = list(posts), may_read_persons(reader)
    holders = holders_of(rows, asof) if persons and rows else {}
    return [Held(post, holders.get(post.pk), persons) for post in rows]


def holders_of(posts: Iterable[Post], asof: AsOf) -> dict[int, AbstractBaseUser]:
    """Who held each post on the day, by the post's id; one query, with ``known_on`` two.

    With ``known_on`` a tenure is read as history had it by then: neither an end nor a correction that was recorded
    later was known. One that was recorded for the past has no history of that time: it counts from its day of
    recording, and its end was not known if it is the eve of a tenure recorded later.
    """
    begun: dict[int, list[Tenure]] = defaultdict(list)
    tenures = Tenure.objects.filter(post__in=[post.pk for post in posts]).select_related("user")
    for tenure in tenures.order_by("since", "pk"):
        begun[tenure.post_id].append(tenure)
    versions = _versions(begun, asof)
    found = {}
    for post, rows in begun.items():
        known = [row for row in rows if _is_known(row, versions, asof)]
        started = [row for row in known if versions.get(row.pk, row).since <= asof.as_of]
        if not started:
            continue
        last = started[-1]
        then = versions.get(last.pk)
        left = _is_over(then, asof) if then else _had_left(last, known, rows, asof)
        if not left:
            found[post] = (then or last).user
    return found


def _versions(posts: Collection[int], asof: AsOf) -> dict[int, Model]:
    """By its id each tenure as it stood by ``known_on``, where history has it; none without a limit."""
    if asof.known_until is None or not posts:
        return {}
    written = Tenure.history.filter(post__in=posts, history_date__lt=asof.known_until).select_related("user")
    return {version.id: version for version in written.order_by("history_date", "history_id")}


def _is_known(tenure: Tenure, versions: Mapping[int, Model], asof: AsOf) -> bool:
    return asof.known_on is None or tenure.pk in versions or tenure.recorded_on <= asof.known_on


def _is_over(tenure: Tenure | Model, asof: AsOf) -> bool:
    return tenure.until is not None and tenure.until < asof.as_of


def _had_left(tenure: Tenure, known: list[Tenure], rows: list[Tenure], asof: AsOf) -> bool:
    if not _is_over(tenure, asof):
        return False
    after = rows[rows.index(tenure) + 1 :]
    follows_at_once = bool(after) and (after[0].since - tenure.until).days == 1
    return not follows_at_once or after[0] in known
