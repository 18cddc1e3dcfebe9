"""Tokens after a social login and for an impersonation, made by views of the owner's."""

from tests.owner.project import OwnersProject, RunningService

ASSERTION = (
    "from django.core import signing; "
    "print(signing.dumps('ann@example.com', salt='identity provider'))"
)


def apply(project: OwnersProject) -> None:
    project.copy("sso")
    project.add_app("sso")
    project.add_url('path("", include("sso.urls"))')


def use(service: RunningService) -> None:
    # The shell says which names it has imported.
    assertion = service.project.manage("shell", "-c", ASSERTION).split()[-1]
    proof = {"X-Requested-With": "tests"}
    login = service.client.post(
        f"{service.api}sso/", json={"assertion": assertion}, headers=proof
    )
    assert login.status_code == 200, login.text
    by_cookie = service.project.answers.get("token_transport") == "cookie"
    assert ("refresh" in login.json()) is not by_cookie
    refreshed = service.client.post(
        f"{service.api}token/refresh/", json=login.json(), headers=proof
    )
    assert refreshed.status_code == 200, refreshed.text

    me = f"{service.api}users/me/"
    ann = {"Authorization": f"Bearer {login.json()['access']}"}
    found = service.client.get(me, headers=ann).json()
    assert found["email"] == "ann@example.com"

    path = f"{service.api}support/users/{found['id']}/impersonate/"
    assert service.client.post(path, headers=ann).status_code == 403
    seen = service.client.post(path, headers=service.headers("staff"))
    assert seen.status_code == 200, seen.text
    header = {"Authorization": f"Bearer {seen.json()['access']}"}
    assert service.client.get(me, headers=header).json()["id"] == found["id"]
