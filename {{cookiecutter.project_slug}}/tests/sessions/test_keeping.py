"""Whoever ends all other logins ends no more than those."""

import pytest
from django.urls import reverse
from rest_framework.test import APIClient


@pytest.mark.parametrize("keep", ["curent", "", "Current", "all"])
def test_what_is_not_understood_ends_no_login(
    api: APIClient, tokens: dict[str, str], keep: str
) -> None:
    header = {"authorization": f"Bearer {tokens['access']}"}

    response = api.delete(f"{reverse('sessions')}?keep={keep}", headers=header)

    assert response.status_code == 400
    assert list(response.json()["errors"]) == ["keep"]
    assert len(api.get(reverse("sessions"), headers=header).json()) == 1
