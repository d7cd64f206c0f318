"""Lights and counts on pages: shape, word and colour together; every number leads to its list."""

from datetime import date

import pytest
from django.template import Context, Template

from indicators.asof import AsOf
from recommendations.models import Action
from recommendations.queries.rollup import Progress
from recommendations.queries.status import read_states
from recommendations.templatetags import delivery
from tests.factories import grow

pytestmark = pytest.mark.django_db

ASOF = AsOf(date(2026, 6, 10), today=date(2026, 6, 10))


def test_a_light_has_a_shape_and_a_word():
    grow()
    state = read_states(Action.objects.filter(reports__isnull=False).distinct(), ASOF)[0]

    html = Template("{% load delivery %}{% light state %}").render(Context({"state": state}))

    assert 'href="#s-soon"' in html
    assert "将到期且滞后" not in html or state.pace == "behind"
    assert state.light_label in html


def test_counts_stand_in_display_order_and_lead_to_the_same_actions():
    grow()
    progress = Progress.of(read_states(Action.objects.all(), ASOF))

    rows = delivery.delivery_counts(Context({"asof": ASOF}), progress, path="1")

    assert [row.light for row in rows] == ["done", "ok", "soon", "late", "none"]
    assert sum(row.count for row in rows) == progress.actions
    assert rows[2].url == "/actions/?delivery_light=soon&path=1"
