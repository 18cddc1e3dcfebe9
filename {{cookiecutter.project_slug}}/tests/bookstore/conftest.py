"""Users of the bookstore, their clients, and books."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from rest_framework.test import APIClient

from bookstore.models import Book
from bookstore.permissions import EDITORS
from tests.client import new_tokens, with_token
from tests.conftest import make_user
from users.models import User

BOOKS = reverse("book-list")
EMMA = {"title": "Emma", "author": "Jane Austen", "year": 1815}


def client_of(user: User) -> APIClient:
    """Return a client that sends a new access token of the user."""
    return with_token(new_tokens(user)["access"])


@pytest.fixture
def editor(user: User) -> User:
    user.groups.add(Group.objects.create(name=EDITORS))
    return user


@pytest.fixture
def reader(db: None) -> User:
    return make_user("reader@example.com")


@pytest.fixture
def as_editor(editor: User) -> APIClient:
    return client_of(editor)


@pytest.fixture
def as_reader(reader: User) -> APIClient:
    return client_of(reader)


def make_book(owner: User, **fields: Any) -> Book:
    return Book.objects.create(owner=owner, **EMMA | fields)


def path_of(book: Book) -> str:
    return reverse("book-detail", args=[book.pk])
