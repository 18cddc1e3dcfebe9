"""Who may add and change books. Every user may read them."""

from typing import Any, cast

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from bookstore.models import Book
from tokens.tokens import AccessToken
from users.models import User

# Staff add users to this group in the admin.
EDITORS = "editors"


class CanAddBooks(BasePermission):
    """Members of the group `editors` may add books.

    The groups in an access token are those of the time when it was issued. If they lack
    the group, the request is refused without a query; a new editor refreshes first. If
    they have it, the database decides, because the user may have left the group since.
    """

    message = _("Only editors add books.")

    def has_permission(self, request: Request, view: Any) -> bool:
        user = cast("User", request.user)
        if request.method != "POST" or user.is_superuser:
            return True
        claimed = groups_claim(request)
        if claimed is not None and EDITORS not in claimed:
            return False
        return user.groups.filter(name=EDITORS).exists()


class IsOwnerOrReadOnly(BasePermission):
    message = _("Only its owner changes a book.")

    def has_object_permission(self, request: Request, view: Any, book: Book) -> bool:
        user = cast("User", request.user)
        return request.method in SAFE_METHODS or book.owner_id == user.pk


def groups_claim(request: Request) -> list[str] | None:
    """Return the groups in the access token; None if there is no such claim.

    The claim is found by its source, not by its name: a claim called `groups` may have
    another source, which users can change.
    """
    for claim, source in settings.CUSTOM_CLAIMS.items():
        if source == "groups" and isinstance(request.auth, AccessToken):
            return cast("list[str] | None", request.auth.get(claim))
    return None
