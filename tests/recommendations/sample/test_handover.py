"""The sample's duty: stages that move no light, and hand-overs of which only late ones wait."""

from dataclasses import replace

from django.utils import timezone

from recommendations.models import Action, Handover, Milestone
from recommendations.permissions import roles_of
from recommendations.queries.status import read_states

from .made import MadeSample


class MadeHandoverTests(MadeSample):
    def test_every_adopted_action_with_a_lead_is_handed_over_to_all_its_departments(self):
        for state in read_states(Action.objects.exclude(lead_department=None), self.now):
            given = set(Handover.objects.filter(assignment__action=state.action).values_list("department", flat=True))
            wanted = {state.action.lead_department_id, *(it.pk for it in state.action.supporting_departments.all())}
            assert given == (wanted if state.mandated else set())

    def test_most_are_received_by_their_own_people_after_they_were_handed_over(self):
        received = Handover.objects.exclude(received_at=None).select_related("received_by")

        assert received.count() > 3 * Handover.objects.not_received().count()
        for handover in received:
            assert handover.department_id in roles_of(handover.received_by).own
            assert handover.handed_over_at < handover.received_at

    def test_what_waits_was_handed_over_lately_and_one_of_it_is_late(self):
        waiting = Handover.objects.not_received()

        assert waiting.exists()
        assert all((self.now.as_of - timezone.localdate(it.handed_over_at)).days < 14 for it in waiting)
        assert waiting.late(self.now).exists()

    def test_some_actions_have_stages_and_all_are_marked(self):
        stages = Milestone.objects.all()

        assert 1 < stages.values("action").distinct().count() < Action.objects.count()
        for stage in stages:
            assert stage.sample
            assert stage.title.startswith("【示例】")
            assert stage.title_en.startswith("[Sample]")
            assert stage.deliverable.startswith("【示例】")
            assert stage.action.start_date < stage.date < stage.action.due_date

    def test_stages_move_no_light(self):
        with_stages = {state.action.pk: state.light for state in read_states(Action.objects.all(), self.now)}
        states = read_states(Action.objects.all(), self.now)
        without = [replace(state, milestones=[]) for state in states]

        assert {state.action.pk: state.light for state in without} == with_stages
