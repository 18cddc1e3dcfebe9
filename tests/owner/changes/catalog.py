"""An app with a model, a command, a middleware and pytest tests, and no view."""

from tests.owner.project import OwnersProject, RunningService


def apply(project: OwnersProject) -> None:
    project.copy("catalog")
    project.add_app("catalog")
    base = "config/settings/base.py"
    text = project.read(base)
    end = text.index("\n]\n", text.index("MIDDLEWARE = ["))
    middleware = '\n    "catalog.middleware.PoweredByMiddleware",'
    project.write(base, text[:end] + middleware + text[end:])
    project.manage("makemigrations", "catalog")


def use(service: RunningService) -> None:
    assert "1 product(s)" in service.project.manage("import_products", "Tea")
    assert service.client.get(service.api).headers["X-Powered-By"] == "catalog"
