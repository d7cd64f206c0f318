"""Relations in the admin: refused as a whole where they cannot be computed; acknowledgements are read only."""

import pytest
from django.urls import reverse

from indicators.models import Identity
from tests.factories import AcknowledgementFactory, IndicatorFactory, a_coordinator

pytestmark = pytest.mark.django_db
ADD = "admin:indicators_identity_add"


@pytest.fixture
def office(client):
    client.force_login(a_coordinator())
    return client


def sent(*terms, kind="sum", total=""):
    """A form of the relation with its terms: role and indicator each."""
    form = {"code": "trade-sum", "position": 0, "name": "和", "name_en": "Sum", "kind": kind, "total": total}
    form |= {"factor": "100", "note": "", "note_en": "", "terms-TOTAL_FORMS": len(terms), "terms-INITIAL_FORMS": 0}
    for number, (role, indicator) in enumerate(terms):
        form |= {f"terms-{number}-position": number, f"terms-{number}-role": role}
        form[f"terms-{number}-indicator"] = indicator.pk
    return form


def test_a_relation_is_entered_with_its_terms(office):
    terms = [(role, IndicatorFactory()) for role in ("whole", "part", "part")]

    assert office.post(reverse(ADD), sent(*terms)).status_code == 302

    identity = Identity.objects.get()
    assert [(term.role, term.indicator) for term in identity.terms.all()] == terms


@pytest.mark.parametrize(
    ("roles", "options", "sentence"),
    [
        (["part", "part"], {}, "要么有一项总数，要么填合计"),
        (["whole", "part"], {}, "“部分”不能是 1 项"),
        (["share", "part", "whole"], {"kind": "share", "total": "100"}, "只有相加的关系才填合计"),
    ],
)
def test_one_that_cannot_be_computed_is_refused_with_the_reason(office, roles, options, sentence):
    response = office.post(reverse(ADD), sent(*((role, IndicatorFactory()) for role in roles), **options))

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not Identity.objects.exists()


def test_indicators_of_other_prices_are_refused(office):
    terms = [("rate", IndicatorFactory(price_basis="constant")), ("level", IndicatorFactory(price_basis="current"))]

    response = office.post(reverse(ADD), sent(*terms, kind="rate"))

    assert "价格基础不同" in response.content.decode()
    assert not Identity.objects.exists()


def test_what_its_kind_cannot_give_is_not_marked_as_implied(office):
    form = sent(("rate", IndicatorFactory()), ("level", IndicatorFactory()), kind="rate") | {"terms-1-implied": "on"}

    response = office.post(reverse(ADD), form)

    assert "的关系不推算缺数" in response.content.decode()
    assert not Identity.objects.exists()


def test_what_people_said_of_findings_is_listed_and_not_written_here(office):
    said = AcknowledgementFactory(reason="以表为准。")

    assert "以表为准。" in office.get(reverse("admin:indicators_acknowledgement_changelist")).content.decode()
    assert office.get(reverse("admin:indicators_acknowledgement_add")).status_code == 403
    office.post(reverse("admin:indicators_acknowledgement_change", args=[said.pk]), {"reason": "别的。"})
    said.refresh_from_db()
    assert said.reason == "以表为准。"
