"""People in the bookstore, and what they bring."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from rest_framework.test import APIClient

from bookstore.models import Book
from bookstore.permissions import EDITORS
from tests import transport
from tests.conftest import PASSWORD, make_user
from users.models import User

BOOKS = reverse("book-list")
EMMA = {"title": "Emma", "author": "Jane Austen", "year": 1815}

LogIn = Callable[[User], APIClient]


@pytest.fixture
def log_in() -> LogIn:
    """Return a client that brings somebody's access token each time."""

    def client_of(user: User) -> APIClient:
        client = transport.new_client()
        credentials = {
            User.USERNAME_FIELD: user.get_username(),
            "password": PASSWORD,
        }
        response = client.post(reverse("token_obtain_pair"), credentials)
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {response.json()['access']}")
        return client

    return client_of


@pytest.fixture
def editor(user: User) -> User:
    user.groups.add(Group.objects.create(name=EDITORS))
    return user


@pytest.fixture
def reader(db: None) -> User:
    return make_user("reader@example.com")


@pytest.fixture
def edits(editor: User, log_in: LogIn) -> APIClient:
    return log_in(editor)


@pytest.fixture
def reads(reader: User, log_in: LogIn) -> APIClient:
    return log_in(reader)


def make_book(owner: User, **fields: Any) -> Book:
    return Book.objects.create(owner=owner, **EMMA | fields)


def path_of(book: Book) -> str:
    return reverse("book-detail", args=[book.pk])


def titles_in(response: Any) -> list[str]:
    """Return the titles on a page."""
    assert response.status_code == 200, response.content
    return [book["title"] for book in response.json()["results"]]
