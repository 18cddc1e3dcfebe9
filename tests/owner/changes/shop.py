"""Plain Django views, and an endpoint that refuses in all the ways that there are."""

from typing import Any

from playwright.sync_api import Page

from tests.owner.project import OwnersProject, RunningService


def apply(project: OwnersProject) -> None:
    project.copy("shop")
    project.add_app("shop")
    project.add_url('path("shop/", include("shop.urls"))')
    project.replace(
        "config/urls.py",
        "from api.views import no_icon\n",
        "from api.views import no_icon\nfrom shop.views import page\n",
    )
    project.add_url('path("shop/", page)', to="urlpatterns")
    project.manage("makemigrations", "shop")


def use(service: RunningService) -> None:
    plain_views(service)
    pages(service)
    unknown_paths(service)
    refusals(service)
    complaints_by_field(service)


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
    """Also in development, and a missing slash is told and not redirected."""
    for method, path, detail in (
        ("GET", "nope/", "Not found."),
        ("POST", "shop/nope", "Not found."),
        ("POST", "shop/orders", "Not found. The path has to end with a slash."),
    ):
        answer = service.client.request(method, service.api + path)
        assert problem(answer, 404) == {"detail": detail, "code": "not_found"}


def refusals(service: RunningService) -> None:
    shop = f"{service.api}shop/"
    invalid, may_not = "The request is not valid.", "permission_denied"
    expected: dict[str, tuple[int, str, str, Any]] = {
        "closed": (499, "The client closed the request.", "client_closed", None),
        "conflict": (409, "Conflict", "error", {"name": [("Taken.", "error")]}),
        "text": (
            400,
            invalid,
            "invalid",
            {"non_field_errors": [("Too late.", "invalid")]},
        ),
        "list": (
            400,
            invalid,
            "invalid",
            {"non_field_errors": [("Too late.", "no"), ("Too far.", "no")]},
        ),
        "detail": (400, "Once a day.", "invalid", None),
        "code": (400, invalid, "invalid", {"code": [("Unknown coupon.", "invalid")]}),
        "list-403": (
            403,
            "You do not have permission to perform this action.",
            may_not,
            {
                "non_field_errors": [("Ask first.", may_not)],
                "1.who": [("sales", may_not)],
            },
        ),
        "django-403": (403, "Managers only.", may_not, None),
        "django-404": (404, "No such order.", "not_found", None),
    }
    for how, (status, detail, code, errors) in expected.items():
        answer = service.client.get(f"{shop}refuse/{how}/")
        assert problem(answer, status) == {
            "detail": detail,
            "code": code,
            **({"errors": errors} if errors else {}),
        }, how
    gold = service.client.get(f"{shop}gold/", headers=service.headers("ann"))
    assert problem(gold, 403)["errors"] == {
        "plan.needed": [("gold", "plan_needed")],
        "plan.upgrade": [("/plans/", "plan_needed"), ("/sales/", "plan_needed")],
    }


def complaints_by_field(service: RunningService) -> None:
    headers, orders = service.headers("ann"), f"{service.api}shop/orders/"
    late = {"name": "x", "start": 2, "end": 1}
    for sent, errors in (
        (late, {"non_field_errors": [("The end is before the start.", "order")]}),
        (
            [{"name": "x"}, {"lines": [{"amount": 1}, {"amount": 0}]}],
            {
                "1.name": [("This field is required.", "required")],
                "1.lines.1.amount": [
                    ("Ensure this value is greater than or equal to 1.", "min_value")
                ],
            },
        ),
    ):
        answer = service.client.post(orders, json=sent, headers=headers)
        assert problem(answer, 400)["errors"] == errors
    for query in ("page_size=0", "page=nope", "page_size=%00"):
        answer = service.client.get(f"{orders}?{query}", headers=headers)
        problem(answer, 404 if query.startswith("page=") else 400)


def problem(answer: Any, status: int) -> dict[str, Any]:
    """Return what a problem says, with a pair for each message by field."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    found = answer.json()
    assert found.pop("status") == status
    assert found.pop("type") == "about:blank"
    assert found.pop("title")
    if "errors" in found:
        found["errors"] = {
            field: [(each["message"], each["code"]) for each in messages]
            for field, messages in found["errors"].items()
        }
    result: dict[str, Any] = found
    return result


def use_in_browser(service: RunningService, page: Page) -> None:
    """A page on another origin reads all of it, errors too, and shows a picture."""
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
                await send("orders/", "POST"),
                await send("refuse/closed/", "GET"),
                await send("old/", "GET"),
            ];
        }""",
        shop,
    )
    assert answers == [200, 405, 200, 405, 404, 404, 401, 499, 200]
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
