"""A serializer of the owner's that adds to what logging in answers."""

from tests.owner.project import OwnersProject, RunningService

SERIALIZER = """from typing import Any

from {module} import {name}


class MyTokenObtainPairSerializer({name}):
    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        answer = super().validate(attrs)
        return {{**answer, "is_staff": bool(self.user and self.user.is_staff)}}
"""


def apply(project: OwnersProject) -> None:
    """Derive it from the class that the settings came with, as the docs say."""
    [line] = [
        line
        for line in project.read("config/settings/tokens.py").splitlines()
        if '"TOKEN_OBTAIN_SERIALIZER"' in line
    ]
    path = line.split('"')[3]
    module, _, name = path.rpartition(".")
    project.write("accounts/__init__.py", "")
    project.write(
        "accounts/serializers.py", SERIALIZER.format(module=module, name=name)
    )
    project.replace(
        "config/settings/tokens.py",
        line,
        line.replace(path, "accounts.serializers.MyTokenObtainPairSerializer"),
    )
    project.replace(
        "docs/settings.md",
        f"`{path}`",
        "`accounts.serializers.MyTokenObtainPairSerializer`",
    )


def use(service: RunningService) -> None:
    assert service.log_in("ann")["is_staff"] is False
    assert service.log_in("staff")["is_staff"] is True
    assert service.log_in("ann")["user"]["email"] == "ann@example.com"
