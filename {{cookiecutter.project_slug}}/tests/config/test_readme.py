import re

from django.conf import settings

from tests.endpoints import served

README = settings.BASE_DIR / "README.md"


def test_the_readme_lists_what_is_served() -> None:
    listed = re.findall(
        r"^\| `[A-Z, ]+ (/\S*)` \|", README.read_text(encoding="utf-8"), re.MULTILINE
    )
    paths = {re.sub(r"<\w+:\w*id>", "<id>", path) for path, _ in served()}

    gone = set(listed) - paths
    assert not gone, f"README.md lists {gone}, which are not served. Delete the rows."
