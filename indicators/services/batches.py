"""The one door of imports: a file is taken in, mapped, foreseen, applied as a whole, and undone as a whole."""

import hashlib
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.choices import BatchState
from indicators.importing.catalogue import Catalogue
from indicators.importing.mapping import Mapping, NewSource
from indicators.importing.preview import Outcome, Preview, preview
from indicators.importing.read import read
from indicators.importing.sheet import Sheet, UnreadableFileError
from indicators.importing.storing import store
from indicators.models import Batch, Observation, Revision, Source
from indicators.writing import person, sentences

User = Any


class OutdatedError(Exception):
    """The batch, or what is known, is no longer as the person saw it; nothing was stored. The message says what."""


class NotStorableError(Exception):
    """Figures are refused, or none is new; nothing was stored."""


class NotUndoableError(Exception):
    """Something rests on the figures of a batch.

    Attributes:
        reasons: a sentence each.
    """

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(sentences(reasons))


def upload(*, actor: User | None, name: str, file_name: str, content: bytes) -> Batch:
    """Take in a file whose figures are not stored yet.

    Args:
        actor: who brings it; None for a command.
        name: what the batch is called.
        file_name: what the file is called.
        content: the file, which ``read`` has read.

    Raises:
        ValidationError: the name or the file's name is too long.
    """
    batch = _new(actor, name, file_name, content)
    batch.content = content
    batch.save()
    return batch


def _new(actor: User | None, name: str, file_name: str, content: bytes) -> Batch:
    """A batch that is not stored yet, without its file."""
    batch = Batch(
        name=name,
        file_name=file_name,
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=actor,
        uploaded_at=timezone.now(),
    )
    batch.full_clean(exclude=[field.name for field in Batch._meta.fields if field.name not in {"name", "file_name"}])
    return batch


def applied_before(sha256: str) -> Batch | None:
    """The last batch that stored the figures of the same file and was not undone."""
    same = Batch.objects.filter(sha256=sha256, state=BatchState.APPLIED)
    return same.select_related("applied_by").order_by("-applied_at").first()


def remember(*, batch: Batch, mapping: Mapping) -> None:
    """Keep how the batch's file is to be read.

    Raises:
        OutdatedError: it was applied meanwhile.
    """
    kept = Batch.objects.filter(pk=batch.pk, state=BatchState.UPLOADED).update(mapping=mapping.as_json())
    if not kept:
        raise OutdatedError(what_became_of(batch))
    batch.mapping = mapping.as_json()


def sheet_named(sheets: list[Sheet], name: str) -> Sheet:
    """The sheet of that name.

    Raises:
        UnreadableFileError: there is none.
    """
    for sheet in sheets:
        if sheet.name == name:
            return sheet
    raise UnreadableFileError(_("文件里没有名为“%(name)s”的工作表。") % {"name": name})


def foresee(batch: Batch) -> Preview:
    """What applying a batch would do now.

    Raises:
        UnreadableFileError: the file is not read any more.
        BrokenMappingError: its mapping cannot be used.
    """
    mapping = Mapping.from_json(batch.mapping)
    sheet = sheet_named(read(bytes(batch.content), batch.file_name), mapping.sheet)
    return preview(sheet, mapping, today=timezone.localdate())


def apply(*, actor: User | None, batch: Batch, seen: str) -> None:
    """Store the figures of a batch: all of them, as they were seen, or none.

    Args:
        actor: who applies it.
        batch: an uploaded batch with its mapping.
        seen: the ``fingerprint`` of the preview that the person saw.

    Raises:
        OutdatedError: it was applied by somebody else, or its outcome is no longer what was seen.
        NotStorableError: figures are refused, or none is new.
    """
    with transaction.atomic():
        _lock_sources(Mapping.from_json(batch.mapping))
        _move(batch, to=BatchState.APPLIED, actor=actor)
        outcome = foresee(batch)
        if outcome.fingerprint() != seen:
            raise OutdatedError(_("预览之后，已知的数有了变化，没有导入。请重新查看预览。"))
        _carry_out(batch, Mapping.from_json(batch.mapping), outcome)


def load(*, actor: User | None, name: str, file_name: str, content: bytes, sheet: Sheet, mapping: Mapping) -> Preview:
    """Foresee and store in one go, without a person in between; where a figure is refused, nothing is stored.

    Args:
        actor: who loads it; None for a command.
        name: what the batch is called.
        file_name: what the file is called.
        content: the file.
        sheet: the one of its sheets that is imported.
        mapping: how it is read.

    Returns:
        What was done, or what stood against it.

    Raises:
        BrokenMappingError: the mapping cannot be used.
    """
    with transaction.atomic():
        _lock_sources(mapping)
        outcome = preview(sheet, mapping, today=timezone.localdate())
        if outcome.storable:
            batch = _new(actor, name, file_name, content)
            batch.mapping = mapping.as_json()
            batch.save()
            _move(batch, to=BatchState.APPLIED, actor=actor)
            _carry_out(batch, mapping, outcome)
    return outcome


