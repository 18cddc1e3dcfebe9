"""Parses JSON strictly (RFC 8259 and RFC 7493, I-JSON), and limits the size of files.

Python's parser accepts more than the standard, and some of it crashes code that uses it
later. Invalid JSON is answered with 400. The size of a body without files is limited by
Django's `DATA_UPLOAD_MAX_MEMORY_SIZE`.
"""

import json
import math
import re
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files import uploadhandler
from django.utils.translation import gettext_lazy as _
from rest_framework import parsers
from rest_framework.exceptions import ParseError
from rest_framework.utils.json import strict_constant

# Python raises RecursionError at a depth that depends on its version, on the platform and
# on the caller, also when the data is serialized again.
MAX_DEPTH = 32

# Strings are matched whole, so that brackets in them do not count. The closing quote is
# optional, so that the expression never backtracks.
STRINGS_AND_BRACKETS = re.compile(r'"(?:[^"\\]+|\\.)*"?|[\[\]{}]', re.DOTALL)
STEPS = {"[": 1, "{": 1, "]": -1, "}": -1}

ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class JSONParser(parsers.JSONParser):
    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        try:
            # JSON is UTF-8 (RFC 8259, 8.1), whatever `charset` says.
            text = stream.read().decode()
            _refuse_depth(text)
            data = json.loads(
                text,
                object_pairs_hook=_object,
                parse_constant=strict_constant,
                parse_float=_finite,
            )
            if ESCAPED_SURROGATE.search(text):
                # Half a pair is not a character, and cannot be encoded in a response.
                json.dumps(data, ensure_ascii=False).encode()
        except json.JSONDecodeError as error:
            raise ParseError(f"JSON parse error - {error}") from error
        except ValueError as error:
            # The other messages are about Python.
            raise ParseError from error
        return data


class MemoryFileUploadHandler(uploadhandler.MemoryFileUploadHandler):
    """Refuses a body that is larger than MAX_UPLOAD_SIZE, or its view's `max_upload_size`.

    Django does not count files for DATA_UPLOAD_MAX_MEMORY_SIZE. Every parser and Django's
    own forms call an upload handler, before they read the body.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],
        content_length: int,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        match = self.request and self.request.resolver_match
        view: Any = match and match.func
        # Where as_view() keeps the class: DRF's views and Django's.
        view = getattr(view, "cls", getattr(view, "view_class", view))
        if content_length > getattr(view, "max_upload_size", settings.MAX_UPLOAD_SIZE):
            raise RequestDataTooBig
        super().handle_raw_input(input_data, META, content_length, *args, **kwargs)


def _refuse_depth(text: str) -> None:
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return
    depth = 0
    for match in STRINGS_AND_BRACKETS.finditer(text):
        depth += STEPS.get(match[0], 0)
        if depth > MAX_DEPTH:
            raise ParseError(
                _("JSON nested deeper than %(levels)d levels.") % {"levels": MAX_DEPTH}
            )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a duplicate name: a proxy may use one value, and this service the other."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ParseError(_("JSON object with a name twice."))
    return found


def _finite(text: str) -> float:
    """1e999 becomes infinity, which JSON cannot represent."""
    number = float(text)
    if math.isinf(number):
        raise ParseError(_("JSON number out of range."))
    return number
