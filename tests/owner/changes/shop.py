"""Plain Django views in the API, and a page beside it."""

from typing import Any

import httpx
from playwright.sync_api import Page

from tests.owner.project import OwnersProject, RunningService


def apply(project: OwnersProject) -> None:
    project.copy("shop")
    project.add_app("shop")
    project.add_url('path("shop/", include("shop.urls"))')
    project.replace(
        "config/urls.py",
        "from api.views import live, no_icon, ready\n",
        "from api.views import live, no_icon, ready\nfrom shop.views import page\n",
    )
    project.add_url('path("shop/", page)', to="urlpatterns")


def use(service: RunningService) -> None:
    plain_views(service)
    pages(service)
    unknown_paths(service)


def plain_views(service: RunningService) -> None:
    client, shop = service.client, f"{service.api}shop/"
    seen = client.post(f"{shop}webhook/", json={"event": "paid"})
    assert seen.json() == {"seen": "paid"}
    for path, allowed in (("webhook/", "POST"), ("status/", "GET, HEAD, OPTIONS")):
        refused = client.request("DELETE", shop + path)
        assert problem(refused, 405) == {
            "detail": 'Method "DELETE" not allowed.',
            "code": "method_not_allowed",
        }
        assert refused.headers["Allow"] == allowed
    assert client.get(f"{shop}status/").json() == {"status": "open"}
    assert client.get(f"{shop}export/").text == "0\n1\n2\n"
    assert client.get(f"{shop}download/").text.startswith('"""Views')
    moved = client.get(f"{shop}old/")
    assert (moved.status_code, moved.headers["Location"]) == (302, f"{shop}status/")
    for path, status, text in (
        ("closed/", 405, "closed"),
        ("gone/", 404, "<h1>No such offer</h1>"),
    ):
        answer = client.get(shop + path)
        assert (answer.status_code, answer.text) == (status, text)


def pages(service: RunningService) -> None:
    page = service.client.get("/shop/")
    assert "<h1>Shop</h1>" in page.text
    assert "unsafe-inline" in page.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in page.headers
    form = service.client.get(service.api, headers={"Accept": "text/html"})
    assert f'href="{service.api}docs/">Send requests with a token' in form.text
    assert service.client.get("/favicon.ico").status_code == 204


def unknown_paths(service: RunningService) -> None:
    """Also in development; a missing slash is an error, not a redirect."""
    for method, path, detail in (
        ("GET", "nope/", "Not found."),
        ("POST", "shop/nope", "Not found."),
        ("POST", "shop/webhook", "Not found. The path has to end with a slash."),
    ):
        answer = service.client.request(method, service.api + path)
        assert problem(answer, 404) == {"detail": detail, "code": "not_found"}


def problem(response: httpx.Response, status: int) -> dict[str, Any]:
    """Return the detail and the code of a problem."""
    assert response.status_code == status, response.text
    assert response.headers["Content-Type"] == "application/problem+json"
    body = response.json()
    return {"detail": body["detail"], "code": body["code"]}


def use_in_browser(service: RunningService, page: Page) -> None:
    """A page on another origin reads the responses, also errors, and shows a picture."""
    shop = str(service.client.base_url.join(f"{service.api}shop/"))
    answers = page.evaluate(
        """async (shop) => {
            const send = async (path, method) => (await fetch(shop + path, {
                method, headers: {"Content-Type": "application/json"},
                body: method == "GET" ? undefined : '{"event": "paid"}',
            })).status;
            return [
                await send("webhook/", "POST"),
                await send("webhook/", "PUT"),
                await send("status/", "GET"),
                await send("status/", "DELETE"),
                await send("status", "PATCH"),
                await send("no/such/path/", "PUT"),
                await send("../users/me/", "GET"),
                await send("old/", "GET"),
            ];
        }""",
        shop,
    )
    assert answers == [200, 405, 200, 405, 404, 404, 401, 200]
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
        f"{shop}picture/",
    )
    assert shown == [1, 1, 1]
    page.goto(str(service.client.base_url.join("/shop/")))
    color = "getComputedStyle(document.querySelector('h1')).color"
    assert page.evaluate(color) == "rgb(1, 2, 3)"
