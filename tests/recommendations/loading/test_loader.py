"""The whole study goes in, or nothing does; what is loaded twice is written once."""

from decimal import Decimal

import pytest
from django.apps import apps
from django.db import models

from indicators.models import Area, IdentityTerm, Observation
from recommendations.loading import BrokenFixturesError, load
from recommendations.models import (
    Action,
    Department,
    IndicatorLink,
    Lesson,
    Measure,
    Path,
    PracticeUse,
    Problem,
    Target,
)
from tests.tiny_study import PATHS, tiny_study, write

pytestmark = pytest.mark.django_db


def rows():
    """How many rows of each model there are, history included."""
    own = [*apps.get_app_config("indicators").get_models(), *apps.get_app_config("recommendations").get_models()]
    return {model._meta.label: model.objects.count() for model in own}


def faults_of(folder):
    with pytest.raises(BrokenFixturesError) as broken:
        load(folder)
    return [str(fault) for fault in broken.value.faults]


def test_every_kind_of_record_is_stored_with_its_relations(study_folder):
    summary = load(study_folder)

    action = Action.objects.get(code="2.1.1")
    use = PracticeUse.objects.get()
    assert Path.objects.count() == PATHS
    assert action.measure == Measure.objects.get(code="2.1")
    assert action.lead_department == Department.objects.get(code="bureau1")
    assert (action.lead_basis, action.start_date, action.due_date) == ("proposed", None, None)
    assert action.locators == ["四(一)2·1"]
    assert [d.code for d in action.supporting_departments.all()] == ["office"]
    assert [p.code for p in action.projects.all()] == ["park"]
    assert [s.code for s in action.sectors.all()] == ["cars"]
    assert Problem.objects.get(code="P1.1").parent.code == "P1"
    assert [str(o.value) for o in Problem.objects.get(code="P1").evidence.all()] == ["1.500000"]
    assert [p.code for p in Lesson.objects.get().practices.all()] == ["practice"]
    assert (use.practice.code, use.measure.code, use.adoption) == ("practice", "1.1", "adapted")
    assert Target.objects.get(link__measure__code="1.1").printed == "3.00"
    assert summary.created["recommendations.Action"] == PATHS
    assert not summary.changed
    assert not summary.unchanged


def test_a_figure_keeps_its_printed_decimals_and_a_missing_one_has_no_value(study_folder):
    load(study_folder)

    focus = Observation.objects.get(indicator__code="rate1", area__code="450200")
    missing = Observation.objects.get(area__code="430600")
    assert (focus.value, focus.printed, focus.vintage.isoformat()) == (Decimal("1.50"), "1.50", "2022-12-31")
    assert (missing.value, missing.status) == (None, "M")


def test_a_link_is_about_the_focus_city_unless_it_says_otherwise(study_folder):
    load(study_folder)

    assert set(IndicatorLink.objects.values_list("area__code", flat=True)) == {"450200"}


def test_a_second_run_writes_nothing(study_folder):
    first, before = load(study_folder), rows()

    second = load(study_folder)

    assert rows() == before
    assert not second.created
    assert not second.changed
    assert second.unchanged == first.created


def test_a_changed_fact_is_one_change_and_one_row_of_history(study_folder):
    load(study_folder)
    action = Action.objects.get(code="1.1.1")
    before = action.history.count()
    study = tiny_study()
    study["actions-1.yaml"][0]["title"] = "改写的标题"

    summary = load(write(study, study_folder))

    assert summary.changed == {"recommendations.Action": 1}
    assert Action.objects.get(code="1.1.1").title == "改写的标题"
    assert action.history.count() == before + 1


def test_a_changed_relation_is_a_change(study_folder):
    load(study_folder)
    study = tiny_study()
    study["actions-1.yaml"][0]["projects"] = []

    summary = load(write(study, study_folder))

    assert summary.changed == {"recommendations.Action": 1}
    assert not Action.objects.get(code="1.1.1").projects.exists()


