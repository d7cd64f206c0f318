"""Addresses that are no lists: their parameters are a ``Question``, as strictly read, and the schema says so."""

from collections.abc import Collection
from typing import Any

from django import forms
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from config.filters import DATES, Question, TruthField, check_names

from .formats import FORMAT

TYPES = {TruthField: OpenApiTypes.BOOL, forms.IntegerField: OpenApiTypes.INT, forms.DecimalField: OpenApiTypes.DECIMAL}


def ask(request: Request, question: type[Question], beside: Collection[str] = ()) -> dict[str, Any]:
    """The values of a question's parameters, cleaned; those not given are empty.

    Args:
        beside: parameters that somebody else reads, as a paginator does.

    Raises:
        BadParameter: a parameter is unknown, stands twice where one is read, is missing, or does not fit.
    """
    check_names(request.query_params, {*DATES, FORMAT, *question.base_fields, *beside}, question.repeatable())
    return question(request.query_params).answers()


def described(question: type[Question]) -> list[OpenApiParameter]:
    """A question's parameters for the schema."""
    return [
        OpenApiParameter(
            name,
            next((kind for field_class, kind in TYPES.items() if type(field) is field_class), OpenApiTypes.STR),
            required=field.required,
            many=name in question.repeatable(),
            description=field.label,
        )
        for name, field in question.base_fields.items()
    ]
