"""An authentication backend that takes a user name or an e-mail address."""

from tests.owner.project import PASSWORD, OwnersProject, RunningService

ANSWERS = {"login_field": [None, "username"]}


def apply(project: OwnersProject) -> None:
    project.follow("docs/extend.md", "Several names to log in with")


def use(service: RunningService) -> None:
    for name in ("ann", "ann@example.com"):
        response = service.client.post(
            f"{service.api}token/", json={"username": name, "password": PASSWORD}
        )
        assert response.status_code == 200, response.text