def test_a_term_that_a_relation_has_no_more_is_taken_away(study_folder):
    load(study_folder)
    study = tiny_study()
    study["identities.yaml"][0]["terms"].pop()
    study["identities.yaml"][0]["terms"].append({"role": "part", "indicator": "rate4"})

    summary = load(write(study, study_folder))

    terms = IdentityTerm.objects.filter(identity__code="sum")
    assert "rate3" not in terms.values_list("indicator__code", flat=True)
    assert (summary.created, summary.changed) == (
        {"indicators.IdentityTerm": 1},
        {"indicators.IdentityTerm": 1},
    )
    assert IdentityTerm.history.filter(history_type="-").count() == 1


def test_the_plan_follows_the_fixtures_until_a_person_has_edited_it(study_folder):
    load(study_folder)
    study = tiny_study()
    study["actions-1.yaml"][0] |= {"lead": "bureau1", "supporting": ["bureau2"]}

    load(write(study, study_folder))

    action = Action.objects.get(code="1.1.1")
    assert action.lead_department.code == "bureau1"
    assert [d.code for d in action.supporting_departments.all()] == ["bureau2"]


def test_what_a_person_has_edited_in_the_plan_stays_while_facts_follow(study_folder, django_user_model):
    load(study_folder)
    person = django_user_model.objects.create(username="person")
    action = Action.objects.get(code="1.1.1")
    action.lead_department, action.lead_basis = Department.objects.get(code="bureau1"), "decided"
    action._history_user = person
    action.save()
    action.supporting_departments.clear()
    study = tiny_study()
    study["actions-1.yaml"][0] |= {"title": "改写的标题", "lead": "bureau2", "projects": []}

    load(write(study, study_folder))

    action = Action.objects.get(code="1.1.1")
    assert (action.lead_department.code, action.lead_basis) == ("bureau1", "decided")
    assert not action.supporting_departments.exists()
    assert action.title == "改写的标题"
    assert not action.projects.exists()


def test_dates_are_never_touched(study_folder):
    load(study_folder)
    Action.objects.filter(code="1.1.1").update(start_date="2026-01-01", due_date="2026-06-30", due_basis="decided")

    load(study_folder)

    action = Action.objects.get(code="1.1.1")
    assert (str(action.start_date), str(action.due_date), action.due_basis) == ("2026-01-01", "2026-06-30", "decided")


