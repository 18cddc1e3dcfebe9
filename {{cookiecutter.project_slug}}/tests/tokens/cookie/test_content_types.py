"""What a page can send anywhere without asking first, by a form, is refused."""

import pytest
from django.urls import reverse
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.test import APIClient

TOKEN_ENDPOINTS = ["token_obtain_pair", "token_refresh"]


@pytest.mark.parametrize("name", TOKEN_ENDPOINTS)
@pytest.mark.parametrize(
    "content_type",
    [
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain",
        "text/plain; application/json",
        "application/jsonp",
        "",
    ],
)
@pytest.mark.parametrize("data", ["", '{"a": "b"}'])
def test_what_a_form_can_send_is_refused_even_where_forms_are_read(
    api: APIClient,
    tokens: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    content_type: str,
    data: str,
) -> None:
    monkeypatch.setattr(
        "tokens.views.RefreshTokenView.parser_classes", [FormParser, MultiPartParser]
    )

    response = api.generic("POST", reverse(name), data, content_type=content_type)

    assert response.status_code == 415
    assert response.json()["code"] == "unsupported_media_type"
    assert not response.cookies
