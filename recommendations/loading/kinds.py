"""One small function for each kind of record: which fields it has, and who owns them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from indicators import choices as stats
from indicators.models import Area, Claim, Gap, Identity, IdentityTerm, Indicator, Observation, Source, Theme
from indicators.predicates import BadPredicateError, references
from indicators.predicates import read as read_predicate
from indicators.quality.implied import refused_flags
from indicators.quality.relations import Relation
from recommendations import choices
from recommendations.models import (
    Action,
    Department,
    IndicatorLink,
    Lesson,
    Measure,
    Path,
    Practice,
    PracticeUse,
    Problem,
    Project,
    Sector,
    Study,
    Target,
)

from .record import REQUIRED, Record
from .store import BROKEN, Store

FOCUS = "450200"
TITLED = ("title", "title_en", "summary", "summary_en", "locator")
PRINTED = ("author", "publication")


def position(record: Record) -> dict[str, int]:
    """The record's place in lists: as written, else its place in the file."""
    return {"position": record.integer("position", record.index)}


def in_english(record: Record, *names: str) -> dict[str, str]:
    """The English of fields that may have none."""
    return {f"{name}_en": record.text(f"{name}_en", "") for name in names}


def printed_in(record: Record, store: Store) -> str:
    """The code of the record's source: as written, else the first one."""
    return record.text("source", next(iter(store.loaded.get(Source, ())), ""))


def source(store: Store, record: Record) -> None:
    facts = record.texts("title", "title_en", *PRINTED) | in_english(record, *PRINTED)
    facts |= position(record) | {"priority": record.integer("priority")}
    code = record.text("code")
    store.vintages[code] = vintage(record)
    store.put(record, Source, {"code": code}, facts=facts)


def vintage(record: Record) -> date | None:
    """The day on which a source's figures were surely public."""
    try:
        return date.fromisoformat(record.text("vintage"))
    except ValueError:
        record.fault(_("字段 vintage 应为日期，例如 2022-12-31。"))
        return None


def code_below(record: Record, above: str) -> str:
    """The record's code, which begins with that of the record above it."""
    code = record.text("code")
    if code and above and not code.startswith(f"{above}."):
        record.fault(_("代码 %(code)s 应以上级的代码 %(above)s 加点开头。") % {"code": code, "above": above})
    return code


def area(store: Store, record: Record) -> None:
    facts = record.texts("name", "name_en") | position(record)
    facts |= {"kind": record.choice("kind", stats.AreaKind)}
    facts |= {"province": record.text("province", ""), "province_en": record.text("province_en", "")}
    store.put(record, Area, {"code": record.text("code")}, facts=facts)


def theme(store: Store, record: Record) -> None:
    store.put(record, Theme, {"code": record.text("code")}, facts=record.texts("name", "name_en") | position(record))


def indicator(store: Store, record: Record) -> None:
    facts = record.texts("name", "name_en", "definition", "definition_en") | position(record)
    facts |= {
        "unit": record.text("unit", ""),
        "unit_en": record.text("unit_en", ""),
        "direction": record.choice("direction", stats.Direction),
        "frequency": record.choice("frequency", stats.Frequency, "annual"),
        "price_basis": record.choice("price_basis", stats.PriceBasis),
        "accumulation": record.choice("accumulation", stats.Accumulation),
        "theme": store.ref(record, Theme, record.text("theme")),
    }
    store.put(record, Indicator, {"code": record.text("code")}, facts=facts)


def observation(store: Store, record: Record) -> None:
    value, decimals = record.figure("value", required=False)
    words = record.texts("indicator", "area", "period", "locator")
    origin = printed_in(record, store)
    record.take("printed", None)
    facts = {
        "value": value,
        "decimals": decimals,
        "status": record.choice("status", stats.ObsStatus, "A"),
        "bound": record.choice("bound", stats.Bound, "exact"),
        "period_basis": record.choice("period_basis", stats.PeriodBasis, "stated"),
        "note": record.text("note", ""),
        "note_en": record.text("note_en", ""),
    }
    lookup = {
        "indicator": store.ref(record, Indicator, words["indicator"]),
        "area": store.ref(record, Area, words["area"]),
        "source": store.ref(record, Source, origin),
        "period": words["period"],
        "locator": words["locator"],
        "vintage": store.vintages.get(origin),
    }
    store.put(record, Observation, lookup, facts=facts, key=" ".join(words.values()))


def gap(store: Store, record: Record) -> None:
    facts = record.texts("title", "title_en", "locator", "note", "note_en") | position(record)
    facts |= {
        "indicator": store.ref(record, Indicator, record.text("indicator")),
        "source": store.ref(record, Source, printed_in(record, store)),
    }
    store.put(record, Gap, {"code": record.text("code")}, facts=facts)


