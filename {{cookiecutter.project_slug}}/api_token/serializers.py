"""The message of the endpoint."""

from typing import Any

from django.db import IntegrityError
from rest_framework import serializers
from rest_framework.authtoken.models import Token
from rest_framework_simplejwt.exceptions import InvalidToken

from api import events
from tokens.serializers import LoginSerializer
from tokens.services import groups_if_unchanged
from users.models import User


class ApiTokenSerializer(LoginSerializer):
    token = serializers.CharField(read_only=True)

    def issue(self, user: User) -> dict[str, Any]:
        try:
            token, created = Token.objects.get_or_create(user=user)
        except IntegrityError as error:
            # The user has just been deleted.
            raise InvalidToken from error
        try:
            groups_if_unchanged(user)
        except InvalidToken:
            # One that was there already can be that of a login with the new password.
            if created:
                token.delete()
            raise
        events.record(
            events.LOGIN_SUCCEEDED, request=self.context["request"], user=user
        )
        return {"token": token.key}
