"""What one person has to do, or many: the same reads, whose number does not depend on how many people ask."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Exists, OuterRef

from indicators.asof import AsOf
from recommendations.choices import Role, TodoKind
from recommendations.models import Membership, Tenure
from recommendations.permissions import User, posts_held_by, remember, roles_of
from recommendations.queries.remembered import remembered

from .item import Audience, Todo
from .of_departments import of_departments
from .of_leaders import of_leaders
from .of_office import of_office

WITH_DUTIES = {Role.REPORTER, Role.HEAD, Role.COORDINATOR, Role.LEADER}


def todos_of(user: User, asof: AsOf) -> list[Todo]:
    """What the person can do on the day, the most pressing first; nothing of another department's.

    Kept while nothing is written: every page of the admin asks how much it is.
    """
    roles = roles_of(user)
    if not (roles.own or roles.office or roles.leader):
        return []
    key = (user.pk, asof, tuple(settings.REMIND_BEFORE_DAYS), settings.ESCALATE_AFTER_DAYS)
    return list(remembered("todo", key, lambda: todos_of_all([user], asof)[user.pk]))


def todos_of_all(users: Iterable[User], asof: AsOf) -> dict[int, list[Todo]]:
    """What each person can do on the day, by the person's id; about twenty queries at most, for five hundred.

    Args:
        users: people; those of ``people_to_remind`` bring their roles and posts with them.
        asof: the date of reading; on a past one what waited then, for those whose roles they are today.
    """
    audiences = {user.pk: _audiences(user) for user in users}
    by_audience = _by_audience(set(chain.from_iterable(audiences.values())), asof)
    return {person: _together(by_audience, those) for person, those in audiences.items()}


def _by_audience(wanted: set[Audience], asof: AsOf) -> dict[Audience, list[Todo]]:
    """What each kind of people can do; what none of the wanted can is not read."""

    def of(who: str) -> frozenset[int]:
        return frozenset(one.of for one in wanted if one.who == who)

    found = chain(
        of_departments(of("reporters"), of("heads"), asof),
        of_leaders(of("post"), asof),
        of_office(asof) if Audience("office") in wanted else (),
    )
    by_audience: dict[Audience, list[Todo]] = defaultdict(list)
    for todo in found:
        by_audience[todo.to].append(todo)
    return by_audience


def _audiences(user: User) -> list[Audience]:
    """As what the person can do things: as a reporter before as a head, so that one's own work is named as such."""
    roles = roles_of(user)
    return [
        *(Audience("reporters", department) for department in sorted(roles.departments)),
        *(Audience("heads", department) for department in sorted(roles.heads)),
        *(Audience("people", department) for department in sorted(roles.own)),
        *(Audience("post", post) for post in sorted(posts_held_by(user) if roles.leader else ())),
        *((Audience("office"),) if roles.office else ()),
    ]


def _together(by_audience: Mapping[Audience, list[Todo]], audiences: list[Audience]) -> list[Todo]:
    """Each thing once, in the order of urgency; what is equally urgent stays in reading order."""
    once: dict[str, Todo] = {}
    for audience in audiences:
        for todo in by_audience.get(audience, ()):
            once.setdefault(todo.key, todo)
    return sorted(once.values(), key=lambda todo: todo.order)


def grouped(todos: Iterable[Todo]) -> list[tuple[TodoKind, list[Todo]]]:
    """Things to do by their kind: the kind with the most pressing one first."""
    kinds: dict[TodoKind, list[Todo]] = defaultdict(list)
    for todo in todos:
        kinds[todo.kind].append(todo)
    return list(kinds.items())


def people_to_remind(asof: AsOf) -> list[AbstractBaseUser]:
    """Active people who may have something to do, with their roles and posts read; three queries."""
    held = Membership.objects.held_on(asof.as_of).filter(role__in=WITH_DUTIES)
    users = list(
        get_user_model().objects.filter(Exists(held.filter(user=OuterRef("pk"))), is_active=True).order_by("pk")
    )
    roles, posts = defaultdict(list), defaultdict(list)
    for user, *role in Membership.objects.held_on(asof.as_of).values_list("user_id", "role", "department_id"):
        roles[user].append(tuple(role))
    for user, post in Tenure.objects.held_on(asof.as_of).values_list("user_id", "post_id"):
        posts[user].append(post)
    for user in users:
        remember(user, roles[user.pk], posts[user.pk])
    return users
