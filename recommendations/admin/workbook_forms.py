"""The workbook's forms: which department and file; and what was read of it, kept on the page under a signature."""

import json
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.importing.limits import MOST_BYTES_OF_WORKBOOK, refuse_bytes
from indicators.importing.sheet import UnreadableFileError
from recommendations.models import Department
from recommendations.permissions import User, roles_of
from recommendations.workbook.read import Line, read_lines
from recommendations.workbook.values import Values

SALT = "progress-workbook"
ONE_DAY = 24 * 60 * 60
MOST_ON_A_PAGE = 2_000_000  # characters that a form sends back; Django refuses more than 2.5 MB


def departments_of(user: User):
    """The departments that the person may report for."""
    roles = roles_of(user)
    departments = Department.objects.all()
    return departments if roles.office else departments.filter(pk__in=roles.departments)


class UploadForm(forms.Form):
    """A filled-in workbook, read as far as its rows."""

    department = forms.ModelChoiceField(
        Department.objects.none(), label=gettext_lazy("部门"), to_field_name="code", empty_label=None
    )
    file = forms.FileField(
        label=gettext_lazy("工作簿"),
        help_text=gettext_lazy("下载后填好的 .xlsx 文件，Excel、WPS 均可。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["department"].queryset = departments_of(user)
        self.lines: list[Line] = []

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            refuse_bytes(file.size, MOST_BYTES_OF_WORKBOOK)
            self.lines = read_lines(file.read(), file.name)
        except UnreadableFileError as refusal:
            raise ValidationError(str(refusal)) from None
        return file


class KeptForm(forms.Form):
    """What was read, on its way through the preview; signed for one person and a day, so that nobody else wrote it."""

    department = forms.ModelChoiceField(
        Department.objects.none(), to_field_name="code", widget=forms.HiddenInput, label=gettext_lazy("部门")
    )
    kept = forms.CharField(widget=forms.HiddenInput, strip=False)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    hand_in = forms.BooleanField(label=gettext_lazy("同时提交"), required=False)

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user
        self.fields["department"].queryset = departments_of(user)

    def clean_kept(self) -> list[Line]:
        try:
            told = signing.loads(self.cleaned_data["kept"], salt=_salt(self.user), max_age=ONE_DAY)
        except signing.BadSignature:
            raise ValidationError(_("预览已过期，请重新上传工作簿。")) from None
        return [_line(one) for one in told]


def kept(lines: list[Line], user: User) -> str:
    """The rows as a page can hold them.

    Raises:
        UnreadableFileError: they are too much for a page.
    """
    told = [asdict(line) for line in lines]
    packed = signing.dumps(json.loads(json.dumps(told, default=str)), salt=_salt(user), compress=True)
    if len(packed) > MOST_ON_A_PAGE:
        raise UnreadableFileError(_("工作簿里的文字太多，请分几次填报。"))
    return packed


def _salt(user: User) -> str:
    return f"{SALT}:{user.pk}"


def _line(told: dict[str, Any]) -> Line:
    values = told["values"]
    if values is not None:
        day, percent = values["as_of"], values["percent"]
        values = Values(
            **{
                **values,
                "as_of": None if day is None else date.fromisoformat(day),
                "percent": None if percent is None else Decimal(percent),
            }
        )
    return Line(**{**told, "values": values})
