"""The strict base of every FilterSet: what an address asks for is done, or refused by name; never ignored.

The same FilterSet serves a page and the API. Relations are asked for by code, days are ISO dates, truths are ``true``
or ``false``. An empty value (a form that was sent with empty fields) means not given.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.fields import ModelChoiceField

from indicators.asof import DAY, AsOf
from indicators.parameters import BadParameter
from indicators.writing import enumerated, local

ALL = gettext_lazy("全部")
DATES = frozenset({"as_of", "known_on"})
OF_PAGES = DATES | {"page"}


class StrictFilterSet(filters.FilterSet):
    """A FilterSet whose ``strict_qs`` refuses what it does not know."""

    @property
    def asof(self) -> AsOf:
        """The date of reading, read once by ``config.middleware``."""
        return self.request.asof

    def strict_qs(self, beside: Collection[str] = OF_PAGES) -> QuerySet:
        """The rows that the address asks for.

        Args:
            beside: parameters that are no filters, which the caller reads itself.

        Raises:
            BadParameter: a parameter is unknown, stands twice, or has a value that does not fit.
        """
        check_names(self.data, {*self.filters, *beside}, taking_several(self.form.fields))
        refuse_bad_values(self.form)
        return self.qs


class Question(forms.Form):
    """What a page that is no list can be asked for, as strictly; read it through ``answers``.

    A field of several values (areas to compare) takes its parameter several times, as a form's checkboxes send it.
    """

    @classmethod
    def repeatable(cls) -> frozenset[str]:
        """The parameters that may stand more than once."""
        return taking_several(cls.base_fields)

    def answers(self) -> dict[str, Any]:
        """The values by parameter, cleaned; those not given are empty.

        Raises:
            BadParameter: a value does not fit.
        """
        refuse_bad_values(self)
        return self.cleaned_data


def taking_several(fields: Mapping[str, forms.Field]) -> frozenset[str]:
    """The fields of which each value counts, however often they stand."""
    several = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)
    return frozenset(name for name, field in fields.items() if isinstance(field, several))


def refuse_bad_values(form: forms.Form) -> None:
    """Name the first parameter whose value does not fit.

    Raises:
        BadParameter: with a sentence that says what would.
    """
    for name, reasons in form.errors.items():
        raise BadParameter(name, _explain(form, name, " ".join(reasons)))


def _explain(form: forms.Form, name: str, reason: str) -> str:
    field = form.fields[name]
    value = {"name": name, "value": form.data.get(name)}
    if not value["value"]:
        return _("参数 %(name)s：%(reason)s") % {"name": name, "reason": reason}
    if isinstance(field, forms.ModelMultipleChoiceField):
        return _("参数 %(name)s：%(reason)s") % {"name": name, "reason": reason}
    if isinstance(field, forms.ModelChoiceField):
        return _("参数 %(name)s：没有代码为“%(value)s”的记录。") % value
    if isinstance(field, forms.ChoiceField):
        allowed = enumerated(str(key) for key, _label in field.choices if key)
        return _("参数 %(name)s 的值“%(value)s”不在 %(allowed)s 之中。") % {**value, "allowed": allowed}
    return _("参数 %(name)s 的值“%(value)s”不对：%(reason)s") % {**value, "reason": reason}


def check_names(query: Any, allowed: Collection[str], repeatable: Collection[str] = ()) -> None:
    """Refuse parameters that nobody reads, and those of which only the last value would be read.

    Args:
        query: the address's query, a ``QueryDict``.
        allowed: every parameter that is read.
        repeatable: those of which all values are read.

    Raises:
        BadParameter: for the first that is unknown or stands twice.
    """
    for name, values in query.lists():
        if name not in allowed:
            known = enumerated(sorted(allowed))
            raise BadParameter(
                name, _("没有名为 %(name)s 的参数；可用的有 %(known)s。") % {"name": name, "known": known}
            )
        if len(values) > 1 and name not in repeatable:
            raise BadParameter(name, _("参数 %(name)s 只能给一次。") % {"name": name})


class CodeField(ModelChoiceField):
    """Choices named in the reader's language."""

    def label_from_instance(self, obj: Model) -> str:
        named = local(obj, "title" if hasattr(obj, "title") else "name")
        return f"{obj.code} {named}" if hasattr(obj, "title") else named


class CodesField(forms.ModelMultipleChoiceField):
    """Records by their codes, in the order of the queryset; an unknown code, or more than ``most``, is refused."""

    default_error_messages = {
        "invalid_choice": gettext_lazy("没有代码为“%(value)s”的记录。"),
        "too_many": gettext_lazy("一次最多选 %(most)d 个。"),
    }

    def __init__(self, queryset: QuerySet, *, most: int | None = None, **options: Any) -> None:
        self.most = most
        super().__init__(
            queryset,
            **{"to_field_name": "code", "required": False, "widget": forms.CheckboxSelectMultiple, **options},
        )

    def clean(self, value: Any) -> QuerySet:
        codes = [code for code in value or () if code]
        if self.most and len(codes) > self.most:
            raise forms.ValidationError(self.error_messages["too_many"], "too_many", {"most": self.most})
        return super().clean(codes)

    def label_from_instance(self, obj: Model) -> str:
        return local(obj, "name")


class CodeFilter(filters.ModelChoiceFilter):
    """A relation, asked for by the code of the record at its other end."""

    field_class = CodeField

    def __init__(self, field_name: str | None = None, *, queryset: QuerySet, **options: Any) -> None:
        super().__init__(field_name, queryset=queryset, to_field_name="code", empty_label=ALL, **options)


class CodesFilter(filters.ModelMultipleChoiceFilter):
    """The same, of several records: the parameter may stand several times, and any of them will do."""

    field_class = CodesField

    def __init__(self, field_name: str | None = None, *, queryset: QuerySet, **options: Any) -> None:
        super().__init__(field_name, queryset=queryset, to_field_name="code", **options)

    def filter(self, qs: QuerySet, value: QuerySet) -> QuerySet:
        return qs.filter(**{f"{self.field_name}__in": value}) if value else qs


class ChoiceFilter(filters.ChoiceFilter):
    """A value of a code list."""

    def __init__(self, field_name: str | None = None, **options: Any) -> None:
        super().__init__(field_name, empty_label=ALL, **options)


class TruthField(forms.TypedChoiceField):
    """``true`` or ``false``, as JSON and Python write them, or ``1`` and ``0``."""

    def __init__(self, **options: Any) -> None:
        choices = [("", ALL), ("true", gettext_lazy("是")), ("false", gettext_lazy("否"))]
        super().__init__(choices=choices, coerce=lambda text: text == "true", empty_value=None, **options)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value).lower()
        return {"1": "true", "0": "false"}.get(text, text)


class TruthFilter(filters.BooleanFilter):
    """Yes or no; anything else is refused, where Django's own field would take it for "not given"."""

    field_class = TruthField


class DayField(forms.DateField):
    """An ISO date, whatever the reader's language; Django's own would also read the language's ways of writing one."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def to_python(self, value: Any) -> date | None:
        if value and not DAY.fullmatch(value):
            raise forms.ValidationError(_("请写成 2024-06-30 的样子。"))
        return super().to_python(value)


class DayFilter(filters.DateFilter):
    """A day."""

    field_class = DayField

    def __init__(self, field_name: str | None = None, **options: Any) -> None:
        super().__init__(field_name, input_formats=["%Y-%m-%d"], **options)
