"""What the documents say is so."""

import ast
import json
import re
import sys
from collections.abc import Callable

import pytest

from cookiecutter_drf_simplejwt.rules import INSTALLED_PACKAGES, canonical_name
from tests.answers import QUESTIONS, ROOT, Answers, assert_named
from tests.conftest import Project
from tests.questions import BEGIN, END, HEAD, OTHERS, PAGE, difference
from tests.test_owner import BAKES

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

README = (ROOT / "README.md").read_text(encoding="utf-8")


def rows(text: str) -> list[list[str]]:
    lines = re.findall(r"^\| `.*\|$", text, re.MULTILINE)
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_readmes_table_is_what_is_asked() -> None:
    table = rows(README.split("<!-- questions:")[1].split("\n## ")[0])

    assert_named("README.md", [row[0].strip("`") for row in table])
    for name, default in zip(QUESTIONS, (row[1] for row in table), strict=True):
        asked = QUESTIONS[name]
        if isinstance(asked, bool):
            assert default == ("yes" if asked else "no")
        elif isinstance(asked, list):
            assert default == ", ".join(f"`{choice}`" for choice in asked)
        elif "{{" not in asked:
            assert default == f"`{asked}`"


def test_the_page_about_the_questions_has_them_all() -> None:
    text = (ROOT / "docs" / "questions.md").read_text(encoding="utf-8")

    table = rows(text.split("\n## ")[0])
    assert_named("docs/questions.md", [row[0].strip("`") for row in table])


@pytest.mark.parametrize("number", range(len(OTHERS)), ids=lambda n: OTHERS[n][0])
def test_what_an_answer_changes_is_what_baking_gives(
    number: int, bake: Callable[..., Project]
) -> None:
    page = PAGE.read_text(encoding="utf-8")
    lines = page.split(BEGIN + HEAD)[1].split(END)[0].splitlines(keepends=True)
    name, answer = OTHERS[number]

    assert len(lines) == len(OTHERS)
    made = difference(name, answer, bake(), bake({name: answer}))
    assert lines[number] == made, "python -m tests.questions writes it"


def test_what_you_get_is_there(bake: Callable[..., Project]) -> None:
    section = README.split("## What you get")[1].split("\n## ")[0]
    named = re.findall(r"`((?:api|config|tests|tokens|users)/\S*)`", section)

    assert len(named) >= 20
    for path in named:
        assert (bake().path / path).exists(), path


@pytest.mark.parametrize("answers", [None, *BAKES.values()], ids=["template", *BAKES])
def test_links_lead_somewhere(
    answers: Answers | None, bake: Callable[..., Project]
) -> None:
    folder = ROOT if answers is None else bake(answers).path
    pages = [*folder.glob("*.md"), *(folder / "docs").glob("*.md")]
    headings = {page.resolve(): anchors(page.read_text("utf-8")) for page in pages}
    found = [
        (page, *link.partition("#")[::2])
        for page in pages
        for link in re.findall(r"\]\((?!https?:)(\S+?)\)", page.read_text("utf-8"))
    ]

    assert len(found) >= 15
    for page, name, anchor in found:
        target = (page.parent / name).resolve() if name else page.resolve()
        assert target.exists(), f"{page.name}: {name}"
        assert not anchor or anchor in headings[target], f"{page.name}: #{anchor}"


def anchors(text: str) -> set[str]:
    """Return the names that a page's headings have in links."""
    headings = re.findall(r"^##+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}


# With these answers, the documents of a project are longest.
LONGEST: Answers = {
    "signing_algorithm": "ES256",
    "token_transport": "cookie",
    "second_factor": "passkeys",
    "drf_token_auth": True,
    "bookstore_example": True,
    "pyjwt_example": True,
    "ci": "gitlab",
}


def test_documents_are_short(bake: Callable[..., Project]) -> None:
    project = bake(LONGEST)
    sizes = {
        "README.md of the template": (README, 131),
        "docs/decisions.md": ((ROOT / "docs/decisions.md").read_text("utf-8"), 240),
        "README.md of a project": (project.read("README.md"), 160),
        "AGENTS.md": (project.read("AGENTS.md"), 79),
    }

    for name, (text, limit) in sizes.items():
        assert text.count("\n") <= limit, name


def test_documents_name_who_acts(bake: Callable[..., Project]) -> None:
    project = bake(LONGEST)
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    pages += [project.path / "README.md", project.path / "AGENTS.md"]
    pages += (project.path / "docs").glob("*.md")

    for page in pages:
        text = re.sub(r"::test_\w+", "", page.read_text("utf-8"))
        found = re.search(r"\b(who|some|no|any)(ever|body)\b", text, re.IGNORECASE)
        assert not found, f"{page}: {found}"


def test_a_project_names_its_version_and_where_fixes_are_listed(
    bake: Callable[..., Project],
) -> None:
    readme = bake().read("README.md")
    version = json.loads(bake().read(".cookiecutter.json"))["template_version"]

    assert f"Made with cookiecutter-drf-simplejwt {version}" in readme
    assert "`docs/security-updates.md`" in readme
    page = (ROOT / "docs/security-updates.md").read_text(encoding="utf-8")
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## Entries" in page
    # Each entry is of a release.
    for release in re.findall(r"^### (\S+)", page, re.MULTILINE):
        assert f"\n## {release} " in changelog


def uses_of_simplejwt() -> set[str]:
    """Return the names that the service imports from SimpleJWT, or reads of its modules."""
    package, found = "rest_framework_simplejwt", set()
    for path in (ROOT / "{{cookiecutter.project_slug}}").rglob("*.py"):
        if "tests" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        modules: dict[str, str] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                top, _, module = node.module.partition(".")
                for name in node.names if top == package else []:
                    if module:
                        found.add(f"{module}.{name.name}")
                    else:
                        modules[name.asname or name.name] = name.name
            elif isinstance(node, ast.Import):
                assert not any(name.name.startswith(package) for name in node.names)
        found |= {
            f"{modules[node.value.id]}.{node.attr}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in modules
        }
    return found


def test_what_is_used_of_simplejwt_is_listed() -> None:
    text = (ROOT / "docs/decisions.md").read_text(encoding="utf-8")
    table = rows(text.split("## What the service uses of SimpleJWT")[1])

    listed = [name for cell, *_ in table for name in re.findall(r"`([\w.]+)`", cell)]
    assert len(listed) == len(set(listed))
    assert set(listed) == uses_of_simplejwt()


def test_there_is_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = json.loads((ROOT / "cookiecutter.json").read_text(encoding="utf-8"))
    version = project["project"]["version"]

    assert asked["_template_version"] == version
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_ci_runs_the_readmes_command() -> None:
    commands = re.findall(r"^python3 -m venv .* -m pytest.*$", README, re.MULTILINE)
    workflow = (ROOT / ".github/workflows/check.yml").read_text(encoding="utf-8")

    assert len(commands) == 1
    assert "run: bash .ci/run" in workflow


def test_a_project_cannot_be_called_like_what_it_installs(
    bake: Callable[..., Project],
) -> None:
    groups = tomllib.loads(bake().read("pyproject.toml"))["dependency-groups"]
    direct = {
        canonical_name(re.split(r"[\[<>=; ]", requirement)[0])
        for group in groups.values()
        for requirement in group
        if isinstance(requirement, str)
    }

    assert len(direct) > 15
    assert direct <= set(INSTALLED_PACKAGES)
