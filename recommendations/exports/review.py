"""The annual review as one flat table: a row for each path, measure, indicator and action, in reading order."""

from collections.abc import Iterator
from typing import Any

from indicators.models import Observation
from recommendations.choices import Light, TargetMeasure
from recommendations.models import PlanChange
from recommendations.queries.outcomes import OutcomeState
from recommendations.queries.review import ActionReview, MeasureReview, PathReview, Review
from recommendations.queries.rollup import Progress

Row = dict[str, Any]

FIGURE = ("period", "value", "bound", "status", "source", "locator")
COLUMNS = (
    "record",
    "path",
    "measure",
    "code",
    "title",
    "title_en",
    "lead_department",
    "mandate",
    "start_date",
    "due_date",
    "status",
    "percent",
    "planned_percent",
    "pace",
    "delivery_light",
    "overdue",
    "report_as_of",
    "actions",
    "reported",
    *(f"light_{light}" for light in Light),
    "status_before",
    "percent_before",
    "delivery_light_before",
    "percent_change",
    "changes",
    "outcome_light",
    "area",
    "unit",
    "expected",
    *(f"baseline_{name}" for name in FIGURE),
    *(f"newest_{name}" for name in FIGURE),
    "target_measured_as",
    "target_period",
    "target_value",
    "target_bound",
    "target_unit",
    "target_source",
    "target_locator",
    "sample",
)


def rows(review: Review) -> Iterator[Row]:
    """The review's rows; each holds the columns that its kind of record has."""
    for path in review.paths:
        yield _path(path)
        yield from (_indicator(state, path) for state in path.own.states)
        for measure in path.measures:
            yield _measure(measure, path)
            yield from (_indicator(state, path, measure) for state in measure.outcomes.states)
            yield from (_action(action, path, measure) for action in measure.actions)


def _path(year: PathReview) -> Row:
    path = year.path
    names = {"record": "path", "path": path.code, "code": path.code, "title": path.title, "title_en": path.title_en}
    return names | _group(year)


def _measure(year: MeasureReview, path: PathReview) -> Row:
    measure = year.measure
    names = {"record": "measure", "path": path.path.code, "measure": measure.code, "code": measure.code}
    return names | {"title": measure.title, "title_en": measure.title_en} | _group(year)


def _group(year: PathReview | MeasureReview) -> Row:
    progress: Progress = year.progress
    before: Progress = year.before
    return {
        "percent": progress.percent,
        "actions": progress.actions,
        "reported": progress.reported,
        **{f"light_{light}": count for light, count in progress.by_light.items()},
        "percent_before": before.percent,
        "outcome_light": year.outcomes.light,
        "sample": progress.sample or year.outcomes.sample,
    }


def _action(year: ActionReview, path: PathReview, measure: MeasureReview) -> Row:
    state, before = year.state, year.before
    action = state.action
    return {
        "record": "action",
        "path": path.path.code,
        "measure": measure.measure.code,
        "code": action.code,
        "title": action.title,
        "title_en": action.title_en,
        "lead_department": action.lead_department and action.lead_department.name,
        "mandate": state.mandate and state.mandate.mandate.number,
        "start_date": action.start_date,
        "due_date": state.due_date,
        "status": state.status,
        "percent": state.percent,
        "planned_percent": state.planned_percent,
        "pace": state.pace,
        "delivery_light": state.light,
        "overdue": state.overdue,
        "report_as_of": state.report and state.report.as_of,
        "status_before": before.status,
        "percent_before": before.percent,
        "delivery_light_before": before.light,
        "percent_change": year.percent_change,
        "changes": "; ".join(_change(change) for change in year.changes),
        "sample": state.sample,
    }


def _change(change: PlanChange) -> str:
    until = f" -> {change.new_due_date}" if change.new_due_date else ""
    return f"{change.decided_on} {change.kind}{until}"


def _indicator(state: OutcomeState, path: PathReview, measure: MeasureReview | None = None) -> Row:
    link, target = state.link, state.target
    row: Row = {
        "record": "indicator",
        "path": path.path.code,
        "measure": measure and measure.measure.code,
        "code": link.indicator.code,
        "title": link.indicator.name,
        "title_en": link.indicator.name_en,
        "outcome_light": state.light,
        "area": link.area.code,
        "unit": link.indicator.unit,
        "expected": link.expected,
        "sample": state.sample,
    }
    row |= _figure("baseline", state.baseline) | _figure("newest", state.newest)
    if target is None:
        return row
    growth = target.measured_as == TargetMeasure.AVERAGE_GROWTH
    return row | {
        "target_measured_as": target.measured_as,
        "target_period": target.period,
        "target_value": target.printed,
        "target_bound": target.bound,
        "target_unit": "%" if growth else link.indicator.unit,
        "target_source": target.document,
        "target_locator": target.locator,
    }


def _figure(name: str, figure: Observation | None) -> Row:
    if figure is None:
        return {}
    return {
        f"{name}_period": figure.period,
        f"{name}_value": figure.printed,
        f"{name}_bound": figure.bound,
        f"{name}_status": figure.status,
        f"{name}_source": figure.source.title,
        f"{name}_locator": figure.locator,
    }