BREAKS = {
    "an unknown field": (
        lambda s: s["actions-1.yaml"][1].update(titel="误写"),
        "actions-1.yaml:15 2.1.1: 没有名为 titel 的字段。",
    ),
    "a missing field": (
        lambda s: s["measures.yaml"][0].pop("title"),
        "measures.yaml:1 1.1: 缺少字段 title。",
    ),
    "an unknown reference": (
        lambda s: s["actions-1.yaml"][0].update(lead="nobody"),
        "actions-1.yaml:1 1.1.1: 没有代码为“nobody”的部门。",
    ),
    "an unknown reference in a list": (
        lambda s: s["actions-1.yaml"][0].update(projects=["park", "nowhere"]),
        "actions-1.yaml:1 1.1.1: 没有代码为“nowhere”的项目。",
    ),
    "an unknown reference that names the record": (
        lambda s: s["observations-1.yaml"].append(s["observations-1.yaml"][0] | {"area": "999999"}),
        "observations-1.yaml:27 rate1 999999 2020 表1: 没有代码为“999999”的地区。",
    ),
    "evidence that is no figure": (
        lambda s: s["problems.yaml"][0].update(evidence=["rate1 450200 2019 表1"]),
        "problems.yaml:1 P1: 没有代码为“rate1 450200 2019 表1”的观测值。",
    ),
    "a bad figure": (
        lambda s: s["observations-1.yaml"][0].update(value=1.5),
        "observations-1.yaml:1 rate1 450200 2020 表1: 字段 value 的值“1.5”不是加引号的数。",
    ),
    "a bad choice": (
        lambda s: s["areas.yaml"][0].update(kind="city"),
        "areas.yaml:1 450200: 字段 kind 的值“city”不在 focus / peer / benchmark 之中。",
    ),
    "a code twice": (
        lambda s: s["departments.yaml"].append(dict(s["departments.yaml"][1])),
        "departments.yaml:13 bureau1: 与前面的记录重复。",
    ),
    "a figure twice": (
        lambda s: s["observations-1.yaml"].append(dict(s["observations-1.yaml"][0])),
        "observations-1.yaml:27 rate1 450200 2020 表1: 与前面的记录重复。",
    ),
    "a code that is none": (
        lambda s: s["sectors.yaml"].append(s["sectors.yaml"][0] | {"code": "汽车", "name": "汽车"}),
        "sectors.yaml:6 汽车: code: 代码只能用英文字母、数字，中间用点或短横连接，例如 1.1.1 或 rd-intensity。",
    ),
    "a period that is none": (
        lambda s: s["observations-1.yaml"].append(s["observations-1.yaml"][0] | {"period": "2020年"}),
        "observations-1.yaml:27 rate1 450200 2020年 表1: "
        "period: 时期“2020年”无法识别，请写成 2020、2020-Q1、2020-03 或 2016/2020。",
    ),
    "a missing figure that is not said to be missing": (
        lambda s: s["observations-1.yaml"][0].update(value=None),
        "observations-1.yaml:1 rate1 450200 2020 表1: 缺失（M）的观测值不填数值；其余状态必须填数值。",
    ),
    "an owner of a link that is none": (
        lambda s: s["links.yaml"][0].update(owner="action 1.1.1"),
        "links.yaml:1 action 1.1.1 rate1 四(一)1·1: owner 应写成 problem / practice / path / measure 加代码。",
    ),
    "a fault within a target": (
        lambda s: s["links.yaml"][0]["targets"][0].update(nature="hoped"),
        "links.yaml:1 四(一)1·1: 字段 nature 的值“hoped”不在 binding / expected 之中。",
    ),
    "a fault within a practice's use": (
        lambda s: s["practices.yaml"][0]["measures"][0].update(measure="9.9"),
        "practices.yaml:1 9.9: 没有代码为“9.9”的对策。",
    ),
    "a relation without what it relates": (
        lambda s: s["identities.yaml"][0]["terms"].pop(0),
        "identities.yaml:1 sum: 相加的关系要么有一项总数，要么填合计，只取其一。",
    ),
    "a relation with an indicator twice": (
        lambda s: s["identities.yaml"][0]["terms"].append({"role": "part", "indicator": "rate3"}),
        "identities.yaml:1 rate3: 与前面的记录重复。",
    ),
    "a term that is neither computed nor not": (
        lambda s: s["identities.yaml"][0]["terms"][0].update(implied="yes"),
        "identities.yaml:1 rate1: 字段 implied 应为 true 或 false。",
    ),
    "a relation of a kind that is none": (
        lambda s: s["identities.yaml"][0].update(kind="product"),
        "identities.yaml:1 sum: 字段 kind 的值“product”不在 sum / share / rate / average_rate / proportion /"
        " contribution / share_change 之中。",
    ),
    "a claim that no figures can test": (
        lambda s: s["claims.yaml"][0]["predicate"].update(relation="equal"),
        "claims.yaml:1 C-1: predicate: relation：“equal”不在 greater / less / at_least / at_most 之中。",
    ),
    "a claim without a predicate": (
        lambda s: s["claims.yaml"][0].pop("predicate"),
        "claims.yaml:1 C-1: 缺少字段 predicate。",
    ),
    "a claim about an indicator that is none": (
        lambda s: s["claims.yaml"][0]["predicate"].update(indicator="rate9"),
        "claims.yaml:1 C-1: 没有代码为“rate9”的指标。",
    ),
    "a source without a day": (
        lambda s: s["sources.yaml"][0].update(vintage="2022年"),
        "sources.yaml:1 study: 字段 vintage 应为日期，例如 2022-12-31。",
    ),
}