def _lock_sources(mapping: Mapping) -> None:
    """Two imports of one source wait for each other, so that neither stores what the other has just stored."""
    codes = {mapping.given.source, *(column.fixed.source for column in mapping.columns)}
    list(Source.objects.select_for_update().filter(code__in=codes).order_by("pk"))


def _carry_out(batch: Batch, mapping: Mapping, outcome: Preview) -> None:
    if outcome.counts[Outcome.REFUSED]:
        raise NotStorableError(_("还有不能导入的数，没有导入。"))
    if not outcome.storable:
        raise NotStorableError(_("没有新的数，不必导入。"))
    revision = Revision.objects.get(code=mapping.revision) if mapping.revision else None
    try:
        with transaction.atomic():
            if mapping.new_source:
                _create(mapping.new_source)
            store(outcome.lines, batch, Catalogue.load(), revision)
    except IntegrityError:  # the source is new, or only rows name it, and another import was quicker
        raise OutdatedError(_("另一次导入刚存入了同样的数，没有导入。请重新查看预览。")) from None
    counts = {name: outcome.counts[name] for name in (Outcome.CREATED, Outcome.CHANGED, Outcome.UNCHANGED)}
    Batch.objects.filter(pk=batch.pk).update(content=None, **counts)
    batch.refresh_from_db()


def _create(new: NewSource) -> None:
    source = Source(**vars(new))
    source.full_clean(validate_unique=False)  # in a race the database decides
    source.save()


def undo(*, actor: User | None, batch: Batch) -> None:
    """Take back the figures that a batch stored; the source that came with it stays.

    Raises:
        OutdatedError: it is not applied.
        NotUndoableError: something rests on its figures; nothing is taken back.
    """
    with transaction.atomic():
        _move(batch, to=BatchState.UNDONE, actor=actor)
        if reasons := what_rests_on(batch):
            raise NotUndoableError(reasons)
        figures = Observation.objects.filter(batch=batch)
        # Nothing points to them, and they have no history: one DELETE, where Django would read them all first.
        figures._raw_delete(figures.db)
    batch.refresh_from_db()


def what_rests_on(batch: Batch) -> list[str]:
    """Why a batch cannot be undone: what was built on its figures since, whoever's it is; a sentence each."""
    figures = Observation.objects.filter(batch=batch)
    reasons = []
    if n := _corrected(figures, batch).count():
        text = ngettext("其中 %(n)d 个数此后又有更正。", "其中 %(n)d 个数此后又有更正。", n)
        reasons.append(text % {"n": n})
    if n := Observation.history.filter(id__in=figures.values("pk")).values("id").distinct().count():
        text = ngettext("其中 %(n)d 个数导入后有人改过。", "其中 %(n)d 个数导入后有人改过。", n)
        reasons.append(text % {"n": n})
    for relation in Observation._meta.get_fields(include_hidden=True):
        if not (relation.one_to_many or relation.one_to_one) or relation.concrete:
            continue
        users = relation.related_model._base_manager.filter(**{f"{relation.field.name}__batch": batch})
        if n := users.count():
            text = _("%(what)s有 %(n)d 处引用了其中的数。")
            reasons.append(text % {"what": _of_whom(relation.related_model), "n": n})
    return reasons


def _corrected(figures: QuerySet[Observation], batch: Batch) -> QuerySet[Observation]:
    same = {name: OuterRef(name) for name in ("indicator", "area", "period", "source", "locator")}
    newer = Observation.objects.filter(**same, vintage__gt=OuterRef("vintage")).exclude(batch=batch)
    return figures.filter(Exists(newer))


def _of_whom(model: type) -> str:
    """The kind of record that refers to figures; of a table of pairs, the kind that holds the list."""
    if not model._meta.auto_created:
        return model._meta.verbose_name
    return model._meta.auto_created._meta.verbose_name


ORIGINS = {BatchState.APPLIED: BatchState.UPLOADED, BatchState.UNDONE: BatchState.APPLIED}


def _move(batch: Batch, *, to: BatchState, actor: User | None) -> None:
    """Move a batch to another state; one conditional UPDATE decides a race.

    Raises:
        OutdatedError: it is not in the state from which this can be done; the message says in which.
    """
    origin = Batch.objects.filter(pk=batch.pk, state=ORIGINS[to])
    if not origin.update(state=to, **{f"{to}_at": timezone.now(), f"{to}_by": actor}):
        raise OutdatedError(what_became_of(batch))


def who(actor: User | None) -> str:
    """Who did something with a batch, by name; what nobody did, a command did."""
    return _("命令行") if actor is None else person(actor)


def what_became_of(batch: Batch) -> str:
    """A sentence for whoever comes too late to do something with a batch: its state, and who brought it there."""
    now = Batch.objects.select_related("applied_by", "undone_by").filter(pk=batch.pk).first()
    if now is None:
        return _("这个批次已被删除。")
    if now.state == BatchState.APPLIED:
        return _("这个批次已由 %(who)s 导入。") % {"who": who(now.applied_by)}
    if now.state == BatchState.UNDONE:
        return _("这个批次已由 %(who)s 撤销。") % {"who": who(now.undone_by)}
    return _("这个批次还没有导入。")
