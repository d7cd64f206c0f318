"""The forms of an import: the file, and how its sheet is read."""

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators import choices
from indicators.importing.catalogue import Catalogue
from indicators.importing.header_periods import BadHeaderPeriodError, read_period
from indicators.importing.limits import MOST_BYTES, MOST_COLUMNS, refuse_bytes
from indicators.importing.mapping import BrokenMappingError, Column, Known, Mapping, NewSource, Role, column_name
from indicators.importing.read import read
from indicators.importing.rows import BadRowsError, read_rows, write_rows
from indicators.importing.sheet import Sheet, UnreadableFileError
from indicators.models import Batch, Observation, Revision, Source

MOST_YEARS = 30
LONGEST_TITLE = Source._meta.get_field("title").max_length
FIXED = ("indicator", "area", "period", "unit", "status")


class UploadForm(forms.ModelForm):
    """A file, read as far as to know that it can be."""

    file = forms.FileField(
        label=gettext_lazy("文件"),
        max_length=Batch._meta.get_field("file_name").max_length,
        help_text=gettext_lazy("CSV，或 XLSX 工作簿（Excel、WPS 均可），最大 50 MB。"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )

    class Meta:
        model = Batch
        fields = ["file", "name"]
        help_texts = {"name": gettext_lazy("不填就用文件名。")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            refuse_bytes(file.size, MOST_BYTES)
            self.content = file.read()
            read(self.content, file.name)
        except UnreadableFileError as refusal:
            raise ValidationError(str(refusal)) from None
        return file

    def clean(self) -> dict[str, Any]:
        file = self.cleaned_data.get("file")
        if file and not self.cleaned_data.get("name"):
            longest = Batch._meta.get_field("name").max_length
            self.cleaned_data["name"] = PurePath(file.name).stem[:longest]
        return self.cleaned_data

    def _post_clean(self) -> None:
        """The service makes and checks the batch."""


class YearsForm(forms.Form):
    """The years of a template."""

    first = forms.IntegerField(label=gettext_lazy("首年"), min_value=1950, max_value=2100)
    last = forms.IntegerField(label=gettext_lazy("末年"), min_value=1950, max_value=2100)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if {"first", "last"} <= said.keys() and not 0 <= said["last"] - said["first"] < MOST_YEARS:
            raise ValidationError(_("首年不晚于末年，最多 %(most)d 年。") % {"most": MOST_YEARS})
        return said


class KnownFields(forms.Form):
    """What is known of values besides the values, typed as names or codes."""

    indicator = forms.CharField(label=gettext_lazy("指标"), required=False)
    area = forms.CharField(label=gettext_lazy("地区"), required=False)
    period = forms.CharField(label=gettext_lazy("时期"), required=False)
    unit = forms.CharField(label=gettext_lazy("单位"), required=False, max_length=40)
    status = forms.ChoiceField(
        label=gettext_lazy("状态"), required=False, choices=[("", "—"), *choices.ObsStatus.choices]
    )

    def __init__(self, *args: Any, catalogue: Catalogue, **kwargs: Any) -> None:
        self.catalogue = catalogue
        super().__init__(*args, **kwargs)
        self.fields["indicator"].widget.attrs["list"] = "known-indicators"
        self.fields["area"].widget.attrs["list"] = "known-areas"

    def clean_indicator(self) -> str:
        return self._code("indicator", self.catalogue.find_indicator, _("没有名为“%(text)s”的指标。"))

    def clean_area(self) -> str:
        return self._code("area", self.catalogue.find_area, _("没有名为“%(text)s”的地区。"))

    def clean_period(self) -> str:
        text = self.cleaned_data["period"]
        try:
            return read_period(text).period if text else ""
        except BadHeaderPeriodError as refusal:
            raise ValidationError(str(refusal)) from None

    def _code(self, field: str, find: Any, unknown: str) -> str:
        text = self.cleaned_data[field]
        code = find(text) if text else ""
        if text and not code:
            raise ValidationError(unknown % {"text": text})
        return code

    def known(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in FIXED}


class ColumnForm(KnownFields):
    """A column: what it is, and what its header fixes."""

    role = forms.ChoiceField(label=gettext_lazy("含义"), choices=Role.choices)
    field_order = ["role"]

    def about(self, index: int, column: Column, examples: list[str]) -> None:
        """Tell the form which column it is of; each field is labelled by it."""
        self.place, self.header, self.examples = column_name(index), column.header, examples
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{self.place} {self.header} {field.label}"


ColumnForms = formset_factory(ColumnForm, extra=0, max_num=MOST_COLUMNS, absolute_max=MOST_COLUMNS)


class SheetForm(KnownFields):
    """What holds for the sheet as a whole."""

    first = forms.IntegerField(label=gettext_lazy("数据首行"), min_value=1)
    last = forms.IntegerField(label=gettext_lazy("数据末行"), min_value=1)
    skipped = forms.CharField(
        label=gettext_lazy("其中不导入的行"), required=False, help_text=gettext_lazy("行号，例如 7、12-15。")
    )
    source = forms.ModelChoiceField(
        Source.objects.all(),
        label=gettext_lazy("来源"),
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("表中已写，或在下面新建"),
    )
    locator = forms.CharField(
        label=gettext_lazy("出处"),
        max_length=Observation._meta.get_field("locator").max_length,
        help_text=gettext_lazy("在来源中的位置，例如 表2。再次导入时不变，才认得出是同一个数。"),
    )
    vintage = forms.DateField(
        label=gettext_lazy("录入日"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("得知这些数的日子；更正要晚于已知的数。"),
    )
    revision = forms.ModelChoiceField(
        Revision.objects.all(),
        label=gettext_lazy("修订说明"),
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("无"),
        help_text=gettext_lazy("随更正的数记下。"),
    )
    footnotes = forms.CharField(
        label=gettext_lazy("表下注释"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("一行一条，随每个数保存。"),
    )
    field_order = ["source", "locator", "vintage", "revision", "first", "last", "skipped", *FIXED, "footnotes"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FIXED:
            self.fields[name].help_text = gettext_lazy("整张表相同时填。")

    def clean_skipped(self) -> list[int]:
        try:
            return read_rows(self.cleaned_data["skipped"])
        except BadRowsError as refusal:
            raise ValidationError(str(refusal)) from None

    def clean_vintage(self) -> str:
        day = self.cleaned_data["vintage"]
        if day > timezone.localdate():
            raise ValidationError(_("录入日 %(day)s 还没有到。") % {"day": day})
        return day.isoformat()


class NewSourceForm(forms.ModelForm):
    """A source that is not known yet; left empty where one is chosen."""

    class Meta:
        model = Source
        fields = ["code", "title", "title_en", "author", "publication", "priority"]


class MappingForms:
    """All forms of one sheet together: read into a mapping, or filled in from one.

    Args:
        sheet: the sheet.
        mapping: what is known of how it is read.
        catalogue: indicators, areas and sources.
        data: what was sent; None to show the mapping.
    """

    def __init__(self, sheet: Sheet, mapping: Mapping, catalogue: Catalogue, data: Any = None) -> None:
        self.about, self.mapping, self.catalogue = sheet, mapping, catalogue
        self.sheet = SheetForm(data, prefix="sheet", catalogue=catalogue, initial=self._initial_of_sheet())
        self.source = NewSourceForm(
            data,
            prefix="new",
            initial=self._initial_of_source(sent=data is not None),
            empty_permitted=True,
            use_required_attribute=False,
        )
        self.columns = ColumnForms(
            data,
            prefix="columns",
            initial=[{"role": column.role, **self._named(column.fixed)} for column in mapping.columns],
            form_kwargs={"catalogue": catalogue},
        )
        for index, (form, column) in enumerate(zip(self.columns, mapping.columns, strict=False)):
            form.about(index, column, list(self._examples(index)))

    def _initial_of_sheet(self) -> dict[str, Any]:
        mapping = self.mapping
        return {
            **self._named(mapping.given),
            "first": mapping.first + 1,
            "last": mapping.last,
            "skipped": write_rows(mapping.skipped),
            "source": "" if mapping.new_source else mapping.given.source,
            "locator": mapping.given.locator or self.about.name,
            "vintage": mapping.given.vintage or timezone.localdate(),
            "revision": mapping.revision,
            "footnotes": "\n".join(mapping.footnotes),
        }

    def _initial_of_source(self, *, sent: bool) -> dict[str, Any]:
        """The source that was written before, else the title that the sheet prints, which alone creates none.

        What is sent is compared with the latter: a source that was written before and is sent again is written.
        """
        if self.mapping.new_source and not sent:
            return vars(self.mapping.new_source)
        return {"title": self.mapping.printed_source[:LONGEST_TITLE]}

    @property
    def offers_source(self) -> bool:
        """Whether the new source is to be looked at."""
        kept = self.mapping
        return bool(self.source.errors or kept.new_source or (kept.printed_source and not kept.given.source))

    def _named(self, known: Known) -> dict[str, str]:
        """As a person would type it: names where they are clear, else codes."""
        return {
            **{name: getattr(known, name) for name in FIXED},
            "indicator": self._name(known.indicator, self.catalogue.indicators, self.catalogue.find_indicator),
            "area": self._name(known.area, self.catalogue.areas, self.catalogue.find_area),
        }

    @staticmethod
    def _name(code: str, records: dict[str, Any], find: Any) -> str:
        record = records.get(code)
        return str(record) if record is not None and find(str(record)) == code else code

    def _examples(self, index: int) -> Iterator[str]:
        rows = self.about.rows[self.mapping.first : min(self.mapping.first + 3, self.mapping.last)]
        return (row[index] for row in rows if index < len(row) and row[index])

    def names(self) -> dict[str, list[str]]:
        """What the fields of indicators and areas propose."""
        known = self.catalogue
        return {
            "indicators": [self._name(code, known.indicators, known.find_indicator) for code in known.indicators],
            "areas": [self._name(code, known.areas, known.find_area) for code in known.areas],
        }

    def is_valid(self) -> bool:
        """Whether every form holds by itself; the source is looked at only where one is written."""
        self.writes_source = self.source.has_changed()
        valid = [self.sheet.is_valid(), self.columns.is_valid(), self.source.is_valid() or not self.writes_source]
        if self.writes_source and self.sheet.cleaned_data.get("source"):
            self.sheet.add_error("source", _("或选一个来源，或新建一个，不能都填。"))
            return False
        if len(self.columns.forms) != len(self.mapping.columns):
            self.sheet.add_error(None, _("表格的列数对不上，请重新打开这一页。"))
            return False
        return all(valid)

    def read(self) -> Mapping:
        """The mapping that the forms describe; ask ``is_valid`` first."""
        said = self.sheet.cleaned_data
        new = NewSource(**self.source.cleaned_data) if self.writes_source else None
        chosen = new or said["source"]
        return Mapping(
            sheet=self.about.name,
            first=said["first"] - 1,
            last=said["last"],
            columns=[
                Column(column.header, form.cleaned_data["role"], self._fixed(form))
                for form, column in zip(self.columns, self.mapping.columns, strict=True)
            ],
            given=Known(
                **self.sheet.known(),
                source=chosen.code if chosen else "",
                locator=said["locator"],
                vintage=said["vintage"],
            ),
            footnotes=[line.strip() for line in said["footnotes"].splitlines() if line.strip()],
            skipped=said["skipped"],
            revision=said["revision"].code if said["revision"] else "",
            new_source=new,
            printed_source=self.mapping.printed_source,
        )

    @staticmethod
    def _fixed(form: ColumnForm) -> Known:
        return Known(**form.known()) if form.cleaned_data["role"] == Role.VALUE else Known()

    def refuse(self, error: BrokenMappingError) -> None:
        """Put what is wrong with the mapping beside the fields that it is about."""
        for fault in error.faults:
            if fault.column is None:
                self.sheet.add_error(None, fault.sentence)
            else:
                self.columns[fault.column].add_error("role", fault.sentence)
