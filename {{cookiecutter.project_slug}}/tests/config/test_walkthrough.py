"""docs/walkthrough.py goes through, and notices what is not as it should be."""

import runpy
from collections.abc import Iterator
from datetime import datetime, timezone
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse

from tests import transport
from tests.conftest import PASSWORD
from users.models import User

SCRIPT = settings.BASE_DIR / "docs" / "walkthrough.py"


@pytest.fixture
def walkthrough() -> dict[str, Any]:
    return runpy.run_path(str(SCRIPT))


@pytest.fixture
def api_address(live_server: Any, settings: Any) -> str:
    transport.allow_plain_http(settings)
    return f"{live_server.url}{reverse('hello')}"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime.now(timezone.utc)) as clock:
        yield clock


def test_it_goes_from_a_closed_door_to_a_refreshed_token(
    walkthrough: dict[str, Any],
    api_address: str,
    user: User,
    clock: time_machine.Traveller,
    capsys: pytest.CaptureFixture[str],
) -> None:
    walkthrough["walk"].__globals__["PATIENCE"] = float("inf")

    walkthrough["walk"](api_address, user.get_username(), PASSWORD, wait=clock.shift)

    lines = capsys.readouterr().out.splitlines()
    statuses = [line.split()[0] for line in lines if line.startswith(("  2", "  4"))]
    assert statuses == ["401", "200", "200", "401", "200", "200"]


def test_it_waits_for_no_token_that_lives_long(
    walkthrough: dict[str, Any],
    api_address: str,
    user: User,
    capsys: pytest.CaptureFixture[str],
) -> None:
    walkthrough["walk"].__globals__["PATIENCE"] = 0

    walkthrough["walk"](api_address, user.get_username(), PASSWORD, wait=pytest.fail)

    assert "nobody waits" in capsys.readouterr().out


def test_it_ends_with_1_and_says_why(
    walkthrough: dict[str, Any],
    api_address: str,
    live_server: Any,
    user: User,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    answers = []
    for name, value in (
        ("API", api_address),
        ("LOGIN_NAME", user.get_username()),
        ("LOGIN_PASSWORD", "wrong"),
        ("API", api_address.rstrip("/") + "/elsewhere"),
        ("API", live_server.url + reverse("admin:login") + "?next="),
        ("API", "http://127.0.0.1:1/"),
        ("API", "127.0.0.1:1"),
    ):
        monkeypatch.setenv(name, value)
        assert walkthrough["main"]() == 1
        answers.append(capsys.readouterr().out.splitlines()[-1])

    assert answers[0].startswith("Set LOGIN_NAME")
    assert answers[1].startswith("Set LOGIN_PASSWORD")
    assert answers[2] == "It should have been 200."
    assert answers[3] == "It should have been 401."
    assert answers[4].endswith("right, with the prefix at its end?")
    assert answers[5].startswith("http://127.0.0.1:1/ does not answer")
    assert answers[6].startswith("127.0.0.1:1 does not answer")