@pytest.mark.parametrize(("harm", "fault"), BREAKS.values(), ids=BREAKS)
def test_one_fault_is_told_once_with_file_line_and_record_and_nothing_is_loaded(tmp_path, harm, fault):
    study = tiny_study()
    harm(study)

    assert faults_of(write(study, tmp_path)) == [fault]
    assert not any(rows().values())


def test_all_faults_of_all_files_are_told_at_once(tmp_path):
    study = tiny_study()
    for harm, _fault in (BREAKS["a bad choice"], BREAKS["a missing field"], BREAKS["an unknown reference"]):
        harm(study)
    study["sectors.yaml"][0] |= {"kind": "thing", "colour": "red"}
    folder = write(study, tmp_path)
    (folder / "gaps.yaml").write_text("- code: [一\n", encoding="utf-8")
    (folder / "themes.yaml").unlink()

    faults = faults_of(folder)

    assert {fault.split(":")[0] for fault in faults} >= {
        "areas.yaml",
        "gaps.yaml",
        "measures.yaml",
        "sectors.yaml",
        "actions-1.yaml",
        "themes.yaml",
    }
    assert sum(fault.startswith("sectors.yaml") for fault in faults) == 2
    assert not any(rows().values())


def test_a_missing_file_is_a_fault(study_folder):
    (study_folder / "links.yaml").unlink()

    assert faults_of(study_folder) == ["links.yaml: 没有这个文件。"]


@pytest.mark.parametrize("name", sorted(tiny_study()))
def test_no_missing_file_stops_the_reading(study_folder, name):
    (study_folder / name).unlink()

    assert any(fault.endswith("没有这个文件。") for fault in faults_of(study_folder))


def test_faults_leave_what_was_loaded_before_as_it_was(study_folder):
    load(study_folder)
    before = rows()
    study = tiny_study()
    study["areas.yaml"][0]["name"] = "改名"
    study["links.yaml"][0]["expected"] = "up"

    faults_of(write(study, study_folder))

    assert rows() == before
    assert Area.objects.get(code="450200").name == "名称450200"


def test_the_summary_lists_models_in_the_order_of_loading(study_folder):
    labels = [label for label, *_counts in load(study_folder).rows]

    assert labels[:2] == ["indicators.Source", "indicators.Area"]
    assert labels[-2:] == ["recommendations.IndicatorLink", "recommendations.Target"]
    assert all(issubclass(apps.get_model(label), models.Model) for label in labels)


def test_a_record_with_an_unknown_reference_tells_its_other_faults_too(study_folder):
    records = tiny_study()
    records["observations-1.yaml"][0] |= {"area": "999999", "period": "2020-Q9"}
    write(records, study_folder)

    told = "\n".join(faults_of(study_folder))

    assert "999999" in told
    assert "2020-Q9" in told


def test_a_file_that_cannot_be_read_is_one_fault_and_not_one_for_each_record_that_refers_to_it(study_folder):
    (study_folder / "sectors.yaml").write_text("- code: [", encoding="utf-8")

    assert [fault.partition(":")[0] for fault in faults_of(study_folder)] == ["sectors.yaml"]


@pytest.mark.parametrize(("file", "code"), [("actions-1.yaml", "9.9.9"), ("measures.yaml", "9.9")])
def test_a_code_begins_with_the_code_above_it(study_folder, file, code):
    records = tiny_study()
    records[file][0]["code"] = code
    write(records, study_folder)

    assert any(f"代码 {code} 应以上级的代码 1" in fault for fault in faults_of(study_folder))
