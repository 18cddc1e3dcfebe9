"""Whatever a view raises, its answer has the members that the OpenAPI description promises."""

from typing import Any

import pytest
from django.core import exceptions as django
from rest_framework import exceptions, serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from api.schema import PROBLEM

MAY_NOT = "You do not have permission to perform this action."
INVALID = "The request is not valid."


class Closed(exceptions.APIException):
    status_code = 499
    default_detail = "The client closed the request."
    default_code = None  # type: ignore[assignment]


class LineSerializer(serializers.Serializer[Any]):
    amount = serializers.IntegerField(min_value=1)


class OrderSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    lines = LineSerializer(many=True)


def answer_to(exc: Exception) -> dict[str, Any]:
    class View(APIView):
        permission_classes = (AllowAny,)

        def get(self, request: Request) -> None:
            raise exc

    response = View.as_view()(APIRequestFactory().get("/")).render()
    assert response["Content-Type"] == "application/problem+json"
    assert response.data["status"] == response.status_code
    assert set(PROBLEM["required"]) <= set(response.data) <= set(PROBLEM["properties"])
    found: dict[str, Any] = response.data
    return found


def invalid(data: Any, **options: Any) -> serializers.ValidationError:
    with pytest.raises(serializers.ValidationError) as raised:
        OrderSerializer(data=data, **options).is_valid(raise_exception=True)
    return raised.value


@pytest.mark.parametrize(
    ("exc", "status", "detail", "code"),
    [
        (Closed(), 499, "The client closed the request.", "error"),
        (exceptions.PermissionDenied("Ask first.", "ask"), 403, "Ask first.", "ask"),
        (django.PermissionDenied("Managers only."), 403, "Managers only.", None),
        (django.PermissionDenied(), 403, MAY_NOT, None),
        (exceptions.ValidationError({"detail": "Once."}), 400, "Once.", "invalid"),
    ],
)
def test_a_text_is_the_detail(
    exc: Exception, status: int, detail: str, code: str | None
) -> None:
    answer = answer_to(exc)

    assert (answer["status"], answer["detail"]) == (status, detail)
    assert answer["code"] == (code or "permission_denied")
    assert "errors" not in answer


@pytest.mark.parametrize(
    ("exc", "status", "detail", "errors"),
    [
        (
            exceptions.PermissionDenied(
                {"plan": {"needed": "gold"}, "ask": ["a", "b"]}
            ),
            403,
            MAY_NOT,
            {"plan.needed": ["gold"], "ask": ["a", "b"]},
        ),
        (
            Closed(["a", {"b": "c"}]),
            499,
            Closed.default_detail,
            {"": ["a"], "1.b": ["c"]},
        ),
        (exceptions.ValidationError("Late."), 400, INVALID, {"": ["Late."]}),
        (exceptions.ValidationError({"code": "No."}), 400, INVALID, {"code": ["No."]}),
        (django.ValidationError("Late."), 400, INVALID, {"": ["Late."]}),
        (
            django.ValidationError({"__all__": ["Late."], "name": ["Taken."]}),
            400,
            INVALID,
            {"": ["Late."], "name": ["Taken."]},
        ),
        (
            invalid(
                [{"name": "x", "lines": []}, {"lines": [{"amount": 0}]}], many=True
            ),
            400,
            INVALID,
            {
                "1.name": ["This field is required."],
                "1.lines.0.amount": [
                    "Ensure this value is greater than or equal to 1."
                ],
            },
        ),
    ],
)
def test_more_than_a_text_is_a_list_of_messages_for_each_field(
    exc: Exception, status: int, detail: str, errors: dict[str, list[str]]
) -> None:
    answer = answer_to(exc)

    assert (answer["status"], answer["detail"]) == (status, detail)
    assert answer["errors"].keys() == {name or "non_field_errors" for name in errors}
    for name, messages in errors.items():
        found = answer["errors"][name or "non_field_errors"]
        assert [each["message"] for each in found] == messages
        assert all(each["code"] for each in found)
