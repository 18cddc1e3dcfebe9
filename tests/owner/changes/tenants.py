"""Claims from relations and methods, and SimpleJWT's USER_AUTHENTICATION_RULE."""

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
    "tenant_plan": "tenant.plan",
    "plan_name": "tenant.get_plan_display",
    "credit": "tenant.credit",
    "customer_since": "tenant.since",
    "owner": "tenant.owner",
    "birthday": "employee.birthday",
    "skills": "employee.skills",
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
    project.replace(
        "config/settings/tokens.py",
        "SIMPLE_JWT: dict[str, Any] = {",
        'SIMPLE_JWT: dict[str, Any] = {\n    "USER_AUTHENTICATION_RULE": '
        '"tenants.rules.may_log_in",',
    )
    # A test compares the page with the settings.
    default = (
        "`rest_framework_simplejwt.authentication.default_user_authentication_rule`"
    )
    project.replace(
        "docs/settings.md",
        f"{default} | {default}",
        f"`tenants.rules.may_log_in` | {default}",
    )
    project.manage("makemigrations", "tenants", "users")


def use(service: RunningService) -> None:
    use_claims(service)
    use_rule(service)


def use_claims(service: RunningService) -> None:
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
        "user.tenant = Tenant.objects.create(name='Acme', slug='acme', credit='1.50',"
        "since=datetime.date(2030, 1, 2)); user.first_name = 'Bob'; user.save();"
        "employee = Employee.objects.create(user=user, birthday='1990-05-17');"
        "employee.skills.create(name='welding')",
    )
    answer = service.log_in("bob")
    after = claims(answer["access"])
    assert {name: after[name] for name in names} == {
        "tenant": 1,
        "tenant_slug": "acme",
        "tenant_plan": "free",
        "plan_name": "Free",
        "credit": "1.50",
        "customer_since": "2030-01-02",
        "owner": answer["user"]["id"],
        "birthday": "1990-05-17",
        "skills": ["welding"],
        "badge": "Bob",
    }


def use_rule(service: RunningService) -> None:
    """The users of a suspended tenant are refused."""
    service.make_user("cleo")
    headers = service.headers("cleo")
    suspend = (
        "from users.models import User; from tenants.models import Tenant;"
        "tenant, _ = Tenant.objects.update_or_create(slug='gone', defaults={});"
        "User.objects.filter(email='cleo@example.com').update(tenant=tenant);"
        "Tenant.objects.filter(slug='gone').update(is_suspended="
    )
    me = f"{service.api}users/me/"
    for is_suspended, status in ((False, 200), (True, 401), (False, 200)):
        service.project.manage("shell", "-c", f"{suspend}{is_suspended})")
        assert service.client.get(me, headers=headers).status_code == status
