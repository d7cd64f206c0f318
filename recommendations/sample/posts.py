"""Who answers in the sample: two leaders' posts, one of which changed hands, and posts of the leading departments."""

from datetime import date, timedelta

from django.contrib.auth.models import AbstractBaseUser

from recommendations.choices import PostKind
from recommendations.models import Action, Department, Post
from recommendations.services.posts import hand_over_post

from .days import Days
from .people import People
from .plan import REASON, Planned, save
from .texts import SAMPLE_EN, sample

LONG_AGO = timedelta(days=700)
CHANGED_HANDS = timedelta(days=120)


def make_posts(plan: list[Planned], days: Days, people: People) -> Post:
    """Name the posts, their holders, and the actions that they answer for.

    Returns:
        The first leader's post, which changed hands.
    """
    first, second = (_leader(number) for number in (1, 2))
    long_ago = days.made_on - LONG_AGO
    _hold(first, people.former, long_ago, people)
    _hold(first, people.leaders[0], days.made_on - CHANGED_HANDS, people)
    people.former.is_active = False
    people.former.save(update_fields=["is_active"])
    _hold(second, people.leaders[1], long_ago, people)
    posts = {}
    for number, department in enumerate(
        Department.objects.filter(led_actions__isnull=False).distinct().order_by("position", "code")
    ):
        responsible = _of_department(department, PostKind.RESPONSIBLE, "局长", "Director", number)
        contact = _of_department(department, PostKind.CONTACT, "办公室联系人", "Contact at the office", number)
        if number == 0 and people.head:
            _hold(responsible, people.head, long_ago, people)
        _hold(contact, people.reporters[department.pk], long_ago, people)
        posts[department.pk] = (responsible, contact)
    paths = list(dict.fromkeys(planned.action.measure.path_id for planned in plan))
    of_first = set(paths[: (len(paths) + 1) // 2])
    for planned in plan:
        action = planned.action
        _answer(action, first if action.measure.path_id in of_first else second, posts)
    return first


def _leader(number: int) -> Post:
    return _named(
        code=f"sample-leader-{number}",
        position=number,
        kind=PostKind.LEADER,
        title=sample(f"分管副市长（{number}）"),
        title_en=f"{SAMPLE_EN} Deputy mayor in charge ({number})",
    )


def _of_department(department: Department, kind: PostKind, title: str, english: str, number: int) -> Post:
    return _named(
        code=f"sample-{kind}-{department.code}",
        position=100 * (number + 1) + (kind == PostKind.CONTACT),
        kind=kind,
        title=sample(title),
        title_en=f"{SAMPLE_EN} {english}",
        department=department,
    )


def _named(**fields: object) -> Post:
    post = Post(sample=True, **fields)
    save(post)
    return post


def _hold(post: Post, person: AbstractBaseUser, since: date, people: People) -> None:
    hand_over_post(actor=people.office, post=post, to=person, on=since, recorded_on=since)


def _answer(action: Action, leader: Post, posts: dict[int, tuple[Post, Post]]) -> None:
    action.leader = leader
    action.responsible, action.contact = posts.get(action.lead_department_id, (None, None))
    action._change_reason = REASON
    action.save(update_fields=["leader", "responsible", "contact"])