def claim(store: Store, record: Record) -> None:
    facts = record.texts("text", "text_en", "locator") | position(record)
    facts |= {name: record.text(name, "") for name in ("note", "note_en")}
    facts |= {"predicate": predicate(store, record), "source": store.ref(record, Source, printed_in(record, store))}
    store.put(record, Claim, {"code": record.text("code")}, facts=facts)


def predicate(store: Store, record: Record) -> Any:
    """The record's predicate; broken where it names what is not there. What else is wrong with it the model says."""
    data = record.take("predicate")
    try:
        asked = references(read_predicate(data).formula)
    except BadPredicateError:
        return data
    indicators = [store.ref(record, Indicator, code) for code in dict.fromkeys(figure.indicator for figure in asked)]
    areas = [store.ref(record, Area, code) for code in dict.fromkeys(figure.area for figure in asked)]
    return data if all(indicators + areas) else BROKEN


def identity(store: Store, record: Record) -> None:
    """A relation with its terms; one that could not be computed is a fault."""
    facts = record.texts("name", "name_en") | position(record)
    facts |= {"kind": record.choice("kind", stats.IdentityKind)}
    facts |= {name: record.text(name, "") for name in ("note", "note_en")}
    facts |= {name: record.figure(name)[0] for name in ("total", "factor") if name in record.data}
    children = record.children("terms")
    stored = store.put(record, Identity, {"code": record.text("code")}, facts=facts)
    terms = [identity_term(store, child, stored) for child in children]
    if stored is not None and None not in terms:
        store.keep_only(stored.terms, terms)
        relation = Relation.of(stored, [(term.role, term.indicator) for term in terms])
        for fault in relation.faults + refused_flags(stored, [term.implied for term in terms]):
            record.fault(fault)


def identity_term(store: Store, record: Record, owner: Identity | None) -> IdentityTerm | None:
    lookup = {
        "identity": owner,
        "role": record.choice("role", stats.TermRole),
        "indicator": store.ref(record, Indicator, record.text("indicator")),
    }
    facts = {"position": record.index, "implied": record.truth("implied")}
    key = f"{owner and owner.code} {lookup['role']} {record.text('indicator')}"
    return store.put(record, IdentityTerm, lookup, facts=facts, key=key)


def department(store: Store, record: Record) -> None:
    plan = record.texts("name", "name_en") | position(record)
    store.put(record, Department, {"code": record.text("code")}, facts={}, plan=plan)


def study(store: Store, record: Record) -> None:
    facts = record.texts("title", "title_en", "summary", "summary_en", *PRINTED) | in_english(record, *PRINTED)
    facts |= position(record)
    facts |= {
        "locator": record.text("locator", ""),
        "source": store.ref(record, Source, record.text("source")),
    }
    store.put(record, Study, {"code": record.text("code")}, facts=facts)


def problem(store: Store, record: Record) -> None:
    facts = record.texts(*TITLED) | position(record)
    parent = record.text("parent", "")
    facts |= {"parent": store.ref(record, Problem, parent) if parent else None}
    evidence = store.refs(record, Observation, record.strings("evidence"))
    store.put(record, Problem, {"code": record.text("code")}, facts=facts, many={"evidence": evidence})


def practice(store: Store, record: Record) -> None:
    facts = record.texts(*TITLED) | position(record)
    many = {
        "cities": store.refs(record, Area, record.strings("cities")),
        "facts": store.refs(record, Observation, record.strings("facts")),
    }
    record.take("measures", ())
    store.put(record, Practice, {"code": record.text("code")}, facts=facts, many=many)


def lesson(store: Store, record: Record) -> None:
    facts = record.texts(*TITLED) | position(record)
    practices = store.refs(record, Practice, record.strings("practices"))
    store.put(record, Lesson, {"code": record.text("code")}, facts=facts, many={"practices": practices})


def path(store: Store, record: Record) -> None:
    facts = record.texts(*TITLED) | position(record)
    many = {
        "lessons": store.refs(record, Lesson, record.strings("lessons")),
        "problems": store.refs(record, Problem, record.strings("problems")),
    }
    store.put(record, Path, {"code": record.text("code")}, facts=facts, many=many)


def measure(store: Store, record: Record) -> None:
    above = record.text("path")
    facts = record.texts(*TITLED) | position(record)
    facts |= {
        "path": store.ref(record, Path, above),
        "category": record.choice("category", choices.Category),
    }
    many = {"problems": store.refs(record, Problem, record.strings("problems"))}
    store.put(record, Measure, {"code": code_below(record, above)}, facts=facts, many=many)


