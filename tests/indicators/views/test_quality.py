"""The page of what does not fit in the figures, and the office's word on it."""

import re
from decimal import Decimal

import pytest
from django.test import Client

from indicators.asof import AsOf
from indicators.models import Acknowledgement, Observation
from indicators.queries.quality import quality_report
from tests.factories import IndicatorFactory, ObservationFactory, a_coordinator, a_reader

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]


@pytest.fixture
def conflict():
    """A conflict, and beside it a missing cell."""
    table = ObservationFactory(indicator=IndicatorFactory(name="外贸依存度"), value=Decimal("3.24"))
    ObservationFactory(
        indicator=table.indicator, area=table.area, source=table.source, locator="一(一)", value=Decimal("3.87")
    )
    ObservationFactory(indicator=IndicatorFactory(name="财富"), value=None, status="M", decimals=0)
    return f"places:{table.indicator.code}:{table.area.code}:2020:{table.source.code}"


def page(client, **query):
    response = client.get("/quality/", query)
    assert response.status_code == 200, response.content.decode()
    html = response.content.decode()
    return html[html.index("<main") : html.index("</main>")]


def text(html):
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", html))


def send(client, address, **form):
    """As the page's form does, with the figures that a person sees now."""
    seen = {row.finding.key: row.finding.digest for row in quality_report(AsOf.now()).rows}
    return client.post(f"/quality/{address}/", {"figures": seen.get(form.get("finding"), ""), **form})


def test_the_first_sentence_counts_what_waits(client, conflict):
    assert "有1处矛盾待确认；共发现2条，其中0条已确认。" in text(page(client))


def test_a_row_says_what_is_what_should_be_and_leads_to_the_figures(client, conflict):
    html = page(client, severity="conflict")

    assert "同一来源前后不一：表1印为 3.24，一(一)印为 3.87。" in html
    assert "+0.63" in html
    assert html.count("/cite/?area=") == 2
    _kind, indicator, area, *_rest = conflict.split(":")
    assert html.count(f'<a href="/indicators/{indicator}/?area={area}">外贸依存度</a>') == 2
    assert "原文记为缺失" not in html


def test_without_findings_it_says_so(client):
    assert "没有发现问题。" in page(client)


def test_where_no_finding_fits_the_filters_it_says_so(client, conflict):
    assert "没有符合条件的发现。" in page(client, kind="outlier")


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ({"kind": "missing"}, 1),
        ({"severity": "note"}, 1),
        ({"acknowledged": "false"}, 2),
        ({"acknowledged": "true"}, 0),
        ({"kind": "missing", "severity": "conflict"}, 0),
        ({"kind": "", "indicator": ""}, 2),
    ],
)
def test_it_can_be_narrowed(client, conflict, query, rows):
    assert page(client, **query).count('scope="row"') == rows


def test_it_can_be_narrowed_to_an_indicator_and_an_area(client, conflict):
    _kind, indicator, area, *_rest = conflict.split(":")

    assert page(client, indicator=indicator, area=area).count('scope="row"') == 1


@pytest.mark.parametrize(
    "query", [{"colour": "red"}, {"kind": "colour"}, {"page": "9"}, {"acknowledged": "x"}, {"area": "0"}]
)
def test_what_it_cannot_be_asked_is_refused_by_name(client, conflict, query):
    response = client.get("/quality/", query)

    assert response.status_code == 400
    assert next(iter(query)) in response.content.decode()


def test_the_office_acknowledges_with_a_reason_and_comes_back_to_where_it_was(client, conflict):
    client.force_login(a_coordinator())
    assert "/quality/acknowledge/" in page(client)

    response = send(client, "acknowledge", finding=conflict, reason="以表为准。", query="severity=conflict")

    assert (response.status_code, response["Location"]) == (302, "/quality/?severity=conflict")
    html = page(client)
    assert "有0处矛盾待确认" in text(html)
    assert "以表为准。" in html


def test_the_public_sees_that_it_is_acknowledged_but_neither_reason_nor_person(client, conflict):
    client.force_login(a_coordinator(username="office-person"))
    send(client, "acknowledge", finding=conflict, reason="以表为准。")
    client.logout()

    html = page(client, acknowledged="true")
    assert "已确认" in html
    assert "以表为准" not in html
    assert "office-person" not in html
    client.force_login(a_reader())
    assert "以表为准" in page(client)
    assert '<form method="post"' not in page(client)


def test_it_can_be_opened_again(client, conflict):
    client.force_login(a_coordinator())
    send(client, "acknowledge", finding=conflict, reason="以表为准。")

    assert send(client, "withdraw", finding=conflict).status_code == 302
    assert not Acknowledgement.objects.exists()
    assert send(client, "withdraw", finding=conflict).status_code == 404


@pytest.mark.parametrize("who", [None, a_reader], ids=["anonymous", "reader"])
@pytest.mark.parametrize("address", ["acknowledge", "withdraw"])
def test_nobody_else_may(client, conflict, who, address):
    if who:
        client.force_login(who())

    assert send(client, address, finding=conflict, reason="我说的。").status_code == 403
    assert not Acknowledgement.objects.exists()


@pytest.mark.parametrize(
    ("form", "parameter"), [({"reason": " "}, "reason"), ({"finding": "identity:x", "reason": "有。"}, "finding")]
)
def test_without_a_reason_or_a_finding_nothing_is_stored(client, conflict, form, parameter):
    client.force_login(a_coordinator())

    response = send(client, "acknowledge", **{"finding": conflict, **form})

    assert response.status_code == 400
    assert not Acknowledgement.objects.exists()


def test_what_has_changed_since_it_was_seen_is_not_acknowledged(client, conflict):
    client.force_login(a_coordinator())
    (seen,) = re.findall(r'name="figures" value="(\w+)"', page(client, severity="conflict"))
    Observation.objects.filter(locator="一(一)").update(value=Decimal("3.99"))

    response = send(client, "acknowledge", finding=conflict, figures=seen, reason="以表为准。")

    assert response.status_code == 400
    assert "已经变了" in response.content.decode()
    assert not Acknowledgement.objects.exists()


def test_a_past_day_is_read_and_not_written_on(client, conflict):
    client.force_login(a_coordinator())

    assert "/quality/acknowledge/" not in page(client, known_on="2025-01-01")


def test_writing_needs_the_forms_token(conflict):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(a_coordinator())

    assert send(strict, "acknowledge", finding=conflict, reason="有。").status_code == 403
