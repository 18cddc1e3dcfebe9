"""An app with routers of both kinds, namespaces, views of all kinds, a command, a middleware,
and TestCases and pytest functions in it; and a page beside the API."""

from typing import Any

from playwright.sync_api import Page

from tests.owner.project import OwnersProject, RunningService


def apply(project: OwnersProject) -> None:
    project.copy("shops")
    project.add_app("shops")
    project.add_url('path("", include("shops.urls"))')
    views = "from api.views import live, no_icon, ready\n"
    project.replace("config/urls.py", views, f"{views}from shops.plain import page\n")
    project.add_url('path("shop/", page)', to="urlpatterns")
    base = "config/settings/base.py"
    text = project.read(base)
    end = text.index("\n]\n", text.index("MIDDLEWARE = ["))
    middleware = '\n    "shops.middleware.PoweredByMiddleware",'
    project.write(base, text[:end] + middleware + text[end:])
    project.manage("makemigrations", "shops")


def use(service: RunningService) -> None:
    use_framework_views(service)
    use_plain_views(service)
    assert "2 shop(s)" in service.project.manage("open_shop", "Tea")
    assert service.client.get(service.api).headers["X-Powered-By"] == "shops"


def use_framework_views(service: RunningService) -> None:
    api, headers, client = service.api, service.headers("ann"), service.client

    def add(**fields: Any) -> Any:
        # As multipart, which a file requires: JSON has no NaN.
        file = {"plan": b"a file that the serializer ignores"}
        return client.post(f"{api}shops/", data=fields, files=file, headers=headers)

    shop = add(name="Corner shop")
    assert shop.status_code == 201, shop.text
    # What the serializer cannot see: it knows no owner.
    twin = add(name="Corner shop")
    assert (twin.status_code, twin.json()["code"]) == (409, "conflict")
    for bad in ({"size": "NaN"}, {"size": "1e999"}, {"name": "a\0"}):
        refused = add(**{"name": "Bad", **bad})
        assert (refused.status_code, refused.json()["code"]) == (400, "invalid"), bad
    place = f"{api}shops/{shop.json()['id']}/"
    assert client.get(place).json()["name"] == "Corner shop"
    closed = client.post(f"{place}close/", headers=headers)
    assert closed.json() == {"closed": "Corner shop"}
    assert client.get(f"{api}town/streets/").status_code == 401
    assert client.get(f"{api}town/", headers=headers).status_code == 200
    year = client.get(f"{api}statistics/2030/", headers=headers)
    assert year.json()["year"] == "2030"
    assert client.get(f"{api}opening-hours/").status_code == 401
    suggestion = client.post(f"{api}suggestions/", json={"a": 1})
    assert suggestion.json() == {"received": {"a": 1}}


def use_plain_views(service: RunningService) -> None:
    api, client = service.api, service.client
    assert client.get(f"{api}imprint/").json() == {"name": "Acme"}
    assert client.post(f"{api}delivery/", json={}).json() == {"ok": True}
    assert client.get(f"{api}report/").status_code == 302
    seen = client.post(f"{api}webhook/", json={"event": "paid"})
    assert seen.json() == {"seen": "paid"}
    for path, allowed in (("webhook/", "POST"), ("status/", "GET, HEAD, OPTIONS")):
        refused = client.delete(api + path)
        assert (refused.status_code, refused.headers["Allow"]) == (405, allowed)
        assert refused.json()["code"] == "method_not_allowed"
    assert client.get(f"{api}export/").text == "0\n1\n2\n"
    gone = client.get(f"{api}gone/")
    assert (gone.status_code, gone.text) == (404, "<h1>No such offer</h1>")
    page = client.get("/shop/")
    assert "unsafe-inline" in page.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in page.headers
    form = client.get(api, headers={"Accept": "text/html"})
    assert f'href="{api}docs/">Send requests with a token' in form.text


def use_in_browser(service: RunningService, page: Page) -> None:
    """A page on another origin reads the responses, also errors, and shows a picture."""
    api = str(service.client.base_url.join(service.api))
    answers = page.evaluate(
        """async (api) => {
            const send = async (path, method) => (await fetch(api + path, {
                method, headers: {"Content-Type": "application/json"},
                body: method == "GET" ? undefined : '{"event": "paid"}',
            })).status;
            return [
                await send("webhook/", "POST"),
                await send("webhook/", "PUT"),
                await send("status/", "GET"),
                await send("status", "PATCH"),
                await send("no/such/path/", "PUT"),
                await send("users/me/", "GET"),
            ];
        }""",
        api,
    )
    assert answers == [200, 405, 200, 404, 404, 401]
    shown = page.evaluate(
        """async (url) => {
            const load = (src, crossOrigin) => new Promise((resolve) => {
                const image = new Image();
                image.onload = () => resolve(image.naturalWidth);
                image.onerror = () => resolve("refused");
                if (crossOrigin) image.crossOrigin = crossOrigin;
                image.src = src;
            });
            const blob = await (await fetch(url)).blob();
            return [
                await load(url), await load(url, "anonymous"),
                await load(URL.createObjectURL(blob)),
            ];
        }""",
        f"{api}picture/",
    )
    assert shown == [1, 1, 1]
    page.goto(str(service.client.base_url.join("/shop/")))
    color = "getComputedStyle(document.querySelector('h1')).color"
    assert page.evaluate(color) == "rgb(1, 2, 3)"
