"""Posts in the admin: their holders change by hand-over alone, and the past stays readable."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from recommendations.models import Action, Post, Tenure
from tests.factories import (
    ActionFactory,
    DepartmentFactory,
    PostFactory,
    TenureFactory,
    a_reader,
    a_reporter,
    an_evaluator,
)

pytestmark = pytest.mark.django_db

LIST = reverse("admin:recommendations_post_changelist")


def page(post, name="change"):
    return reverse(f"admin:recommendations_post_{name}", args=[post.pk])


@pytest.fixture
def held():
    return TenureFactory(user=a_reporter(username="zhang", last_name="张", first_name="三"))


@pytest.fixture
def heir():
    return a_reporter(username="li", last_name="李", first_name="四")


def sent(held, **more):
    return {"to": "", "on": "2026-07-01", "seen": held.pk} | more


def test_the_office_hands_a_post_over_on_one_page_without_script(office, held, heir):
    html = office.get(page(held.post, "handover")).content.decode()
    assert "现任张三，2025-01-01 到任。" in html
    assert "李四 (li)" in html

    response = office.post(page(held.post, "handover"), sent(held, to=heir.pk), follow=True)

    html = response.content.decode()
    assert f"{held.post.title}：李四自 2026-07-01 起任职。" in html
    assert [(row.user, row.since, row.until) for row in held.post.tenures.order_by("since")] == [
        (held.user, date(2025, 1, 1), date(2026, 6, 30)),
        (heir, date(2026, 7, 1), None),
    ]
    table = html[html.index("tenures-group") :]
    assert table.index("2026年7月1日") < table.index("2026年6月30日"), "the newest tenure stands first"
    assert ">office<" in table, "who recorded it"


def test_a_new_post_leads_to_naming_its_first_holder(office, heir):
    made = {"code": "deputy", "position": 1, "kind": "leader", "title": "副市长", "title_en": "Deputy mayor"}
    response = office.post(reverse("admin:recommendations_post_add"), {**made, "_save": "1"})
    post = Post.objects.get(code="deputy")
    assert response["Location"] == page(post, "handover")
    assert "这个职务还没有人任过。" in office.get(page(post, "handover")).content.decode()

    office.post(page(post, "handover"), {"to": heir.pk, "on": "2026-07-01", "seen": ""})
    assert post.tenures.get().user == heir


def test_what_is_refused_is_said_beside_its_field_and_stays_written(office, held, heir):
    response = office.post(page(held.post, "handover"), sent(held, to=heir.pk, on="2024-01-01"))

    html = response.content.decode()
    assert response.status_code == 400
    assert "交接日须晚于现任张三的到任日 2025-01-01。" in html
    assert 'value="2024-01-01"' in html
    assert held.post.tenures.count() == 1


def test_a_post_is_left_vacant_only_where_that_is_said(office, held, heir):
    html = office.post(page(held.post, "handover"), sent(held)).content.decode()
    assert "请选择接任人；无人接任的，请勾选“职务空缺”。" in html
    html = office.post(page(held.post, "handover"), sent(held, to=heir.pk, vacant="on")).content.decode()
    assert "不能同时勾选" in html
    assert held.post.tenures.get().until is None

    html = office.post(page(held.post, "handover"), sent(held, vacant="on"), follow=True).content.decode()

    assert "自 2026-07-01 起空缺。" in html
    assert "空缺" in office.get(LIST).content.decode()


def test_a_page_that_was_opened_before_somebody_else_handed_over_changes_nothing(office, held, heir):
    office.post(page(held.post, "handover"), sent(held, to=heir.pk, on="2026-06-01"))

    html = office.post(
        page(held.post, "handover"), sent(held, on="2026-07-02", vacant="on"), follow=True
    ).content.decode()
    assert "已由别人办理过交接" in html
    assert held.post.tenures.get(until=None).user == heir


def test_tenures_are_written_by_hand_over_only(office, held):
    row = {"position": 3, "title": "新名称", "title_en": "", "tenures-TOTAL_FORMS": 1, "tenures-INITIAL_FORMS": 1}
    row |= {"tenures-0-id": held.pk, "tenures-0-post": held.post.pk, "tenures-0-until": "2026-01-01"}

    office.post(page(held.post), row)

    held.refresh_from_db()
    assert Post.objects.get(pk=held.post.pk).title == "新名称"
    assert held.until is None


def test_kind_and_department_stay(office, held):
    office.post(
        page(held.post), {"position": 0, "title": "甲", "kind": "contact", "department": DepartmentFactory().pk}
    )

    stored = Post.objects.get(pk=held.post.pk)
    assert (stored.kind, stored.department) == ("leader", None)


@pytest.mark.parametrize("who", [a_reporter, a_reader, lambda: an_evaluator(date(2027, 1, 1), is_superuser=False)])
def test_nobody_else_meets_posts(sign_in, held, who):
    client = sign_in(who())

    for address in (LIST, page(held.post), page(held.post, "handover")):
        assert client.get(address).status_code in {302, 403}
    assert client.post(page(held.post, "handover"), sent(held)).status_code in {302, 403}
    assert Tenure.objects.get().until is None


def test_an_unknown_post_is_a_404(office):
    assert office.get("/admin/recommendations/post/999/handover/").status_code == 404


def test_a_list_costs_the_same_for_many_posts(office, django_assert_num_queries):
    TenureFactory()
    office.get(LIST)
    with CaptureQueriesContext(connection) as asked:
        office.get(LIST)
    for _turn in range(4):
        TenureFactory(post=PostFactory(kind="contact", department=DepartmentFactory()))
    with django_assert_num_queries(len(asked)):
        office.get(LIST)


def test_the_office_names_the_posts_of_an_action_and_sees_whose_they_are(office):
    action, bureau = ActionFactory(), DepartmentFactory(name="工信局")
    leader = PostFactory(title="副市长甲")
    head = PostFactory(kind="responsible", title="局长", department=bureau)
    form = office.get(reverse("admin:recommendations_action_change", args=[action.pk])).context["adminform"].form

    assert [label for _key, label in form.fields["leader"].choices] == ["---------", "副市长甲"]
    assert [label for _key, label in form.fields["responsible"].choices] == ["---------", "工信局 局长"]
    assert list(form.fields["contact"].choices) == [("", "---------")]
    data = {name: value for name, value in form.initial.items() if value is not None and not isinstance(value, list)}
    data |= {"locators": "四(一)1", "leader": leader.pk, "responsible": head.pk}
    data |= {f"{rows}-{kind}_FORMS": 0 for rows in ("changes", "milestones") for kind in ("TOTAL", "INITIAL")}
    office.post(reverse("admin:recommendations_action_change", args=[action.pk]), data)
    assert Action.objects.values_list("leader", "responsible").get(pk=action.pk) == (leader.pk, head.pk)
