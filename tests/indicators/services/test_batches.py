"""Imports: applied as they were seen or not at all, by one person only, and undone while nothing rests on them."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from indicators.importing.catalogue import Catalogue
from indicators.importing.mapping import Column, Known, Mapping, NewSource, Role
from indicators.importing.read import read
from indicators.models import Batch, Observation, Source
from indicators.services import batches
from tests.factories import (
    AreaFactory,
    IndicatorFactory,
    ObservationFactory,
    ProblemFactory,
    RevisionFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

CONTENT = "地区,2019,2020\n柳州,1.0,2.0\n遵义,----,4.0\n".encode()


@pytest.fixture(autouse=True)
def _known():
    IndicatorFactory(code="gdp", unit="亿元", accumulation="period")
    AreaFactory(code="450200", name="柳州")
    AreaFactory(code="520300", name="遵义")
    SourceFactory(code="yearbook")


def mapping(**changes):
    values = [Column(year, Role.VALUE, Known(indicator="gdp", period=year)) for year in ("2019", "2020")]
    made = Mapping("figures", 1, 3, [Column("地区", Role.AREA), *values], Known(source="yearbook", locator="表1"))
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def uploaded(content=CONTENT, **changes):
    batch = batches.upload(actor=UserFactory(), name="年鉴", file_name="figures.csv", content=content)
    batches.remember(batch=batch, mapping=mapping(**changes))
    return batch


def applied(actor=None, **changes):
    batch = uploaded(**changes)
    batches.apply(actor=actor, batch=batch, seen=batches.foresee(batch).fingerprint())
    return batch


def test_a_batch_stores_its_figures_says_by_whom_and_lets_go_of_the_file():
    person = UserFactory()
    batch = applied(person)

    stored = Observation.objects.filter(batch=batch).order_by("area__code", "period")
    assert [(o.area.code, o.period, o.value, o.decimals, o.status, o.locator) for o in stored] == [
        ("450200", "2019", Decimal("1.0"), 1, "A", "表1"),
        ("450200", "2020", Decimal("2.0"), 1, "A", "表1"),
        ("520300", "2019", None, 0, "M", "表1"),
        ("520300", "2020", Decimal("4.0"), 1, "A", "表1"),
    ]
    assert (stored[0].period_start, stored[0].period_end) == (date(2019, 1, 1), date(2019, 12, 31))
    batch.refresh_from_db()
    assert (batch.state, batch.applied_by, batch.content) == ("applied", person, None)
    assert (batch.created, batch.changed, batch.unchanged) == (4, 0, 0)


def test_the_same_file_again_has_nothing_to_store():
    applied()
    batch = uploaded()

    assert batches.foresee(batch).counts == {"unchanged": 4}
    assert batches.applied_before(batch.sha256).name == "年鉴"
    with pytest.raises(batches.NotStorableError, match="不必导入"):
        batches.apply(actor=None, batch=batch, seen=batches.foresee(batch).fingerprint())
    batch.refresh_from_db()
    assert batch.state == "uploaded"


def test_a_correction_is_a_new_vintage_with_its_notice_and_the_old_one_stays():
    old = ObservationFactory(indicator=_indicator(), area=_area(), source=_source(), locator="表1", value=Decimal(9))
    batch = applied(revision=RevisionFactory(code="census", source=_source()).code)

    new = Observation.objects.get(batch=batch, area=_area(), period="2020")
    assert (new.value, new.vintage, new.revision.code) == (Decimal(2), timezone.localdate(), "census")
    assert Observation.objects.get(batch=batch, area=_area(), period="2019").revision is None
    assert Observation.objects.filter(pk=old.pk).exists()
    assert (batch.created, batch.changed) == (3, 1)


def _indicator():
    return Catalogue.load().indicators["gdp"]


def _area():
    return Catalogue.load().areas["450200"]


def _source():
    return Catalogue.load().sources["yearbook"]


def test_a_new_source_is_created_with_the_figures_and_stays_when_they_go():
    new = NewSource("bulletin", "统计公报", "Bulletin", "统计局", "", 20)
    batch = applied(given=Known(source="bulletin", locator="表1"), new_source=new)

    source = Source.objects.get(code="bulletin")
    assert (source.author, source.priority, source.observations.count()) == ("统计局", 20, 4)
    batches.undo(actor=None, batch=batch)
    assert Source.objects.filter(pk=source.pk).exists()


def test_a_refused_figure_stands_against_all():
    batch = uploaded("地区,2019,2020\n柳州,1.0,2.0\n哪里,3.0,4.0\n".encode())

    with pytest.raises(batches.NotStorableError, match="不能导入"):
        batches.apply(actor=None, batch=batch, seen=batches.foresee(batch).fingerprint())
    assert not Observation.objects.exists()


def test_what_changed_since_it_was_seen_is_not_stored():
    batch = uploaded()
    seen = batches.foresee(batch).fingerprint()
    ObservationFactory(indicator=_indicator(), area=_area(), source=_source(), locator="表1")

    with pytest.raises(batches.OutdatedError, match="预览之后"):
        batches.apply(actor=None, batch=batch, seen=seen)
    batch.refresh_from_db()
    assert batch.state == "uploaded"
    assert not Observation.objects.filter(batch=batch).exists()


def test_of_two_that_apply_the_first_wins_and_the_other_is_told_who():
    batch = uploaded()
    seen = batches.foresee(batch).fingerprint()
    late = Batch.objects.get(pk=batch.pk)
    batches.apply(actor=UserFactory(username="甲"), batch=batch, seen=seen)

    for step in (
        lambda: batches.apply(actor=None, batch=late, seen=seen),
        lambda: batches.remember(batch=late, mapping=mapping()),
    ):
        with pytest.raises(batches.OutdatedError, match="已由 甲 导入"):
            step()
    assert Observation.objects.count() == 4


@pytest.mark.parametrize(
    "shared",
    [
        {"columns": [*mapping().columns, Column("来源", Role.SOURCE)], "given": Known(locator="表1")},
        {"new_source": NewSource("fresh", "公报", "Bulletin"), "given": Known(source="fresh", locator="表1")},
    ],
)
def test_of_two_files_with_the_same_figures_the_later_is_told_even_where_no_lock_held_it_back(shared, monkeypatch):
    content = "地区,2019,2020,来源\n柳州,1.0,2.0,yearbook\n".encode()
    first, second = uploaded(content, last=2, **shared), uploaded(content, last=2, **shared)
    before = batches.foresee(second)
    batches.apply(actor=None, batch=first, seen=before.fingerprint())

    monkeypatch.setattr(batches, "foresee", lambda _batch: before)
    with pytest.raises(batches.OutdatedError, match="另一次导入"):
        batches.apply(actor=None, batch=second, seen=before.fingerprint())
    second.refresh_from_db()
    assert (second.state, second.observations.count()) == ("uploaded", 0)


def test_undoing_takes_back_what_the_batch_stored_and_nothing_else():
    other = ObservationFactory(indicator=_indicator(), area=_area(), source=_source(), locator="表9")
    batch, person = applied(), UserFactory(username="乙")

    batches.undo(actor=person, batch=batch)
    assert [row.pk for row in Observation.objects.all()] == [other.pk]
    assert (batch.state, batch.undone_by) == ("undone", person)
    with pytest.raises(batches.OutdatedError, match="已由 乙 撤销"):
        batches.undo(actor=None, batch=batch)
    assert applied().created == 4


def corrected(figure):
    same = {name: getattr(figure, name) for name in ("indicator", "area", "period", "source", "locator")}
    ObservationFactory(**same, vintage=date(2099, 1, 1))


def edited(figure):
    figure.note = "改过"
    figure.save()


def cited(figure):
    ProblemFactory().evidence.add(figure)


@pytest.mark.parametrize(
    ("build", "reason"), [(corrected, "1 个数此后又有更正"), (edited, "1 个数导入后有人改过"), (cited, "1 处引用")]
)
def test_what_something_rests_on_is_not_undone(build, reason):
    batch = applied()
    build(Observation.objects.filter(batch=batch, value=2).get())

    with pytest.raises(batches.NotUndoableError, match=reason):
        batches.undo(actor=None, batch=batch)
    batch.refresh_from_db()
    assert batch.state == "applied"
    assert Observation.objects.filter(batch=batch).count() == 4


def test_imported_figures_have_no_history_of_their_own():
    batch = applied()

    assert not Observation.history.filter(id__in=batch.observations.values("pk")).exists()


def load(**changes):
    (sheet,) = read(CONTENT, "figures.csv")
    return batches.load(
        actor=None, name="年鉴", file_name="figures.csv", content=CONTENT, sheet=sheet, mapping=mapping(**changes)
    )


def test_loading_stores_at_once_and_a_second_time_nothing():
    assert load().counts == {"created": 4}
    assert load().counts == {"unchanged": 4}
    assert Batch.objects.count() == 1


def test_loading_stores_nothing_while_a_figure_is_refused():
    AreaFactory._meta.model.objects.filter(code="520300").delete()

    assert load().counts == {"created": 2, "refused": 2}
    assert not Batch.objects.exists()
    assert not Observation.objects.exists()
