"""An app with a ModelViewSet on a DefaultRouter, each user with notes of their own."""

from playwright.sync_api import Page

from tests.owner.project import OwnersProject, RunningService


def apply(project: OwnersProject) -> None:
    project.copy("notes")
    project.add_app("notes")
    project.add_url('path("", include("notes.urls"))')
    project.manage("makemigrations", "notes")


def use(service: RunningService) -> None:
    headers = service.headers("ann")
    made = service.client.post(
        f"{service.api}notes/", json={"text": "Buy milk."}, headers=headers
    )
    assert made.status_code == 201, made.text
    note = f"{service.api}notes/{made.json()['id']}/"
    assert service.client.get(note, headers=headers).json()["text"] == "Buy milk."
    assert service.client.get(note, headers=service.headers("bob")).status_code == 404
    assert service.client.delete(note, headers=headers).status_code == 204


def use_in_browser(service: RunningService, page: Page) -> None:
    """A page on another origin lists, makes and replaces notes."""
    status = page.evaluate(
        """async ([url, headers]) => {
            const json = {...headers, "Content-Type": "application/json"};
            const send = (path, method, text) => fetch(url + path, {
                method, headers: json, body: JSON.stringify({text}),
            });
            const made = await (await send("", "POST", "from a page")).json();
            return [
                (await fetch(url, {headers})).status,
                (await send(`${made.id}/`, "PUT", "replaced")).status,
                (await send(`${made.id}/`, "PATCH", "changed")).status,
            ];
        }""",
        [
            str(service.client.base_url.join(f"{service.api}notes/")),
            service.headers("ann"),
        ],
    )
    assert status == [200, 200, 200]
