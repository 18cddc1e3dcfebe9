"""A subclass of the login's serializer that adds to the response."""

from tests.owner.project import OwnersProject, RunningService

SERIALIZER = """from typing import Any

from tokens.serializers import TokenObtainPairSerializer


class MyTokenObtainPairSerializer(TokenObtainPairSerializer):
    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        response = super().validate(attrs)
        return {**response, "is_staff": bool(self.user and self.user.is_staff)}
"""


def apply(project: OwnersProject) -> None:
    """Name it in the view, as the documentation says."""
    project.write("accounts/__init__.py", "")
    project.write("accounts/serializers.py", SERIALIZER)
    views = "tokens/views.py"
    project.replace(
        views,
        "from api.throttling import",
        "from accounts.serializers import MyTokenObtainPairSerializer\n"
        "from api.throttling import",
    )
    project.replace(
        views, "serializers.TokenObtainPairSerializer", "MyTokenObtainPairSerializer"
    )


def use(service: RunningService) -> None:
    assert service.log_in("ann")["is_staff"] is False
    assert service.log_in("staff")["is_staff"] is True
    assert service.log_in("ann")["user"]["email"] == "ann@example.com"
