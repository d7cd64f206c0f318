"""The one door of figures for people: recorded once, corrected by a new version, never changed in place.

So what was known on a day can be read on every later one. The study's own figures belong to its files instead, which
may mend a slip of transcription in place (``load_study``); whole tables come in by ``importing``.
"""

from datetime import date
from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from indicators.asof import today
from indicators.models import Observation, Revision
from indicators.writing import figure as written


def record(*, actor: AbstractBaseUser, figure: Observation) -> Observation:
    """Store a figure of which nothing is known yet at its place.

    Args:
        actor: who records it.
        figure: the figure, not yet stored.

    Returns:
        The stored figure.

    Raises:
        ValidationError: a field or constraint does not hold, or see ``check_new``; nothing is stored.
    """
    figure.full_clean()
    check_new(figure)
    return _store(actor, figure)


def check_new(figure: Observation) -> None:
    """Refuse a figure that is known already, or that nobody can know yet.

    Raises:
        ValidationError: the vintage lies in the future, or the place has a figure, which is to be corrected instead.
    """
    _check_vintage(figure)
    known = Observation.objects.versions_of(figure).first()
    if known is not None:
        words = {"figure": written(known), "day": known.vintage.isoformat()}
        raise ValidationError(
            _("这个出处已有一个数（%(figure)s，%(day)s 录入）。它若有误，请打开那一行点“更正”。") % words
        )


def revise(
    *,
    actor: AbstractBaseUser,
    figure: Observation,
    value: Decimal | None,
    decimals: int,
    status: str,
    bound: str,
    vintage: date,
    revision: Revision | None = None,
    note: str = "",
    note_en: str = "",
) -> Observation:
    """Correct a figure by a new version; the one before stays for those who ask what was known then.

    Args:
        actor: who corrects it.
        figure: the version that is corrected, which must be the newest.
        value: the corrected value; None: withdrawn, with status M.
        decimals: how many decimals are printed.
        status: an OBS_STATUS code.
        bound: a code of ``Bound``.
        vintage: the day on which the correction was learnt; later than the version before, not in the future.
        revision: the notice with which the source corrects it, where there is one.
        note: what is to be said of the new version, and in English.

    Returns:
        The new version.

    Raises:
        ValidationError: somebody has corrected it meanwhile, the day does not fit, the notice is another source's, the
            figure is the same, or a field or constraint does not hold; nothing is stored.
    """
    correction = Observation(
        indicator=figure.indicator,
        area=figure.area,
        period=figure.period,
        source=figure.source,
        locator=figure.locator,
        period_basis=figure.period_basis,
        value=value,
        decimals=decimals,
        status=status,
        bound=bound,
        vintage=vintage,
        revision=revision,
        note=note,
        note_en=note_en,
    )
    with transaction.atomic():
        _check_correction(_newest_locked(figure), figure, correction)
        correction.full_clean()
        return _store(actor, correction)


def _newest_locked(figure: Observation) -> Observation:
    """The newest version; whoever corrects the same figure waits. Locked first: a row that joins meanwhile is seen."""
    versions = Observation.objects.versions_of(figure)
    list(versions.select_for_update().values_list("pk"))
    newest = versions.first()
    if newest is None:
        raise ValidationError(_("这个数已被删除。"))
    return newest


def _check_correction(newest: Observation, figure: Observation, correction: Observation) -> None:
    if newest.pk != figure.pk:
        words = {"figure": written(newest), "day": newest.vintage.isoformat()}
        raise ValidationError(_("这一版不是最新的：%(day)s 已更正为 %(figure)s，请更正那一版。") % words)
    _check_vintage(correction)
    if correction.vintage <= newest.vintage:
        day = {"day": newest.vintage.isoformat()}
        raise ValidationError({"vintage": _("更正的录入日应晚于上一版的 %(day)s。") % day})
    if correction.revision is not None and correction.revision.source_id != figure.source_id:
        raise ValidationError({"revision": _("这份修订说明是另一个来源的。")})
    if _says(correction) == _says(newest):
        raise ValidationError(_("与上一版相同，没有更正什么。"))


def _says(figure: Observation) -> tuple[str | None, str, str]:
    """What makes a version another: 505.1 and 505.10 are printed differently, and so are not the same."""
    return figure.printed, figure.status, figure.bound


def _check_vintage(figure: Observation) -> None:
    if figure.vintage > today():
        day = {"day": figure.vintage.isoformat()}
        raise ValidationError({"vintage": _("录入日 %(day)s 还没有到：录入日是得知这个数的日子。") % day})


def _store(actor: AbstractBaseUser, figure: Observation) -> Observation:
    figure._history_user = actor
    try:
        with transaction.atomic():
            figure.save(force_insert=True)
    except IntegrityError:  # somebody else stored the same between the check and now
        figure.validate_constraints()
        raise
    return figure
