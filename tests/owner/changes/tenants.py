"""Claims from relations and methods."""

from tests.owner.project import OwnersProject, RunningService
from tests.tokens import claims

FIELD = """
    tenant = models.ForeignKey(
        "tenants.Tenant", on_delete=models.PROTECT, null=True, blank=True
    )
"""
METHOD = """
    def badge(self) -> str:
        return f"{self.first_name} {self.last_name[:1]}".strip()
"""
CLAIMS = """
    "tenant": "tenant",
    "tenant_slug": "tenant.slug",
    "plan_name": "tenant.get_plan_display",
    "credit": "tenant.credit",
    "customer_since": "tenant.since",
    "owner": "tenant.owner",
    "badge": "badge","""


def apply(project: OwnersProject) -> None:
    project.copy("tenants")
    project.add_app("tenants")
    project.add_to_user(FIELD + METHOD)
    project.replace(
        "config/settings/tokens.py",
        "CUSTOM_CLAIMS: dict[str, str] = {",
        "CUSTOM_CLAIMS: dict[str, str] = {" + CLAIMS,
    )
    project.manage("makemigrations", "tenants", "users")


def use(service: RunningService) -> None:
    """The claims without and with values."""
    before = claims(service.log_in("bob")["access"])
    names = [line.split('"')[1] for line in CLAIMS.split()[::2]]
    assert {name: before[name] for name in names} == {
        **dict.fromkeys(names),
        "badge": "",
    }
    service.project.manage(
        "shell",
        "-c",
        "from users.models import User; from tenants.models import *; import datetime;"
        "user = User.objects.get(email='bob@example.com');"
        "user.tenant = Tenant.objects.create(slug='acme', credit='1.50',"
        "since=datetime.date(2030, 1, 2)); user.first_name = 'Bob'; user.save()",
    )
    answer = service.log_in("bob")
    after = claims(answer["access"])
    assert {name: after[name] for name in names} == {
        "tenant": 1,
        "tenant_slug": "acme",
        "plan_name": "Free",
        "credit": "1.50",
        "customer_since": "2030-01-02",
        "owner": answer["user"]["id"],
        "badge": "Bob",
    }
