"""What serializers of both apps share: records that are only read, what is written, and relations as codes."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


class RecordSerializer(serializers.ModelSerializer):
    """A record that is read: every column is there in every answer, and the schema says so."""

    def get_extra_kwargs(self) -> dict[str, dict[str, Any]]:
        return {name: {"read_only": True} for name in self.Meta.fields}


class StrictSerializer(serializers.Serializer):
    """What is sent to be written: every field is obeyed or refused by name."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            unknown = {
                name: [_("没有名为 %(name)s 的字段。") % {"name": name}] for name in data if name not in self.fields
            }
            if unknown:
                raise serializers.ValidationError(unknown)
        return super().to_internal_value(data)


@extend_schema_field(OpenApiTypes.STR)
class Code(serializers.SlugRelatedField):
    """The code of a related record or null; with ``many`` a list of codes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(slug_field="code", read_only=True, **options)
