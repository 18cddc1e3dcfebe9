"""Who may do what. Reading is for everybody who is logged in."""

from typing import Any, cast

from django.conf import settings
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from bookstore.models import Book
from tokens.tokens import AccessToken
from users.models import User

# Staff put users into this group, in the admin.
EDITORS = "editors"


class EditorsAdd(BasePermission):
    """By claim: whoever is in the group `editors` may add books.

    A claim is as old as its token. One that says no is believed, which saves a question
    to the database; who has just become an editor refreshes first. One that says yes is
    not: a right that was taken away is gone at once.
    """

    message = "Only editors add books."

    def has_permission(self, request: Request, view: Any) -> bool:
        if request.method != "POST":
            return True
        user = cast("User", request.user)
        if user.is_superuser:
            return True
        claimed = claimed_groups(request)
        if claimed is not None and EDITORS not in claimed:
            return False
        return user.groups.filter(name=EDITORS).exists()


class OwnersChange(BasePermission):
    """By ownership: a book is changed and deleted by its owner alone."""

    message = "Only its owner changes a book."

    def has_object_permission(self, request: Request, view: Any, book: Book) -> bool:
        user = cast("User", request.user)
        return request.method in SAFE_METHODS or book.owner_id == user.pk


def claimed_groups(request: Request) -> list[str] | None:
    """Return the groups that the access token names; None where no token does.

    What a claim is called and where it comes from is a setting: a claim called `groups`
    may be something else, which a user could choose.
    """
    for claim, source in settings.CUSTOM_CLAIMS.items():
        if source == "groups" and isinstance(request.auth, AccessToken):
            return cast("list[str] | None", request.auth.get(claim))
    return None
