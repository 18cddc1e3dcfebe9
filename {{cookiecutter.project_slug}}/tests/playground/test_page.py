"""The page says what this service is like, and is made of files of this service."""

import json
import re
from typing import Any

import pytest
from django.conf import settings

from playground.views import FACTS
from tests.conftest import PASSWORD
from users.models import User


def data(response: Any, name: str) -> dict[str, Any]:
    """Return what the page hands to its script."""
    text = response.content.decode()
    found = re.search(
        rf'<script id="{name}" type="application/json">(.*?)</script>', text
    )
    assert found
    facts: dict[str, Any] = json.loads(found[1])
    return facts


def test_it_knows_the_service(page: Any) -> None:
    response = page()

    assert response.status_code == 200
    facts = data(response, "facts")
    assert facts["name"] == settings.PROJECT_NAME
    assert facts["api"] == f"/{settings.API_PREFIX}/"
    assert facts["loginField"] == User.USERNAME_FIELD
    assert facts["rotates"] is settings.SIMPLE_JWT.get("ROTATE_REFRESH_TOKENS", False)
    lifetime = settings.SIMPLE_JWT["ACCESS_TOKEN_LIFETIME"]
    assert facts["accessLifetime"] == lifetime.total_seconds()
    assert f'name="{User.USERNAME_FIELD}"' in response.content.decode()


def test_it_tells_how_to_make_the_first_user(page: Any) -> None:
    assert "createsuperuser" in page().content.decode()

    User.objects.create_user(
        **{User.USERNAME_FIELD: "a@example.com"}, password=PASSWORD
    )

    assert "createsuperuser" not in page().content.decode()


def test_it_holds_no_script_and_no_style_of_its_own(page: Any) -> None:
    response = page()

    text = response.content.decode()
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert not re.search(r"<style|\sstyle=|\son\w+=", text)
    for attributes, content in re.findall(
        r"<script(.*?)>(.*?)</script>", text, re.DOTALL
    ):
        assert 'type="application/json"' in attributes or not content


def test_what_it_is_told_is_text(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FACTS, "name", "</script><script>alert(1)</script>")

    assert "<script>alert" not in page().content.decode()
