"""A long ranking cut down to what a page can show."""

from indicators.analysis import rank
from indicators.analysis.excerpt import MOST_ROWS, excerpt
from indicators.models import Area

from . import AMOUNT, LIUZHOU, a_figure


def a_ranking(areas):
    """Liuzhou in the middle of ``areas`` cities, the first of them best, and one without a figure."""
    cities = [Area(pk=n, code=f"{n}", kind="peer", position=n) for n in range(10, 8 + areas)]
    figures = [a_figure(str(1000 - city.pk), area=city) for city in cities]
    middle = f"{1000 - 10 - areas // 2}.5"
    return rank(
        AMOUNT,
        [
            *figures,
            a_figure(middle, area=LIUZHOU),
            a_figure(None, area=Area(pk=999, code="999", kind="peer", position=999)),
        ],
    )


def codes(ranking):
    return [row.observation.area.code for row in ranking.rows]


def test_a_short_ranking_stays_whole():
    ranking = a_ranking(MOST_ROWS)

    assert excerpt(ranking, ()) == ranking


def test_a_long_one_keeps_its_ends_the_focus_city_and_those_chosen():
    ranking = a_ranking(60)

    short = excerpt(ranking, {"50", "999"})

    assert codes(short) == [*map(str, range(10, 20)), LIUZHOU.code, "50", "65", "66", "67", "999"]


def test_places_best_median_and_counts_are_those_of_all():
    ranking = a_ranking(60)

    short = excerpt(ranking, ())

    assert (short.best, short.median, short.ranked) == (ranking.best, ranking.median, ranking.ranked)
    assert short.of(LIUZHOU.code) == ranking.of(LIUZHOU.code)
