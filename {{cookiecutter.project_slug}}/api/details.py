"""What a problem says of an exception: `detail`, `code` and `errors`.

DRF's exceptions hold a text, a list or an object, nested as deep as serializers are, and
with or without codes.
"""

from collections.abc import Iterator
from http.client import responses
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.settings import api_settings


def title(status: int) -> str:
    return responses.get(status, "Unknown Status Code")


def members(exc: APIException) -> dict[str, Any]:
    detail: Any = exc.detail
    text, code = detail, None
    rest: Any = None
    if isinstance(detail, dict) and isinstance(detail.get("detail"), str):
        # As in SimpleJWT, whose exceptions have detail and code in one dictionary.
        rest = {**detail}
        text, code = rest.pop("detail"), rest.pop("code", None)
    elif isinstance(detail, dict | list):
        text, rest = _summary(exc), detail
    code = str(code or getattr(text, "code", None) or exc.default_code or "error")
    members = {"detail": str(text), "code": code}
    if not rest:
        return members
    errors: dict[str, list[dict[str, str]]] = {}
    for field, message in _messages(rest):
        found = {
            "message": str(message),
            "code": getattr(message, "code", None) or code,
        }
        errors.setdefault(field, []).append(found)
    return {**members, "errors": errors}


def _summary(exc: APIException) -> Any:
    """Return the text that belongs to an exception whose detail is more than a text."""
    if isinstance(exc, ValidationError):
        return "The request is not valid."
    is_own = exc.default_detail is not APIException.default_detail
    if is_own and not isinstance(exc.default_detail, dict | list):
        return exc.default_detail
    return title(exc.status_code)


def _messages(detail: Any, *path: str) -> Iterator[tuple[str, Any]]:
    """Give each message of a detail, however deep, with the field that it is about."""
    if isinstance(detail, dict):
        for name, part in detail.items():
            about = (
                api_settings.NON_FIELD_ERRORS_KEY if name == NON_FIELD_ERRORS else name
            )
            yield from _messages(part, *path, str(about))
    elif isinstance(detail, list | tuple):
        for index, part in enumerate(detail):
            is_nested = isinstance(part, dict | list | tuple)
            yield from _messages(part, *path, *([str(index)] if is_nested else []))
    else:
        yield ".".join(path) or api_settings.NON_FIELD_ERRORS_KEY, detail
