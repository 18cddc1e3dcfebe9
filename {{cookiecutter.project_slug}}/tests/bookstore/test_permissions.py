"""Who may add a book says a claim, as long as it is still true; who may change one, the book."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from rest_framework.test import APIClient

from bookstore.models import Book
from bookstore.permissions import EDITORS
from tests.api.conftest import assert_problem
from tests.bookstore.conftest import BOOKS, EMMA, LogIn, make_book, path_of
from tests.conftest import make_user
from users.models import User


@pytest.fixture(params=["groups", "teams", None])
def claim(request: Any, settings: Any) -> str | None:
    """What the claim is called that says who is an editor, if a token has one."""
    settings.CUSTOM_CLAIMS = {request.param: "groups"} if request.param else {}
    return str(request.param) if request.param else None


@pytest.mark.usefixtures("claim")
def test_editors_add_books_and_others_do_not(
    editor: User, reader: User, log_in: LogIn
) -> None:
    assert log_in(editor).post(BOOKS, EMMA).status_code == 201
    assert_problem(log_in(reader).post(BOOKS, EMMA), 403, "permission_denied")


@pytest.mark.usefixtures("claim")
def test_whoever_is_no_editor_any_more_adds_none_at_once(
    edits: APIClient, editor: User
) -> None:
    editor.groups.clear()

    assert edits.post(BOOKS, EMMA).status_code == 403


def test_whoever_has_become_one_refreshes_first(
    claim: str | None, reader: User, log_in: LogIn
) -> None:
    before = log_in(reader)
    reader.groups.add(Group.objects.create(name=EDITORS))

    # Without a claim, the database is asked.
    assert before.post(BOOKS, EMMA).status_code == (403 if claim else 201)
    assert log_in(reader).post(BOOKS, EMMA).status_code == 201


def test_a_claim_that_says_no_asks_no_database(
    reader: User, log_in: LogIn, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.CUSTOM_CLAIMS = {"groups": "groups"}
    client = log_in(reader)

    # The one that says who asks.
    with django_assert_num_queries(1):
        assert client.post(BOOKS, EMMA).status_code == 403


def test_a_claim_of_the_same_name_about_something_else_says_nothing(
    editor: User, reader: User, log_in: LogIn, settings: Any
) -> None:
    settings.CUSTOM_CLAIMS = {"groups": "first_name"}
    User.objects.filter(pk=reader.pk).update(first_name=EDITORS)

    assert log_in(editor).post(BOOKS, EMMA).status_code == 201
    assert log_in(reader).post(BOOKS, EMMA).status_code == 403


@pytest.mark.django_db
def test_a_superuser_adds_books_without_being_in_a_group(log_in: LogIn) -> None:
    user = make_user("root@example.com", is_superuser=True)

    assert log_in(user).post(BOOKS, EMMA).status_code == 201


@pytest.mark.usefixtures("claim")
def test_nobody_but_the_owner_changes_a_book(edits: APIClient, reader: User) -> None:
    book = make_book(reader)

    for method in (edits.put, edits.patch, edits.delete):
        assert_problem(method(path_of(book), EMMA), 403, "permission_denied")
    book.refresh_from_db()
    assert book.title == EMMA["title"]


def test_an_owner_who_is_no_editor_keeps_what_is_theirs(
    reads: APIClient, reader: User
) -> None:
    book = make_book(reader)

    assert reads.patch(path_of(book), {"title": "Emma, 2nd"}).status_code == 200
    assert reads.delete(path_of(book)).status_code == 204


@pytest.mark.parametrize("method", ["post", "put", "patch"])
def test_nobody_gives_or_takes_a_book(
    edits: APIClient, editor: User, reader: User, method: str
) -> None:
    book = make_book(editor)
    wish = {"owner": str(reader.pk), "owner_id": str(reader.pk), "id": str(uuid4())}
    more = {"created_at": "2000-01-01T00:00:00Z", "user": str(reader.pk)}
    path = BOOKS if method == "post" else path_of(book)

    answer = getattr(edits, method)(path, EMMA | wish | more)

    assert answer.status_code == (201 if method == "post" else 200)
    assert {each.owner_id for each in Book.objects.all()} == {editor.pk}
    assert wish["id"] not in {str(each.pk) for each in Book.objects.all()}
    assert all(each.created_at.year > 2000 for each in Book.objects.all())
