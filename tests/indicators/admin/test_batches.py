"""An import in the admin: upload, mapping, preview, import, undo; what is wrong stands beside its field."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from indicators.importing.limits import MOST_COLUMNS
from indicators.importing.read import read
from indicators.models import Batch, Observation, Source
from tests.config.test_admin_site import assert_nothing_inline
from tests.factories import (
    AreaFactory,
    BatchFactory,
    IndicatorFactory,
    ObservationFactory,
    SourceFactory,
    a_coordinator,
    a_reporter,
)

pytestmark = pytest.mark.django_db

ADD = reverse("admin:indicators_batch_add")
MORNING = datetime(2026, 7, 1, 0, 30, tzinfo=UTC)  # half past eight in Liuzhou
CONTENT = "地区,总值,备注列\n柳州,1.0,x\n遵义,2.0,y\n".encode()
VALUES = {"columns-1-role": "value", "columns-1-indicator": "地区生产总值", "columns-1-period": "2019年"}


def address(page, batch):
    return reverse(f"admin:indicators_batch_{page}", args=[batch.pk])


@pytest.fixture(autouse=True)
def _known():
    IndicatorFactory(code="gdp", name="地区生产总值", unit="亿元", accumulation="period")
    AreaFactory(code="450200", name="柳州")
    AreaFactory(code="520300", name="遵义")
    SourceFactory(code="yearbook", title="统计年鉴")


@pytest.fixture
def office(client):
    client.force_login(a_coordinator(username="office"))
    return client


@pytest.fixture
def batch():
    return BatchFactory(name="年鉴", content=CONTENT)


def upload(client, content=CONTENT, name="figures.csv", **fields):
    return client.post(ADD, {"file": SimpleUploadedFile(name, content), **fields})


def filled_in(client, batch, **changes):
    """The mapping's form as the page shows it, with the source and the column of values told."""
    forms = client.get(address("change", batch)).context["forms"]
    data = {"sheet": forms.about.name, "sheet-source": "yearbook", **VALUES}
    for form in (forms.sheet, forms.source, forms.columns.management_form, *forms.columns):
        for field in form:
            value = field.value()
            data.setdefault(field.html_name, "" if value is None else value)
    return data | changes


def mapped(client, batch, **changes):
    return client.post(address("change", batch), filled_in(client, batch, **changes))


def apply(client, batch):
    seen = client.get(address("preview", batch)).context["outcome"].fingerprint()
    return client.post(address("apply", batch), {"seen": seen}, follow=True)


def test_the_upload_page_says_that_nothing_secret_may_be_uploaded(office):
    response = office.get(ADD)

    assert "非涉密系统，严禁上传涉密信息" in response.content.decode()
    assert_nothing_inline(response)


def test_a_file_goes_all_the_way_and_back(office):
    response = upload(office)
    batch = Batch.objects.get()
    assert (batch.name, batch.state, batch.uploaded_by.username) == ("figures", "uploaded", "office")
    assert response["Location"] == address("change", batch)

    assert mapped(office, batch)["Location"] == address("preview", batch)
    preview = office.get(address("preview", batch))
    assert_nothing_inline(preview)
    assert preview.context["outcome"].counts == {"created": 2}
    assert "已导入：新增 2 个数" in apply(office, batch).content.decode()
    assert Observation.objects.filter(batch=batch).count() == 2

    undo = office.get(address("undo", batch))
    assert_nothing_inline(undo)
    assert "已撤销" in office.post(address("undo", batch), follow=True).content.decode()
    assert not Observation.objects.exists()


@pytest.mark.parametrize(("content", "name"), [(b"PK\x03\x04nonsense", "x.xlsx"), (b"", "x.csv"), (b"a,b", "x.xlsx")])
def test_a_file_that_cannot_be_read_is_refused_beside_its_field(office, content, name):
    response = upload(office, content, name)

    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not Batch.objects.exists()


