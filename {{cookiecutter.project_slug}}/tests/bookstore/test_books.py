"""Books are added, read, changed, deleted and listed."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from bookstore.models import Book
from tests.api.conftest import assert_problem
from tests.bookstore.conftest import BOOKS, EMMA, make_book, path_of
from tests.conftest import make_user
from users.models import User

UNKNOWN = "11111111-2222-4333-8444-555555555555"


def titles_in(response: Any) -> list[str]:
    """Return the titles on a page."""
    assert response.status_code == 200, response.content
    return [book["title"] for book in response.json()["results"]]


def test_an_editor_adds_a_book_and_owns_it(as_editor: APIClient, editor: User) -> None:
    response = as_editor.post(BOOKS, EMMA)

    assert response.status_code == 201
    book = Book.objects.get()
    assert response.json() == {
        "id": str(book.pk),
        **EMMA,
        "owner": str(editor.pk),
        "created_at": book.created_at.isoformat().replace("+00:00", "Z"),
    }


def test_a_book_is_read_changed_and_deleted(as_editor: APIClient, editor: User) -> None:
    path = path_of(make_book(editor))

    assert as_editor.get(path).json()["title"] == "Emma"
    changed = as_editor.patch(path, {"year": 1816})
    assert (changed.status_code, changed.json()["year"]) == (200, 1816)
    replaced = as_editor.put(path, EMMA | {"title": "Persuasion"})
    assert (replaced.status_code, replaced.json()["title"]) == (200, "Persuasion")
    deleted = as_editor.delete(path)
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert as_editor.get(path).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_every_request_needs_a_token(api: APIClient, method: str) -> None:
    book = make_book(make_user("ann@example.com"))

    for path in (BOOKS, reverse("book-custom-list"), path_of(book)):
        assert_problem(getattr(api, method)(path, {}), 401, "not_authenticated")


@pytest.mark.parametrize("book_id", [UNKNOWN, "1", "x", "%00", "' OR 1=1"])
def test_an_unknown_book_is_not_found(as_editor: APIClient, book_id: str) -> None:
    for method in (as_editor.get, as_editor.patch, as_editor.delete):
        assert_problem(method(f"{BOOKS}{book_id}/"), 404, "not_found")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *[("title", value) for value in ("", "  ", None, 1815, ["Emma"], "E" * 201)],
        ("author", {}),
        *[("year", value) for value in ("eighteen", -1, 10_000, 1815.5, None)],
    ],
)
def test_an_invalid_field_is_refused(
    as_editor: APIClient, field: str, value: Any
) -> None:
    response = as_editor.post(BOOKS, EMMA | {field: value})

    assert_problem(response, 400, "invalid")
    assert list(response.json()["errors"]) == [field]
    assert not Book.objects.exists()


@pytest.fixture
def shelf(reader: User, user: User) -> None:
    austen = {"author": "Jane Austen"}
    make_book(reader, title="Emma", year=1815, **austen)
    make_book(user, title="Persuasion", year=1817, **austen)
    make_book(reader, title="Middlemarch", author="George Eliot", year=1871)


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({}, ["Middlemarch", "Persuasion", "Emma"]),
        ({"search": "AUSTEN"}, ["Persuasion", "Emma"]),
        ({"search": "jane emma"}, ["Emma"]),
        ({"search": "%"}, []),
        ({"search": '"'}, ["Middlemarch", "Persuasion", "Emma"]),
        ({"ordering": "year"}, ["Emma", "Persuasion", "Middlemarch"]),
        ({"ordering": "author,-year"}, ["Middlemarch", "Persuasion", "Emma"]),
        ({"search": "austen", "ordering": "title"}, ["Emma", "Persuasion"]),
        ({"ordering": "owner__email"}, ["Middlemarch", "Persuasion", "Emma"]),
    ],
)
def test_all_books_are_searched_and_ordered(
    as_reader: APIClient, query: dict[str, str], titles: list[str]
) -> None:
    assert titles_in(as_reader.get(BOOKS, query)) == titles


@pytest.mark.usefixtures("shelf")
def test_the_custom_list_has_the_users_own_books_by_title(as_reader: APIClient) -> None:
    path = reverse("book-custom-list")

    assert titles_in(as_reader.get(path)) == ["Emma", "Middlemarch"]


def fill(owner: User, years: Iterable[int]) -> None:
    Book.objects.bulk_create(
        Book(**EMMA | {"year": year, "owner": owner}) for year in years
    )


@pytest.mark.parametrize("name", ["book-list", "book-custom-list"])
@pytest.mark.parametrize(("page_size", "length"), [(None, 50), (2, 2), (101, 100)])
def test_lists_have_pages_of_three_queries(
    as_reader: APIClient,
    reader: User,
    name: str,
    page_size: int | None,
    length: int,
    django_assert_num_queries: Any,
) -> None:
    fill(reader, range(120))

    query = {"page_size": page_size} if page_size else {}
    with django_assert_num_queries(3):
        response = as_reader.get(reverse(name), query)

    assert len(titles_in(response)) == length
    assert response.json()["count"] == 120


def test_pages_of_equal_books_do_not_overlap(
    as_reader: APIClient, reader: User
) -> None:
    fill(reader, [1815] * 40)

    query: dict[str, Any] = {"ordering": "year", "page_size": 10}
    pages = [
        as_reader.get(BOOKS, query | {"page": page}).json() for page in range(1, 5)
    ]

    ids = [book["id"] for page in pages for book in page["results"]]
    assert ids == sorted(ids)
    assert len(set(ids)) == 40


def test_the_books_of_a_deleted_user_are_deleted(
    as_reader: APIClient, editor: User
) -> None:
    make_book(editor)
    editor.delete()

    assert titles_in(as_reader.get(BOOKS)) == []


def test_the_admin_lists_books_with_their_owners(
    admin_client: Any, editor: User, django_assert_num_queries: Any
) -> None:
    book = make_book(editor)
    for name in "abcde":
        make_book(make_user(f"{name}@example.com"))

    path = reverse("admin:bookstore_book_changelist")
    # The admin's session and its user, two counts, and the books with their owners.
    with django_assert_num_queries(5):
        listed = admin_client.get(path, {"q": "emma"})
    assert book.title in listed.content.decode()
    change = reverse("admin:bookstore_book_change", args=[book.pk])
    assert admin_client.get(change).status_code == 200
