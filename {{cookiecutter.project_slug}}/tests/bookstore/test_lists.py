"""Lists are searched, put in order, and bounded."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from bookstore.models import Book
from tests.api.conftest import assert_problem
from tests.bookstore.conftest import BOOKS, EMMA, titles_in
from users.models import User


@pytest.fixture
def shelf(reader: User, user: User) -> None:
    books = [
        ("Emma", "Jane Austen", 1815, reader),
        ("Persuasion", "Jane Austen", 1817, user),
        ("Middlemarch", "George Eliot", 1871, reader),
    ]
    for title, author, year, owner in books:
        Book.objects.create(title=title, author=author, year=year, owner=owner)


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({}, ["Middlemarch", "Persuasion", "Emma"]),
        ({"search": "AUSTEN"}, ["Persuasion", "Emma"]),
        ({"search": "jane emma"}, ["Emma"]),
        ({"search": "march"}, ["Middlemarch"]),
        ({"search": "%"}, []),
        ({"search": "nothing"}, []),
        ({"ordering": "year"}, ["Emma", "Persuasion", "Middlemarch"]),
        ({"ordering": "-title"}, ["Persuasion", "Middlemarch", "Emma"]),
        ({"ordering": "author,-year"}, ["Middlemarch", "Persuasion", "Emma"]),
        ({"search": "austen", "ordering": "title"}, ["Emma", "Persuasion"]),
        ({"ordering": "owner__email"}, ["Middlemarch", "Persuasion", "Emma"]),
    ],
)
def test_a_list_is_searched_and_put_in_order(
    reads: APIClient, query: dict[str, str], titles: list[str]
) -> None:
    assert titles_in(reads.get(BOOKS, query)) == titles


@pytest.mark.parametrize("search", ["\x00", "a" * 101, "a," * 2_000])
def test_what_cannot_be_searched_for_is_refused(reads: APIClient, search: str) -> None:
    response = reads.get(BOOKS, {"search": search})

    assert_problem(response, 400, "invalid")
    assert list(response.json()["errors"]) == ["non_field_errors"]


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("search", ['"', "'", '"a', "\\", ",", "a," * 50, "\ud83d"])
def test_what_is_odd_is_searched_for(reads: APIClient, search: str) -> None:
    query = {"search": search.encode(errors="surrogatepass")}

    assert reads.get(BOOKS, query).status_code == 200


def fill(owner: User, years: Iterable[int]) -> None:
    Book.objects.bulk_create(
        Book(**EMMA | {"year": year, "owner": owner}) for year in years
    )


@pytest.mark.parametrize(
    ("page_size", "given"),
    [(None, 50), ("2", 2), ("100", 100), ("101", 100), (10**9, 100)],
)
@pytest.mark.parametrize("name", ["book-list", "book-custom-list"])
def test_a_page_has_an_end(
    reads: APIClient, reader: User, name: str, page_size: Any, given: int
) -> None:
    fill(reader, range(120))
    query = {} if page_size is None else {"page_size": page_size}

    response = reads.get(reverse(name), query)

    assert len(titles_in(response)) == given
    assert response.json()["count"] == 120


@pytest.mark.parametrize("page", ["0", "-1", "x", "2", "9" * 5_000, "\x00", "1.5"])
def test_a_page_that_is_not_there_is_not_found(reads: APIClient, page: str) -> None:
    assert_problem(reads.get(BOOKS, {"page": page}), 404, "not_found")


def test_pages_do_not_overlap_where_all_are_equal(
    reads: APIClient, reader: User
) -> None:
    fill(reader, [1815] * 40)

    pages = [
        reads.get(BOOKS, {"ordering": "year", "page_size": 10, "page": page}).json()
        for page in (1, 2, 3, 4)
    ]

    ids = [book["id"] for page in pages for book in page["results"]]
    assert ids == sorted(ids)
    assert len(set(ids)) == 40
    assert pages[3]["next"] is None


def test_a_list_takes_three_queries_however_long(
    reads: APIClient, reader: User, django_assert_num_queries: Any
) -> None:
    fill(reader, range(60))

    with django_assert_num_queries(3):
        reads.get(BOOKS)
