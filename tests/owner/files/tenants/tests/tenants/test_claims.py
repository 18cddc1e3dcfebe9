from collections.abc import Callable
from typing import Any

from tenants.models import Employee, Tenant
from tokens.services import token_pair_for
from users.models import User


def test_a_token_tells_the_tenant(
    user: User, claims: Callable[[str], dict[str, Any]]
) -> None:
    user.tenant = Tenant.objects.create(name="Acme", slug="acme")
    user.save()
    Employee.objects.create(user=user)

    found = claims(token_pair_for(user)["access"])

    assert found["tenant"] == user.tenant.pk
    assert found["tenant_slug"] == "acme"
    assert found["birthday"] is None
