"""The app of docs/first-resource.md: a ModelViewSet, each user with notes of their own."""

from playwright.sync_api import Page

from tests.owner.project import OwnersProject, RunningService


def apply(project: OwnersProject) -> None:
    project.follow("docs/first-resource.md")


def use(service: RunningService) -> None:
    headers = service.headers("ann")
    notes = f"{service.api}notes/"
    for text in ("Buy milk.", "Buy bread."):
        made = service.client.post(notes, json={"text": text}, headers=headers)
        assert made.status_code == 201, made.text
    note = f"{notes}{made.json()['id']}/"
    assert service.client.get(note, headers=headers).json()["text"] == "Buy bread."
    found = service.client.get(notes, params={"search": "milk"}, headers=headers).json()
    assert [each["text"] for each in found["results"]] == ["Buy milk."]
    page = {"ordering": "text", "page": "2", "page_size": "1"}
    found = service.client.get(notes, params=page, headers=headers).json()
    assert [each["text"] for each in found["results"]] == ["Buy milk."]
    assert service.client.get(note, headers=service.headers("bob")).status_code == 404
    assert service.client.delete(note, headers=headers).status_code == 204
    schema = service.client.get(f"{service.api}schema/?format=json").json()
    described = schema["paths"][notes]["get"]
    assert described["description"] == "The notes of the current user."
    names = {parameter["name"] for parameter in described["parameters"]}
    assert names == {"ordering", "page", "page_size", "search"}


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
