"""What is sent to be written: JSON, as deep as our forms are and of signs that can be stored."""

from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from indicators.parameters import BadParameter

NUL = "\x00"


class TextParser(JSONParser):
    """JSON whose names and values are text.

    JSON can write what no text has: NUL, which PostgreSQL does not store, and half a pair of surrogates, which UTF-8
    does not have. Fields check the texts that they take; here is checked what they would compare or repeat unseen.
    """

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """What was sent.

        Raises:
            ParseError: it is no JSON, or too deep to be read.
            BadParameter: a name or a value is no text.
        """
        try:
            sent = super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise ParseError from None
        if isinstance(sent, Mapping):
            for name, value in sent.items():
                if not _is_text(name) or (isinstance(value, str) and not _is_text(value)):
                    named = {"name": _shown(name), "reason": _("内容里有无法保存的字符。")}
                    raise BadParameter(named["name"], _("%(name)s：%(reason)s") % named)
        return sent


def _is_text(text: str) -> bool:
    return NUL not in text and text == _shown(text)


def _shown(text: str) -> str:
    return text.encode(errors="replace").decode()
