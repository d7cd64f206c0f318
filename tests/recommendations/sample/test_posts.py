"""Who answers in the sample, and who answered before."""

from datetime import date

from indicators.asof import AsOf
from recommendations.models import Action, Post, Tenure
from recommendations.queries.posts import holders_of

from .made import MadeSample


class MadePostsTests(MadeSample):
    def test_all_of_it_is_marked_as_sample(self):
        assert Post.objects.exists()
        for post in Post.objects.all():
            assert post.sample
            assert post.title.startswith("【示例】")
            assert post.title_en.startswith("[Sample]")

    def test_one_post_changed_hands_and_the_past_can_be_read(self):
        post = Post.objects.get(code="sample-leader-1")
        before, now = post.tenures.order_by("since")

        assert (before.user.username, before.user.is_active) == ("demo-leader-former", False)
        assert (now.user.username, now.until) == ("demo-leader", None)
        for day, known_on, holder in (
            (date(2026, 5, 20), None, now.user),
            (before.until, None, before.user),
            (before.until, before.until, before.user),
            (now.since, before.until, before.user),
        ):
            assert holders_of([post], AsOf(day, known_on, date(2026, 5, 20)))[post.pk] == holder

    def test_whoever_takes_part_has_a_leader_and_the_posts_of_its_department(self):
        taking_part = Action.objects.filter(due_basis="sample")
        assert set(taking_part.values_list("leader__code", flat=True)) == {"sample-leader-1", "sample-leader-2"}
        for action in taking_part.exclude(lead_department=None):
            assert action.responsible.department == action.contact.department == action.lead_department

    def test_a_contact_reports_and_only_the_first_department_has_named_its_responsible(self):
        assert Tenure.objects.filter(post__kind="contact").count() == Post.objects.filter(kind="contact").count() == 3
        assert Tenure.objects.get(post__kind="responsible").user.username == "demo-head"
