"""The page of claims: each with verdict, reason and figures, narrowed by what the address asks."""

import re

import pytest

from tests.factories import AreaFactory, ClaimFactory, IndicatorFactory, ObservationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]

ADDRESS = "/quality/claims/"


@pytest.fixture
def claims():
    """One that is supported, one that cannot be decided."""
    known = ObservationFactory(
        indicator=IndicatorFactory(code="growth", name="增速"), area=AreaFactory(code="450200", name="柳州")
    )
    IndicatorFactory(code="unknown", name="别的")
    return [
        ClaimFactory(
            text="柳州在增长。", text_en="Liuzhou grows.", source=known.source, note="按大于零。", note_en="Above 0."
        ),
        ClaimFactory(text="别的也在增长。", locator="二(一)", indicator="unknown", source=known.source),
    ]


def page(client, **query):
    response = client.get(ADDRESS, query)
    assert response.status_code == 200, response.content.decode()
    html = response.content.decode()
    return html[html.index("<main") : html.index("</main>")]


def test_each_claim_stands_with_place_verdict_reason_and_note(client, claims):
    html = page(client)

    for text in (
        "柳州在增长。",
        "一(一)",
        "数字与论断相符：增速 柳州 2020（1.50）大于0。",
        "按大于零。",
        "缺数：别的 柳州 2020。",
    ):
        assert text in html
    assert re.findall(r'class="light l-(\w+)"', html) == ["done", "none"]


def test_the_figures_lead_to_their_indicators_and_places(client, claims):
    html = page(client)

    assert '<a href="/indicators/growth/?area=450200">增速</a> 柳州 2020：' in html
    assert re.search(r'<a href="/indicators/growth/cite/\?area=450200&amp;period=2020&amp;[^"]+">1.50</a>', html)


def test_the_first_sentence_counts_and_links(client, claims):
    html = page(client)

    assert '<a href="/quality/claims/?verdict=supported">得到支持 1</a>' in html
    assert '<a href="/quality/claims/?verdict=contradicted">与数字不符 0</a>' in html
    assert '<a href="/quality/claims/?verdict=undecidable">无法判定 1</a>' in html


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"verdict": "undecidable"}, ["别的也在增长。"]),
        ({"locator": "一"}, ["柳州在增长。"]),
        ({"indicator": "unknown"}, ["别的也在增长。"]),
        ({"verdict": "contradicted"}, []),
        ({"known_on": "2020-01-01", "verdict": "supported"}, []),
    ],
)
def test_the_address_narrows(client, claims, query, shown):
    html = page(client, **query)

    assert [text for text in ("柳州在增长。", "别的也在增长。") if text in html] == shown
    assert ("没有符合条件的记录。" in html) == (not shown)


@pytest.mark.parametrize("query", [{"verdict": "true"}, {"indicator": "none"}, {"colour": "red"}])
def test_what_it_cannot_do_it_refuses(client, claims, query):
    assert client.get(ADDRESS, query).status_code == 400


def test_without_claims_it_says_so(client):
    assert "没有符合条件的记录。" in page(client)


def test_it_speaks_english(client, claims):
    client.cookies["django_language"] = "en"

    html = page(client)

    assert "Liuzhou grows." in html
    assert "Above 0." in html
