"""The texts of pages and messages: Chinese in the sources, each in English too, compiled, and none out of reach."""

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from tests import needs

ROOT = Path(settings.BASE_DIR)
APPS = ("config", "indicators", "recommendations")
ENGLISH = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
CATALOGUES = sorted(ROOT.glob("locale/*/LC_MESSAGES/django.po"))

CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")  # signs, and full-width punctuation
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd%]|\{\w*\}")
PLACE_IN_THE_STUDY = "四(一)1·一是·3"

TRANSLATED = re.compile(
    r"\{#.*?#\}|\{% blocktranslate\b.*?\{% endblocktranslate %\}|\{% translate .*?%\}|_\(\"[^\"]*\"\)", re.DOTALL
)
LINK_TO_CHINESE = ">中文</"
GETTEXT = {"gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
NOT_FOR_TRANSLATION = {
    "config/formats/zh_Hans/formats.py": "how dates may be typed in Chinese",
    "config/settings.py": "the API's name, in both languages at once",
    "indicators/analysis/comparable.py": "units as indicators have them",
    "indicators/charts/ranks.py": "full stops at the end of remarks",
    "indicators/charts/words.py": "Chinese numerals",
    "indicators/citation.py": "how sources write year and issue of a journal",
    "indicators/exporting/guard.py": "full-width signs that spreadsheets take for formulas",
    "indicators/importing/catalogue.py": "endings that names of places may have",
    "indicators/importing/header_periods.py": "how bureaus write periods",
    "indicators/importing/heads.py": "how bureaus write years",
    "indicators/importing/layout.py": "how bureaus number columns",
    "indicators/importing/numbers.py": "how bureaus write numbers and what is missing",
    "indicators/importing/recognise.py": "words in titles of tables",
    "indicators/importing/rows.py": "signs between numbers of rows",
    "indicators/importing/shown.py": "signs in number formats",
    "indicators/importing/units.py": "units as bureaus write them",
    "indicators/importing/width.py": "full-width signs",
    "indicators/importing/words.py": "headers as bureaus write them",
    "indicators/management/commands/check_data.py": "commands print Chinese",
    "indicators/management/commands/import_observations.py": "a unit as an example",
    "indicators/querysets.py": "how the study's tables are called in locators",
    "indicators/templatetags/reading.py": "punctuation at which Chinese titles break",
    "recommendations/load.py": "sample records: what a load is made of",
    "recommendations/sample/changes.py": "sample records: titles of documents",
    "recommendations/sample/coordination.py": "sample records: what people write",
    "recommendations/sample/figures.py": "sample records, with their English beside",
    "recommendations/sample/handover.py": "sample records: what people write",
    "recommendations/sample/plan.py": "sample records: what people write",
    "recommendations/sample/proofs.py": "sample records: what stands in files",
    "recommendations/sample/texts.py": "sample records: what people write",
    "recommendations/sample/posts.py": "titles of the sample's posts, which have their English beside them",
    "recommendations/workbook/read.py": "how people write yes, no and days in cells",
}

Texts = dict[str | tuple[str, int], str]


@pytest.fixture
def _gettext() -> None:
    if sentence := needs.GETTEXT.missing():
        pytest.skip(sentence)


with_gettext = pytest.mark.usefixtures("_gettext")
each_catalogue = pytest.mark.parametrize("po", CATALOGUES, ids=lambda po: po.parts[-3])


def run(*command: str, given: bytes) -> bytes:
    return subprocess.run(command, input=given, capture_output=True, check=True).stdout  # noqa: S603


def read(compiled: bytes) -> Texts:
    """A compiled catalogue, without its header; a text with plurals has a key for each form."""
    texts: Texts = GNUTranslations(BytesIO(compiled))._catalog
    return {key: text for key, text in texts.items() if key}


def compiled(po: Path) -> Texts:
    """What a catalogue translates: nothing of what is empty or in doubt."""
    return read(run("msgfmt", "--output-file=-", "-", given=po.read_bytes()))


def gathered(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Texts:
    """All texts for translation that the sources hold now, gathered in a copy of them."""
    for name in (*APPS, "templates"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    po = folder / "locale" / "en" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    monkeypatch.setattr(settings, "LOCALE_PATHS", [folder / "locale"])
    monkeypatch.chdir(folder)
    call_command("makemessages", locale=["en"], no_location=True, verbosity=0)
    return read(run("msgfmt", "--output-file=-", "-", given=run("msgen", "-", given=po.read_bytes())))


@with_gettext
def test_every_text_of_the_sources_has_its_english_and_no_other_has(tmp_path, monkeypatch):
    texts, english = gathered(tmp_path, monkeypatch), compiled(ENGLISH)

    assert texts.keys() - english.keys() == set(), "new, empty or in doubt: run `make messages` and translate these"
    assert english.keys() - texts.keys() == set(), "no longer in the sources: run `make messages`"


@with_gettext
@each_catalogue
def test_a_catalogue_holds_nothing_empty_nothing_in_doubt_and_nothing_of_before(po):
    kept = po.read_bytes()

    assert all(compiled(po).values())
    for option in ("--untranslated", "--only-fuzzy", "--only-obsolete"):
        assert run("msgattrib", option, "-", given=kept).decode() == "", option


@with_gettext
@each_catalogue
def test_a_catalogue_is_compiled_as_it_stands(po):
    assert read(po.with_suffix(".mo").read_bytes()) == compiled(po)


@with_gettext
@each_catalogue
def test_a_translation_has_the_placeholders_of_its_text(po):
    for key, text in compiled(po).items():
        source = key if isinstance(key, str) else key[0]
        assert sorted(PLACEHOLDER.findall(source)) == sorted(PLACEHOLDER.findall(text)), source


@with_gettext
def test_english_is_written_without_chinese_signs():
    shown = {key: text.replace(PLACE_IN_THE_STUDY, "") for key, text in compiled(ENGLISH).items()}
    left = {key: text for key, text in shown.items() if CHINESE.search(text)}

    assert left == {}


def test_templates_hold_no_chinese_outside_translations():
    left = [
        f"{template.relative_to(ROOT)}: {line.strip()}"
        for template in (ROOT / "templates").rglob("*.html")
        for line in TRANSLATED.sub("", template.read_text(encoding="utf-8")).replace(LINK_TO_CHINESE, "").splitlines()
        if CHINESE.search(line)
    ]

    assert left == []


def is_gettext(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", *GETTEXT}


def untranslated(node: ast.AST, *, in_formatted: bool = False) -> Iterator[str]:
    """Chinese strings under a node that no gettext call holds; a call in an f-string is none, for xgettext."""
    if is_gettext(node) and not in_formatted:
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and CHINESE.search(node.value):
        yield f"{node.lineno}: {node.value}"
    for child in ast.iter_child_nodes(node):
        is_docstring = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
        if not is_docstring:
            yield from untranslated(child, in_formatted=in_formatted or isinstance(node, ast.JoinedStr))


def test_python_holds_no_chinese_outside_translations_but_where_it_is_no_text_of_a_page():
    sources = [p for app in APPS for p in sorted((ROOT / app).rglob("*.py")) if "migrations" not in p.parts]
    found = {p.relative_to(ROOT).as_posix(): list(untranslated(ast.parse(p.read_text("utf-8")))) for p in sources}
    left = {name: strings for name, strings in found.items() if strings}

    assert {name: strings for name, strings in left.items() if name not in NOT_FOR_TRANSLATION} == {}
    assert NOT_FOR_TRANSLATION.keys() - left.keys() == set(), "exceptions that are not needed"