def practice_uses(store: Store, record: Record) -> None:
    """What section four takes up of a practice; read after measures, from the same file as the practices."""
    owner = store.loaded[Practice].get(record.data.get("code"))
    for child in record.children("measures"):
        texts = {name: child.text(name, "") for name in ("conditions", "conditions_en", "locator")}
        store.put(
            child,
            PracticeUse,
            {"practice": owner, "measure": store.ref(child, Measure, child.text("measure"))},
            facts={},
            plan=texts | {"adoption": child.choice("adoption", choices.PracticeAdoption)},
            key=f"{record.name} {child.name}",
        )


def project(store: Store, record: Record) -> None:
    facts = record.texts("name", "name_en", "locator") | position(record)
    facts |= {"kind": record.choice("kind", choices.ProjectKind)}
    store.put(record, Project, {"code": record.text("code")}, facts=facts)


def sector(store: Store, record: Record) -> None:
    facts = record.texts("name", "name_en", "locator") | position(record)
    facts |= {"kind": record.choice("kind", choices.SectorKind)}
    store.put(record, Sector, {"code": record.text("code")}, facts=facts)


def action(store: Store, record: Record) -> None:
    above = record.text("measure")
    facts = record.texts("title", "title_en") | position(record)
    facts |= {
        "measure": store.ref(record, Measure, above),
        "locators": record.strings("locators", REQUIRED),
    }
    lead = record.text("lead", "")
    plan = {"lead_department": store.ref(record, Department, lead) if lead else None, "lead_basis": "proposed"}
    many = {
        "projects": store.refs(record, Project, record.strings("projects")),
        "sectors": store.refs(record, Sector, record.strings("sectors")),
    }
    supporting = store.refs(record, Department, record.strings("supporting"))
    store.put(
        record,
        Action,
        {"code": code_below(record, above)},
        facts=facts,
        plan=plan,
        many=many,
        many_plan={"supporting_departments": supporting},
    )


OWNERS = {"problem": Problem, "practice": Practice, "path": Path, "measure": Measure}


def link(store: Store, record: Record) -> None:
    kind, _space, code = record.text("owner").partition(" ")
    if kind not in OWNERS:
        record.fault(_("owner 应写成 problem / practice / path / measure 加代码。"))
        return
    lookup = {
        kind: store.ref(record, OWNERS[kind], code),
        "indicator": store.ref(record, Indicator, record.text("indicator")),
        "area": store.ref(record, Area, record.text("area", FOCUS)),
    }
    plan = {
        "expected": record.choice("expected", choices.Expected),
        "baseline_period": record.text("baseline_period", ""),
    }
    facts = {name: record.text(name, "") for name in ("locator", "note", "note_en")}
    targets = record.children("targets")
    stored = store.put(record, IndicatorLink, lookup, facts=facts, plan=plan, key=record.name)
    for child in targets:
        target(store, child, stored)


def target(store: Store, record: Record, owner: IndicatorLink | None) -> None:
    value, decimals = record.figure("value")
    lookup = {
        "link": owner,
        "kind": record.choice("kind", choices.TargetKind),
        "measured_as": record.choice("measured_as", choices.TargetMeasure),
        "period": record.text("period", ""),
        "document": record.text("document"),
    }
    facts = {name: record.text(name, "") for name in ("locator", "note", "note_en")}
    facts |= {
        "value": value,
        "decimals": decimals,
        "nature": record.choice("nature", choices.TargetNature),
        "bound": record.choice("bound", stats.Bound, "exact"),
    }
    record.take("printed", None)
    store.put(record, Target, lookup, facts=facts)


Kind = tuple[str, type[Model], Callable[[Store, Record], None]]

# In order of dependence.
KINDS: list[Kind] = [
    ("sources.yaml", Source, source),
    ("areas.yaml", Area, area),
    ("themes.yaml", Theme, theme),
    ("indicators.yaml", Indicator, indicator),
    ("observations-*.yaml", Observation, observation),
    ("gaps.yaml", Gap, gap),
    ("claims.yaml", Claim, claim),
    ("identities.yaml", Identity, identity),
    ("departments.yaml", Department, department),
    ("study.yaml", Study, study),
    ("problems.yaml", Problem, problem),
    ("practices.yaml", Practice, practice),
    ("lessons.yaml", Lesson, lesson),
    ("paths.yaml", Path, path),
    ("measures.yaml", Measure, measure),
    ("practices.yaml", PracticeUse, practice_uses),
    ("projects.yaml", Project, project),
    ("sectors.yaml", Sector, sector),
    ("actions-*.yaml", Action, action),
    ("links.yaml", IndicatorLink, link),
]
