"""``manage.py load_study``: what it says."""

import pytest
from django.core.management import CommandError, call_command

from recommendations.models import Action

pytestmark = pytest.mark.django_db


def test_it_says_what_became_of_each_kind_of_record(study_folder, capsys):
    call_command("load_study", fixtures=study_folder)
    first = capsys.readouterr().out
    call_command("load_study", fixtures=study_folder)
    second = capsys.readouterr().out

    assert "recommendations.Action：新建 4，更改 0，未变 0" in first.splitlines()
    assert "recommendations.Action：新建 0，更改 0，未变 4" in second.splitlines()
    assert "新建 0" not in first
    assert second.count("新建 0，更改 0") == len(second.splitlines())


def test_it_is_silent_when_asked(study_folder, capsys):
    call_command("load_study", fixtures=study_folder, verbosity=0)

    assert capsys.readouterr().out == ""
    assert Action.objects.count() == 4


def test_it_reads_the_projects_own_fixtures_by_default(study_folder, settings):
    settings.FIXTURES = study_folder

    call_command("load_study", verbosity=0)

    assert Action.objects.count() == 4


def test_it_ends_with_every_fault_and_says_that_nothing_was_loaded(study_folder):
    (study_folder / "gaps.yaml").unlink()
    (study_folder / "sectors.yaml").write_text("- code: cars\n", encoding="utf-8")

    with pytest.raises(CommandError) as error:
        call_command("load_study", fixtures=study_folder)

    lines = str(error.value).splitlines()
    assert "gaps.yaml: 没有这个文件。" in lines
    assert "sectors.yaml:1 cars: 缺少字段 name。" in lines
    assert "sectors.yaml:1 cars: 缺少字段 kind。" in lines
    assert lines[-1] == f"共 {len(lines) - 1} 处问题，未载入任何数据。"
    assert not Action.objects.exists()


def test_a_folder_that_is_not_there_lists_every_file(tmp_path):
    with pytest.raises(CommandError) as error:
        call_command("load_study", fixtures=tmp_path / "nowhere")

    assert "actions-*.yaml: 没有这个文件。" in str(error.value).splitlines()
