import warnings

import pytest
from django.core.management import call_command

from catalog.models import Product


@pytest.mark.django_db
def test_products_are_imported(capsys):
    call_command("import_products", "Tea")

    assert Product.objects.get().title == "Tea"
    assert capsys.readouterr().out == "1 product(s)\n"


@pytest.mark.parametrize("path", ["/nope", "/admin/login/"])
def test_the_middleware_is_there(client, db, path):
    assert client.get(path)["X-Powered-By"] == "catalog"


def test_a_deprecated_function_of_a_library_is_no_failure():
    warnings.warn("old", DeprecationWarning, stacklevel=1)
