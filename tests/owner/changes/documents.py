"""An app whose ViewSet takes uploads, with DRF's serializers and a UniqueConstraint."""

from tests.owner.project import OwnersProject, RunningService


def apply(project: OwnersProject) -> None:
    project.copy("documents")
    project.add_app("documents")
    project.add_url('path("", include("documents.urls"))')
    project.manage("makemigrations", "documents")


def use(service: RunningService) -> None:
    headers = service.headers("ann")
    documents = f"{service.api}documents/"

    def upload(slug: str, name: str, size: int = 10, **fields: str) -> tuple[int, str]:
        answer = service.client.post(
            documents,
            data={"slug": slug, "name": name, **fields},
            files={"file": ("a.html", b"a" * size)},
            headers=headers,
        )
        return answer.status_code, answer.json().get("code", "")

    assert upload("one", "One") == (201, "")
    # Up to the limit of the view, which is not that of the service.
    assert upload("large", "Large", 10_000) == (413, "too_large")
    # What the serializer cannot see: it knows no owner.
    assert upload("two", "One") == (409, "conflict")
    for fields in ({"weight": "NaN"}, {"weight": "1e999"}, {"name": "a\0"}):
        status, code = upload("bad", **{"name": "Bad", **fields})  # type: ignore[arg-type]
        assert (status, code) == (400, "invalid"), fields
    # PostgreSQL cannot look for NUL, nor store it in JSON; SQLite can.
    for slug, statuses in (("one", {200}), ("none", {404}), ("%00", {400, 404})):
        path = f"{documents}{slug}/"
        status = service.client.get(path, headers=headers).status_code
        assert status in statuses, slug
    stored = service.client.patch(
        f"{documents}one/", json={"data": {"a": "\0"}}, headers=headers
    )
    assert stored.status_code in {200, 400}, stored.text
    assert service.client.get(documents, headers=headers).json()["count"] == 1
