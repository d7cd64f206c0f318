"""What serializers of both apps share: records that are only read, and relations as codes."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


class RecordSerializer(serializers.ModelSerializer):
    """A record that is read: every column is there in every answer, and the schema says so."""

    def get_extra_kwargs(self) -> dict[str, dict[str, Any]]:
        return {name: {"read_only": True} for name in self.Meta.fields}


@extend_schema_field(OpenApiTypes.STR)
class Code(serializers.SlugRelatedField):
    """The code of a related record or null; with ``many`` a list of codes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(slug_field="code", read_only=True, **options)
