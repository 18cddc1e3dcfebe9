"""The message of the endpoint."""

from typing import Any

from rest_framework import serializers
from rest_framework.authtoken.models import Token

from api import events
from tokens.serializers import LoginSerializer


class ApiTokenSerializer(LoginSerializer):
    token = serializers.CharField(read_only=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        user = self.log_in(attrs)
        token, _ = Token.objects.get_or_create(user=user)
        events.record(
            events.LOGIN_SUCCEEDED, request=self.context["request"], user=user
        )
        return {"token": token.key}
