"""A user's own profile."""

from typing import cast

from rest_framework.generics import RetrieveUpdateAPIView

from users.models import User
from users.serializers import UserSerializer


class MeView(RetrieveUpdateAPIView):
    """The profile of whoever asks; names can be changed."""

    serializer_class = UserSerializer
    http_method_names = ["get", "patch", "head", "options"]

    def get_object(self) -> User:
        return cast("User", self.request.user)
