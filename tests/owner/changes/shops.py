"""An app with routers of both kinds, namespaces, views of all kinds, and TestCases in it."""

from tests.owner.project import OwnersProject, RunningService


def apply(project: OwnersProject) -> None:
    project.copy("shops")
    project.add_app("shops")
    project.add_url('path("", include("shops.urls"))')
    project.manage("makemigrations", "shops")


def use(service: RunningService) -> None:
    api, headers = service.api, service.headers("ann")
    client = service.client
    shop = client.post(f"{api}shops/", json={"name": "Corner shop"}, headers=headers)
    assert shop.status_code == 201, shop.text
    place = f"{api}shops/{shop.json()['id']}/"
    assert client.get(place).json()["name"] == "Corner shop"
    closed = client.post(f"{place}close/", headers=headers)
    assert closed.json() == {"closed": "Corner shop"}
    assert client.get(f"{api}town/streets/").status_code == 401
    assert client.get(f"{api}town/", headers=headers).status_code == 200
    year = client.get(f"{api}statistics/2030/", headers=headers)
    assert year.json()["year"] == "2030"
    assert client.get(f"{api}opening-hours/").status_code == 401
    assert client.post(f"{api}suggestions/", json={"a": 1}).json() == {
        "received": {"a": 1}
    }
    assert client.get(f"{api}imprint/").json() == {"name": "Acme"}
    assert client.post(f"{api}delivery/", json={}).json() == {"ok": True}
    assert client.get(f"{api}report/").status_code == 302