def test_a_file_that_is_too_large_is_refused(office, monkeypatch):
    monkeypatch.setattr("indicators.admin.batch_forms.MOST_BYTES", 10)

    assert "最多读" in upload(office).context["form"].errors["file"][0]


def test_a_file_whose_name_is_too_long_to_be_kept_is_refused(office):
    assert "200" in upload(office, name="长" * 200 + ".csv").context["form"].errors["file"][0]
    assert not Batch.objects.exists()


@pytest.mark.parametrize("forms", ["2", "-1", "x", "99999"])
def test_a_form_with_another_number_of_columns_is_refused(office, batch, forms):
    response = mapped(office, batch, **{"columns-TOTAL_FORMS": forms})

    assert "列数对不上" in response.context["forms"].sheet.non_field_errors()[0]
    assert len(response.context["forms"].columns.forms) <= MOST_COLUMNS


def test_what_a_file_says_is_text_on_the_page_and_never_markup(office):
    name = "<b>\"'年鉴"
    batch = BatchFactory(name=name, file_name=name, content="地区,<i>总值,说明\n柳州,1,<u>x\n<s>y,2,z".encode())
    mapped(office, batch, **{"sheet-footnotes": "<tt>注"})

    for page in ("change", "preview"):
        html = office.get(address(page, batch)).content.decode()
        assert not any(mark in html for mark in ("<b>", "<i>", "<u>x", "<s>", "<tt>"))


@pytest.mark.parametrize(
    ("changes", "place", "word"),
    [
        ({"columns-1-indicator": "幸福"}, ("columns", "indicator"), "没有名为“幸福”的指标"),
        ({"columns-1-period": "2020-13"}, ("columns", "period"), "2020-13"),
        ({"columns-1-indicator": ""}, ("columns", "role"), "没有写明指标"),
        ({"sheet-source": ""}, ("sheet", "__all__"), "请选择来源"),
        ({"sheet-skipped": "x"}, ("sheet", "skipped"), "不是行号"),
        ({"sheet-vintage": "2099-01-01"}, ("sheet", "vintage"), "还没有到"),
        ({"new-code": "new"}, ("source", "title"), "必填"),
        ({"new-code": "new", "new-title": "新", "new-title_en": "New"}, ("sheet", "source"), "不能都填"),
        (
            {"sheet-source": "", "new-code": "yearbook", "new-title": "新", "new-title_en": "N"},
            ("source", "code"),
            "已",
        ),
    ],
)
def test_what_is_wrong_with_the_mapping_stands_beside_its_field(office, batch, changes, place, word):
    response = mapped(office, batch, **changes)

    assert response.status_code == 200
    forms, (form, field) = response.context["forms"], place
    errors = forms.columns[1].errors if form == "columns" else getattr(forms, form).errors
    assert word in errors[field][0]
    batch.refresh_from_db()
    assert batch.mapping == {}


def test_a_new_source_comes_with_the_import(office, batch):
    new = {"sheet-source": "", "new-code": "bulletin", "new-title": "统计公报", "new-title_en": "Bulletin"}
    mapped(office, batch, **new)
    assert not Source.objects.filter(code="bulletin").exists()

    apply(office, batch)
    assert Source.objects.get(code="bulletin").observations.count() == 2


def test_a_new_source_that_was_written_is_still_written_when_the_mapping_is_sent_again(office, batch):
    mapped(office, batch, **{"sheet-source": "", "new-code": "bulletin", "new-title": "公报", "new-title_en": "B"})

    again = mapped(office, batch, **{"sheet-source": ""})
    assert again["Location"] == address("preview", batch)
    batch.refresh_from_db()
    assert batch.mapping["new_source"]["code"] == "bulletin"


def test_the_source_that_a_table_prints_is_offered_and_not_created_by_itself(office):
    batch = BatchFactory(content=CONTENT + "资料来源：市统计局\n".encode())

    page = office.get(address("change", batch)).content.decode()
    assert 'value="市统计局"' in page
    assert "<details open>" in page
    assert mapped(office, batch)["Location"] == address("preview", batch)
    apply(office, batch)
    assert list(Source.objects.values_list("code", flat=True)) == ["yearbook"]
    assert set(Observation.objects.values_list("note", flat=True)) == {""}


