"""Editors add books, by a claim and by the database; owners change their own."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from rest_framework.test import APIClient

from bookstore.models import Book
from bookstore.permissions import EDITORS
from tests.api.conftest import assert_problem
from tests.bookstore.conftest import BOOKS, EMMA, client_of, make_book, path_of
from tests.conftest import make_user
from users.models import User


@pytest.fixture(params=["groups", "teams", None])
def claim(request: Any, settings: Any) -> str | None:
    """The name of the claim with the groups; None without such a claim."""
    name: str | None = request.param
    settings.CUSTOM_CLAIMS = {name: "groups"} if name else {}
    return name


@pytest.mark.usefixtures("claim")
def test_only_editors_add_books(as_editor: APIClient, as_reader: APIClient) -> None:
    assert as_editor.post(BOOKS, EMMA).status_code == 201
    assert_problem(as_reader.post(BOOKS, EMMA), 403, "permission_denied")


@pytest.mark.usefixtures("claim")
def test_a_former_editor_is_refused_at_once(as_editor: APIClient, editor: User) -> None:
    editor.groups.clear()

    assert as_editor.post(BOOKS, EMMA).status_code == 403


def test_a_new_editor_needs_a_new_token(
    claim: str | None, as_reader: APIClient, reader: User
) -> None:
    reader.groups.add(Group.objects.create(name=EDITORS))

    # Without a claim, the database decides.
    assert as_reader.post(BOOKS, EMMA).status_code == (403 if claim else 201)
    assert client_of(reader).post(BOOKS, EMMA).status_code == 201


def test_a_claim_without_the_group_takes_no_query(
    reader: User, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.CUSTOM_CLAIMS = {"groups": "groups"}
    client = client_of(reader)

    # The one of the authentication.
    with django_assert_num_queries(1):
        assert client.post(BOOKS, EMMA).status_code == 403


def test_a_claim_from_another_source_is_ignored(
    editor: User, reader: User, settings: Any
) -> None:
    settings.CUSTOM_CLAIMS = {"groups": "first_name"}
    User.objects.filter(pk=reader.pk).update(first_name=EDITORS)

    assert client_of(editor).post(BOOKS, EMMA).status_code == 201
    assert client_of(reader).post(BOOKS, EMMA).status_code == 403


@pytest.mark.django_db
def test_a_superuser_adds_books_without_the_group() -> None:
    user = make_user("root@example.com", is_superuser=True)

    assert client_of(user).post(BOOKS, EMMA).status_code == 201


def test_only_the_owner_changes_a_book(
    as_editor: APIClient, as_reader: APIClient, reader: User
) -> None:
    book = make_book(reader)
    path = path_of(book)

    for method in (as_editor.put, as_editor.patch, as_editor.delete):
        assert_problem(method(path, EMMA), 403, "permission_denied")
    book.refresh_from_db()
    assert book.title == EMMA["title"]
    # An owner need not be an editor.
    assert as_reader.patch(path, {"title": "Emma, 2nd"}).status_code == 200
    assert as_reader.delete(path).status_code == 204


@pytest.mark.parametrize("method", ["post", "put", "patch"])
def test_the_owner_cannot_be_set(
    as_editor: APIClient, editor: User, reader: User, method: str
) -> None:
    book = make_book(editor)
    read_only = {
        "id": str(uuid4()),
        "owner": str(reader.pk),
        "owner_id": str(reader.pk),
        "created_at": "2000-01-01T00:00:00Z",
    }
    path = BOOKS if method == "post" else path_of(book)

    response = getattr(as_editor, method)(path, EMMA | read_only)

    assert response.status_code == (201 if method == "post" else 200)
    for each in Book.objects.all():
        assert each.owner_id == editor.pk
        assert str(each.pk) != read_only["id"]
        assert each.created_at.year > 2000
