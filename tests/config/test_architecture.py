"""One direction: the evidence knows nothing of the argument. What import-linter cannot see is looked for here."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import get_resolver

from indicators import models as evidence

ROOT = Path(settings.BASE_DIR)
EVIDENCE = apps.get_app_config("indicators")
ARGUMENT = apps.get_app_config("recommendations")


def texts(*folders: str) -> Iterator[tuple[str, str]]:
    """Path and text of all sources and templates in the folders."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".py", ".html", ".txt"}:
                yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def found(pattern: str, *folders: str) -> list[str]:
    return [f"{path}: {hit.group()}" for path, text in texts(*folders) for hit in re.finditer(pattern, text)]


def test_there_is_something_to_look_through():
    assert len(list(texts("indicators"))) > 20
    assert len(list(texts("templates/indicators"))) > 3


def test_the_evidence_names_the_argument_nowhere():
    """Neither in templates nor in strings; a docstring may say that it knows nothing of it."""
    hits = found(r"[^\n]*recommendations[^\n]*", "indicators", "templates/indicators")

    assert [hit for hit in hits if "nows nothing of recommendations" not in hit] == []


def test_the_evidence_finds_no_models_by_name():
    assert (
        found(r"get_model\b|get_models\b|apps\.get_|ContentType|import_module|import_string|__import__", "indicators")
        == []
    )


def test_templates_of_the_evidence_lead_to_none_of_the_arguments_pages():
    """Pages of the argument are reached by the address that a record handed in gives, never by a page's name."""
    own = {pattern.name for pattern in get_resolver().url_patterns if getattr(pattern, "name", None)}
    of_argument = {
        pattern.name
        for resolver in get_resolver().url_patterns
        if "recommendations.urls" in repr(getattr(resolver, "urlconf_name", ""))
        for pattern in resolver.url_patterns
    }
    assert {"measure", "action"} <= of_argument
    named = {
        (path, name)
        for path, text in texts("templates/indicators")
        for name in re.findall(r"""{%\s*(?:url|href)\s+["']([\w-]+)["']""", text)
    }

    assert {(path, name) for path, name in named if name in of_argument - own} == set()


@pytest.mark.parametrize("model", [*ARGUMENT.get_models(include_auto_created=True)], ids=lambda model: model.__name__)
def test_a_relation_into_the_evidence_leaves_no_trace_there(model):
    for field in model._meta.get_fields():
        related = field.is_relation and not field.auto_created and field.related_model
        if related and related._meta.app_label == EVIDENCE.label:
            assert field.remote_field.hidden, field
            assert field.remote_field.related_name.endswith("+"), field


@pytest.mark.parametrize("model", [*EVIDENCE.get_models()], ids=lambda model: model.__name__)
def test_the_evidence_has_relations_to_itself_only(model):
    others = {field.related_model._meta.app_label for field in model._meta.get_fields() if field.is_relation}

    assert others <= {EVIDENCE.label, "auth"}


def test_the_apps_do_not_read_how_they_are_put_together():
    assert found(r"config\.(?:urls|settings|middleware|env)\b", "indicators", "recommendations") == []


def test_neither_app_connects_signals_of_its_own():
    """The two signals are those of ``migrate``: before it some triggers are taken off, after it all are put back."""
    hits = found(r"[^\n]*(?:\.connect\(|@receiver)[^\n]*", "indicators", "recommendations")

    assert [hit.partition(": ")[0] for hit in hits] == ["recommendations/apps.py"] * 2
    assert "pre_migrate" in hits[0]
    assert "post_migrate" in hits[1]


def test_no_model_works_in_save():
    assert found(r"def (?:save|delete)\(self", "indicators", "recommendations") == []


def test_a_state_is_written_by_its_service_alone():
    """A status changes through one function only."""
    hits = found(
        r"report\.state\s*=[^=]|\.update\(\*\*changes|\.update\([^)]*state=", "recommendations", "indicators", "config"
    )

    assert {hit.partition(": ")[0] for hit in hits} == {
        "recommendations/services/contributions.py",
        "recommendations/services/progress.py",
        "indicators/services/batches.py",
    }


def test_order_is_never_by_a_code_or_a_name_alone():
    """1.1.10 stands before 1.1.2 as text, and every database sorts Chinese its own way."""
    texts_first = {"code", "title", "name"}

    for model in [*EVIDENCE.get_models(), *ARGUMENT.get_models()]:
        if model._meta.ordering and not hasattr(model, "history_object"):
            assert model._meta.ordering[0].lstrip("-") not in texts_first, model


def test_the_evidence_could_stand_alone():
    assert evidence.Observation._meta.app_label == "indicators"
    assert not [name for name in EVIDENCE.models if name in ARGUMENT.models]


def test_a_comment_of_a_template_stays_on_its_line():
    """Over several lines Django takes it for text, and shows it."""
    assert found(r"(?m)\{#(?:(?!#\}).)*$", "templates") == []
