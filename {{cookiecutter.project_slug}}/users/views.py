"""A user's own profile."""

from typing import cast

from rest_framework.generics import RetrieveUpdateAPIView
from rest_framework.serializers import BaseSerializer

from api import events
from users import services
from users.models import User
from users.serializers import UserSerializer


class MeView(RetrieveUpdateAPIView):
    """The profile of whoever asks; names can be changed."""

    serializer_class = UserSerializer
    http_method_names = ["get", "patch", "head", "options"]

    def get_object(self) -> User:
        return cast("User", self.request.user)

    def perform_update(self, serializer: BaseSerializer) -> None:
        user = self.get_object()
        services.change_profile(user=user, **serializer.validated_data)
        events.record(events.USER_UPDATED, request=self.request, user=user)
