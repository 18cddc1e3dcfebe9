"""Lists are paginated by default."""

from typing import Any

import pytest
from rest_framework.generics import ListAPIView
from rest_framework.test import APIRequestFactory, force_authenticate

from users.models import User
from users.serializers import UserSerializer


class PeopleView(ListAPIView):
    queryset = User.objects.order_by("pk")
    serializer_class = UserSerializer


@pytest.fixture
def crowd(user: User) -> None:
    User.objects.bulk_create(
        User(**{"email": name, User.USERNAME_FIELD: name})
        for name in (f"user{number}@example.com" for number in range(119))
    )


def get(user: User, **query: Any) -> Any:
    request = APIRequestFactory().get("/", query)
    force_authenticate(request, user)
    return PeopleView.as_view()(request)


@pytest.mark.usefixtures("crowd")
def test_the_size_of_a_page_is_limited(user: User) -> None:
    sizes = {
        size: len(get(user, page_size=size).data["results"]) for size in (7, 10**9)
    }

    assert sizes == {7: 7, 10**9: 100}
    assert len(get(user).data["results"]) == 50
    assert get(user).data["count"] == 120


@pytest.mark.parametrize("size", ["0", "-1", "x", "", "\x00", "1.5", "9" * 5_000])
def test_an_invalid_page_size_is_refused(user: User, size: str) -> None:
    response = get(user, page_size=size)

    assert response.status_code == 400
    assert list(response.data["errors"]) == ["page_size"]
