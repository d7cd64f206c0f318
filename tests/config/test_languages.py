"""A page speaks one language: on English pages Chinese is left only where a record has no English."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
import time_machine
from django.apps import apps
from django.contrib import admin
from django.db.models import JSONField, Model, TextField
from django.db.models.fields import CharField
from django.urls import reverse

from tests.factories import a_coordinator, grow
from tests.pages import page_names, walked_pages

pytestmark = pytest.mark.django_db

CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+")
LINK_TO_CHINESE = "中文"
OURS = ("indicators", "recommendations")
LISTS = sorted(f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry)


@pytest.fixture(autouse=True)
def _world():
    with time_machine.travel("2026-06-10T12:00:00+08:00", tick=False):
        grow()
        yield


def texts_without_english(record: Model) -> Iterator[str]:
    """What people wrote, numbers of documents, places in the study: texts with no other language beside."""
    for field in record._meta.concrete_fields:
        if isinstance(field, CharField | TextField) and not getattr(record, f"{field.name}_en", ""):
            yield getattr(record, field.name) or ""
        elif isinstance(field, JSONField):
            yield from getattr(record, field.name)


def chinese_on(page: str) -> list[str]:
    """Chinese words of a page, without those that only Chinese exists for."""
    text = unescape(page).replace(LINK_TO_CHINESE, "")
    models = [model for app in OURS for model in apps.get_app_config(app).get_models()]
    only_chinese = {
        text for model in models for record in model._base_manager.all() for text in texts_without_english(record)
    }
    for words in sorted(filter(CHINESE.search, only_chinese), key=len, reverse=True):
        text = text.replace(words, "")
    return CHINESE.findall(text)


@pytest.mark.parametrize("name", page_names())
@pytest.mark.usefixtures("public_pages")
def test_an_english_page_is_english(client, name):
    address = next(page.address for page in walked_pages() if page.name == name)
    client.cookies["django_language"] = "en"

    assert chinese_on(client.get(address).content.decode()) == []


@pytest.mark.parametrize("page", ["index", *(f"{name}_changelist" for name in LISTS if name.startswith(OURS))])
def test_the_admin_in_english_is_english(client, page):
    client.force_login(a_coordinator())
    client.cookies["django_language"] = "en"

    assert chinese_on(client.get(reverse(f"admin:{page}")).content.decode()) == []
