"""A user's own profile."""

from typing import cast

from django.db import transaction
from django.urls import path
from rest_framework.generics import RetrieveUpdateAPIView
from rest_framework.serializers import BaseSerializer
from rest_framework_simplejwt.exceptions import InvalidToken

from api import events
from users.models import User
from users.serializers import UserSerializer


class MeView(RetrieveUpdateAPIView):
    """The profile of the current user; names can be changed."""

    serializer_class = UserSerializer
    http_method_names = ["get", "patch", "head", "options"]

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


urlpatterns = [path("me/", MeView.as_view(), name="me")]
