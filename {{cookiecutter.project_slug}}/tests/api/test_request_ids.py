import re

import pytest
from django.test import Client
from django.urls import reverse

from api import events
from tests.api.conftest import Lines


def test_log_lines_and_answer_share_a_name(lines: Lines) -> None:
    response = Client().get("/nope", headers={"x-request-id": "trace-1.b_2"})

    assert response["X-Request-ID"] == "trace-1.b_2"
    assert [line["request_id"] for line in lines()] == ["trace-1.b_2"]


def test_the_name_ends_with_the_request(lines: Lines) -> None:
    Client().get("/nope")
    events.record(events.LOGIN_FAILED)

    assert ["request_id" in line for line in lines()] == [True, False]


@pytest.mark.parametrize(
    "name", ["", " ", "a b", "a" * 65, 'a"}', "a\n", "\u0661", "<script>"]
)
def test_a_hostile_name_is_replaced(name: str) -> None:
    answers = [
        Client().get(reverse("hello"), HTTP_X_REQUEST_ID=name)["X-Request-ID"]
        for _ in range(2)
    ]

    assert all(re.fullmatch("[0-9a-f]{32}", answer) for answer in answers)
    assert answers[0] != answers[1]
