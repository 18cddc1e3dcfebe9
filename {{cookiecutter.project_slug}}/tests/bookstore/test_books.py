"""Books are added, read, changed and deleted."""

from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from bookstore.models import Book
from tests.api.conftest import assert_problem
from tests.bookstore.conftest import BOOKS, EMMA, make_book, path_of, titles_in
from tests.conftest import make_user
from tests.users.conftest import delete_in_the_admin
from users.models import User

UNKNOWN = "11111111-2222-4333-8444-555555555555"


def test_an_editor_adds_a_book_and_owns_it(edits: APIClient, editor: User) -> None:
    response = edits.post(BOOKS, EMMA)

    assert response.status_code == 201
    book = Book.objects.get()
    assert response.json() == {
        "id": str(book.pk),
        **EMMA,
        "owner": str(editor.pk),
        "created_at": book.created_at.isoformat().replace("+00:00", "Z"),
    }


def test_a_book_is_read_changed_and_deleted(edits: APIClient, editor: User) -> None:
    path = path_of(make_book(editor))

    assert edits.get(path).json()["title"] == "Emma"
    changed = edits.patch(path, {"year": 1816})
    assert (changed.status_code, changed.json()["year"]) == (200, 1816)
    replaced = edits.put(path, EMMA | {"title": "Persuasion"})
    assert (replaced.status_code, replaced.json()["title"]) == (200, "Persuasion")
    deleted = edits.delete(path)
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert edits.get(path).status_code == 404


def test_everybody_sees_all_books(reads: APIClient, editor: User) -> None:
    book = make_book(editor)

    assert titles_in(reads.get(BOOKS)) == ["Emma"]
    assert reads.get(path_of(book)).status_code == 200


def test_the_custom_list_holds_ones_own_by_title(
    edits: APIClient, editor: User, reader: User
) -> None:
    for title in ("Persuasion", "Emma"):
        make_book(editor, title=title)
    make_book(reader, title="Middlemarch")

    assert titles_in(edits.get(reverse("book-custom-list"))) == ["Emma", "Persuasion"]


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_without_a_token_nothing_is_told(api: APIClient, method: str) -> None:
    book = make_book(make_user("ann@example.com"))

    for path in (BOOKS, reverse("book-custom-list"), path_of(book)):
        assert_problem(getattr(api, method)(path, {}), 401, "not_authenticated")


@pytest.mark.parametrize("book_id", [UNKNOWN, "1", "x", "%00", "..", "' OR 1=1"])
def test_what_is_no_book_is_not_found(edits: APIClient, book_id: Any) -> None:
    for method in (edits.get, edits.patch, edits.delete):
        assert_problem(method(f"{BOOKS}{book_id}/"), 404, "not_found")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "  "),
        ("title", None),
        ("title", 1815),
        ("title", True),
        ("title", ["Emma"]),
        ("title", "E\x00"),
        ("title", "E" * 201),
        ("author", {}),
        ("year", "eighteen"),
        ("year", -1),
        ("year", 10_000),
        ("year", 10**400),
        ("year", 1815.5),
        ("year", True),
        ("year", None),
    ],
)
def test_what_is_no_book_is_refused(edits: APIClient, field: str, value: Any) -> None:
    response = edits.post(BOOKS, EMMA | {field: value})

    assert_problem(response, 400, "invalid")
    assert list(response.json()["errors"]) == [field]
    assert not Book.objects.exists()


def test_what_is_missing_is_named(edits: APIClient) -> None:
    response = edits.post(BOOKS, {})

    assert_problem(response, 400, "invalid")
    assert sorted(response.json()["errors"]) == sorted(EMMA)


def test_the_books_go_with_their_owner(reads: APIClient, editor: User) -> None:
    make_book(editor)
    delete_in_the_admin(editor, "page", "delete_book")

    assert titles_in(reads.get(BOOKS)) == []


def test_staff_see_books_in_the_admin(
    admin_client: Any, editor: User, django_assert_num_queries: Any
) -> None:
    book = make_book(editor)
    for name in "abcde":
        make_book(make_user(f"{name}@example.com"))

    # The admin's session and its user, two counts, and the books with their owners.
    with django_assert_num_queries(5):
        listed = admin_client.get(
            reverse("admin:bookstore_book_changelist"), {"q": "emma"}
        )
    assert book.title in listed.content.decode()
    change = reverse("admin:bookstore_book_change", args=[book.pk])
    assert admin_client.get(change).status_code == 200
