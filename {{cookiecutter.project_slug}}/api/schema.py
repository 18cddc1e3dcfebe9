"""Adds the errors to the OpenAPI description."""

from typing import Any

from api import errors

TEXT = {"type": "string"}

PROBLEM = {
    "type": "object",
    "description": "Every error of this API (RFC 9457).",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string", "description": "The status, in words."},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What went wrong, for people."},
        "code": {"type": "string", "description": "What went wrong, for programs."},
        "errors": {
            "type": "object",
            "description": "What is wrong with each field, if the request was not valid. "
            "`items.1.name` is the name of the second item; `non_field_errors` belong to "
            "no field.",
            "additionalProperties": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"message": TEXT, "code": TEXT},
                    "required": ["message", "code"],
                },
            },
        },
    },
    "required": ["type", "title", "status", "detail", "code"],
}


def document_problems(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Add the problem to the responses of every operation (drf-spectacular's hook)."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    components["responses"] = {
        "Problem": {
            "description": "The request was refused.",
            "content": {
                errors.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}},
            },
        },
    }
    for operations in result["paths"].values():
        for operation in operations.values():
            operation["responses"]["default"] = {
                "$ref": "#/components/responses/Problem",
            }
    return result