def test_a_refused_figure_is_shown_first_and_nothing_can_be_imported(office):
    batch = BatchFactory(content=CONTENT + "哪里,3.0,z\n".encode())
    mapped(office, batch)

    response = office.get(address("preview", batch))
    html = response.content.decode()
    assert response.context["rows"][0]["line"].candidate.cell == "B4"
    assert "没有名为“哪里”的地区。" in html
    assert address("apply", batch) not in html
    seen = response.context["outcome"].fingerprint()
    sent = office.post(address("apply", batch), {"seen": seen}, follow=True)
    assert "还有不能导入的数，没有导入。" in sent.content.decode()
    assert not Observation.objects.exists()
    assert [
        row["line"].outcome for row in office.get(address("preview", batch) + "?outcome=created").context["rows"]
    ] == [
        "created",
        "created",
    ]


def test_a_row_that_is_left_out_stands_in_no_way(office):
    batch = BatchFactory(content=CONTENT + "哪里,3.0,z\n".encode())
    mapped(office, batch, **{"sheet-skipped": "4"})

    apply(office, batch)
    assert Observation.objects.count() == 2


def test_what_was_seen_before_somebody_corrected_a_figure_is_not_imported(office, batch):
    mapped(office, batch)
    seen = office.get(address("preview", batch)).context["outcome"].fingerprint()
    known = Batch.objects.get(pk=batch.pk).mapping["given"]["locator"]
    ObservationFactory(
        indicator_id=_pk("gdp"),
        area=AreaFactory(code="450200"),
        period="2019",
        source=Source.objects.get(code="yearbook"),
        locator=known,
    )

    html = office.post(address("apply", batch), {"seen": seen}, follow=True).content.decode()
    assert "预览之后，已知的数有了变化，没有导入。" in html
    assert not Observation.objects.filter(batch=batch).exists()


def _pk(code):
    return Observation._meta.get_field("indicator").related_model.objects.get(code=code).pk


def test_the_same_file_is_recognised_and_who_imported_it_is_named(office, batch):
    mapped(office, batch)
    apply(office, batch)
    again = BatchFactory(content=CONTENT)

    html = office.get(address("change", again)).content.decode()
    assert "同一个文件已由 office 于" in html
    mapped(office, again)
    assert "都与已知的数相同，不必导入。" in office.get(address("preview", again)).content.decode()


@pytest.mark.parametrize("query", ["?colour=red", "?outcome=lost", "?p=99", "?p=x"])
def test_a_preview_refuses_what_it_does_not_know(office, batch, query):
    mapped(office, batch)

    assert office.get(address("preview", batch) + query).status_code == 400


def test_a_sheet_that_is_not_in_the_file_is_refused(office, batch):
    assert office.get(address("change", batch) + "?sheet=x").status_code == 400


def test_an_applied_batch_is_a_record_and_is_not_deleted(office, batch):
    mapped(office, batch)
    apply(office, batch)

    assert office.get(address("delete", batch)).status_code == 403
    assert "撤销导入" in office.get(address("change", batch)).content.decode()
    assert office.get(address("preview", batch))["Location"] == address("change", batch)


def test_the_record_says_who_did_what_and_what_a_command_did(office):
    person = a_coordinator(username="li", last_name="李", first_name="明")
    batch = BatchFactory(state="applied", uploaded_by=None, applied_by=person, applied_at=MORNING)

    record = office.get(address("change", batch)).content.decode()
    assert "<dt>上传</dt><dd>命令行 " in record
    assert "<dt>导入</dt><dd>李明 2026-07-01 08:30</dd>" in record
    assert "撤销</dt>" not in record


