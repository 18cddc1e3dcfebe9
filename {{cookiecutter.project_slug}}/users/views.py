"""A user's own profile and account."""

from typing import Any, cast

from django.conf import settings
from django.db import transaction
from django.urls import path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import RetrieveUpdateAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework_simplejwt.exceptions import InvalidToken

from api import events
from api.permissions import RecentlyAuthenticated
from users.models import User
from users.serializers import UserSerializer


class MeView(RetrieveUpdateAPIView):
    """The profile of the current user; names can be changed."""

    serializer_class = UserSerializer
    http_method_names = ["get", "patch", "delete", "head", "options"]

    def get_permissions(self) -> list[Any]:
        deletes = self.request.method == "DELETE" and settings.ACCOUNT_DELETION
        more = [RecentlyAuthenticated()] if deletes else []
        return [*super().get_permissions(), *more]

    def get_object(self) -> User:
        return cast("User", self.request.user)

    def perform_update(self, serializer: BaseSerializer) -> None:
        """Save the changed fields to the user as it is in the database now.

        Since the request was authenticated, the user may have got a new password or been
        deactivated. Saving `request.user` would undo that. Raises InvalidToken if the
        user was deleted.
        """
        with transaction.atomic():
            users = User.objects.select_for_update().filter(pk=self.get_object().pk)
            serializer.instance = users.first()
            if serializer.instance is None:
                raise InvalidToken
            user = serializer.save()
        events.record(events.USER_UPDATED, request=self.request, user=user)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Delete one's own account, and with it the user's data and sessions.

        It needs a recent login or step-up. Staff are refused: the record of what they did
        in the admin would be deleted with them.
        """
        if not settings.ACCOUNT_DELETION:
            self.http_method_not_allowed(request)
        user = self.get_object()
        if user.is_staff:
            raise PermissionDenied(_("Accounts of staff are deleted in the admin."))
        key = user.pk
        user.delete()
        events.record(events.USER_DELETED, request=request, user=key)
        return Response(status=status.HTTP_204_NO_CONTENT)


urlpatterns = [path("me/", MeView.as_view(), name="me")]