def test_the_list_names_person_and_minute_of_the_last_step(office):
    person = a_coordinator(username="li", last_name="李", first_name="明")
    BatchFactory(state="undone", applied_at=MORNING, undone_at=MORNING, undone_by=person)
    BatchFactory(state="applied", applied_at=MORNING, applied_by=None)

    html = office.get(reverse("admin:indicators_batch_changelist")).content.decode()
    assert '<span class="day">2026-07-01 08:30</span>' in html
    assert '"field-last_step">李明<' in html
    assert '"field-last_step">命令行<' in html


def test_a_page_of_a_batch_leads_home_as_every_page_of_the_administration(office, batch):
    home = f'<a href="{reverse("admin:index")}">首页</a>'

    assert home in office.get(address("change", batch)).content.decode()


def test_a_figure_that_is_not_known_is_a_dash_and_a_remark_is_labelled_where_there_is_one(office):
    batch = BatchFactory(content="地区,总值\n柳州,1.0\n遵义,20000 万元\n".encode())
    mapped(office, batch)

    page = office.get(address("preview", batch))
    assert [(row["old"], row["new"], row["remark"]) for row in page.context["rows"]] == [
        ("—", "1.0", ""),
        ("—", "2.0000", "由 20000 万元 换算。"),
    ]
    assert page.content.decode().count('data-label="说明"') == 1


def test_who_maps_in_a_second_tab_what_was_imported_meanwhile_is_told(office, batch):
    sent = filled_in(office, batch)
    mapped(office, batch)
    apply(office, batch)

    assert "这个批次已由 office 导入。" in office.post(address("change", batch), sent, follow=True).content.decode()


def test_a_mapping_that_is_not_read_any_more_is_proposed_anew(office, batch):
    Batch.objects.filter(pk=batch.pk).update(mapping={"sheet": "figures", "colour": "red"})

    assert office.get(address("preview", batch))["Location"] == address("change", batch)
    forms = office.get(address("change", batch)).context["forms"]
    assert [column.role for column in forms.mapping.columns] == ["area", "value", "ignored"]


def test_a_file_that_was_not_mapped_is_not_imported(office, batch):
    for seen in ("", "x"):
        office.post(address("apply", batch), {"seen": seen}, follow=True)
    batch.refresh_from_db()
    assert batch.state == "uploaded"


def test_importing_is_no_link_to_follow(office, batch):
    mapped(office, batch)

    assert office.get(address("apply", batch)).status_code == 405
    batch.refresh_from_db()
    assert batch.state == "uploaded"


@pytest.mark.parametrize("page", ["preview", "undo", "apply"])
def test_only_the_office_imports(client, batch, page):
    client.force_login(a_reporter())

    assert client.post(address(page, batch)).status_code in {403, 404}
    assert client.get(reverse("admin:indicators_batch_template", args=["x"])).status_code == 403


@pytest.mark.parametrize("page", ["preview", "undo", "apply"])
def test_an_unknown_batch_is_a_404(office, page):
    for key in ("0", "x", "9" * 30):
        assert office.post(reverse(f"admin:indicators_batch_{page}", args=[key])).status_code == 404


def test_a_template_is_filled_in_and_recognised_without_a_word(office):
    theme = IndicatorFactory(name="财政收入", unit="亿元", accumulation="period").theme
    link = reverse("admin:indicators_batch_template", args=[theme.code])
    response = office.get(link, {"first": 2018, "last": 2020})
    assert response["Content-Disposition"].endswith(f'"template-{theme.code}.xlsx"')

    names = [sheet.name for sheet in read(response.content, "t.xlsx")]
    assert names[0] == theme.name
    for query in ({}, {"first": 2020, "last": 2018}, {"first": "x", "last": 2018}, {"first": 1, "last": 2, "x": 1}):
        assert office.get(link, query).status_code == 400
    assert (
        office.get(reverse("admin:indicators_batch_template", args=["none"]), {"first": 1, "last": 2}).status_code
        == 404
    )


def test_the_years_of_templates_can_be_chosen(office):
    assert "first=2010&amp;last=2012" in office.get(ADD, {"first": 2010, "last": 2012}).content.decode()
    assert "首年不晚于末年" in office.get(ADD, {"first": 2012, "last": 2010}).content.decode()
