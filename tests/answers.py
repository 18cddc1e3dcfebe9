"""What the questions can be answered with, and few sets of answers that meet them all."""

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping
from math import exp
from random import Random
from typing import Any

from cookiecutter_drf_simplejwt.answers import TEMPLATE_ROOT, load_questions

ROOT = TEMPLATE_ROOT
QUESTIONS: dict[str, Any] = load_questions()

# A text can be anything; these are the shapes that could break what they are put into.
TEXTS: dict[str, list[str]] = {
    "project_name": ["Acme API", "O'Neil & Søn\u2019s <café>"],
    "project_slug": ["acme-api", "a", "a-folder-whose-name-is-as-long-as-can-be"],
    "description": ["A JSON API secured with JSON Web Tokens.", "It's " + "long " * 38],
    "api_prefix": ["api", "api/v1", "a-prefix/that-is/as-long/as-it-is/allowd"],
    "access_token_lifetime": ["10m", "90s"],
    "refresh_token_lifetime": ["14d", "1h30m"],
    "custom_claims": [
        "groups",
        "",
        "email, staff=is_staff, name=get_full_name, "
        "a_claim_whose_name_is_as_long_as_can_be_=get_group_permissions",
    ],
}

Answers = Mapping[str, Any]


def possible_answers() -> dict[str, list[Any]]:
    """Return what each question is answered with in the tests.

    A choice or a yes-or-no is taken from cookiecutter.json, so that it is covered the
    moment it exists; a text question without an entry in TEXTS is an error.
    """
    possible: dict[str, list[Any]] = {}
    for name, default in QUESTIONS.items():
        if isinstance(default, list):
            possible[name] = default
        elif isinstance(default, bool):
            possible[name] = [default, not default]
        else:
            possible[name] = [text.strip() for text in TEXTS[name]]
    del possible["run_setup"]  # It changes nothing in the files.
    return possible


def choices() -> dict[str, list[Any]]:
    """Return what each question that gives a choice is answered with."""
    possible = possible_answers()
    return {name: possible[name] for name in possible if name not in TEXTS}


def with_texts(rows: Iterable[Answers]) -> list[dict[str, Any]]:
    """Return the rows with texts in turn, so that each text is in some of them."""
    possible = possible_answers()
    texts = {name: itertools.cycle(possible[name]) for name in TEXTS}
    return [
        row | {name: next(texts[name]) for name in TEXTS} for row in map(dict, rows)
    ]


def combinations(row: Answers, strength: int) -> set[tuple[tuple[str, Any], ...]]:
    """Return every combination of `strength` answers that a row holds."""
    return set(itertools.combinations(sorted(row.items()), strength))


def required(
    possible: Mapping[str, list[Any]], strength: int
) -> set[tuple[tuple[str, Any], ...]]:
    """Return every combination of `strength` answers that there is."""
    return {
        tuple(zip(names, answers, strict=True))
        for names in itertools.combinations(sorted(possible), strength)
        for answers in itertools.product(*(possible[name] for name in names))
    }


def covering(possible: Mapping[str, list[Any]], strength: int) -> list[dict[str, Any]]:
    """Return rows that together hold every combination of `strength` answers.

    Greedy: each row starts from a combination still missing and takes, question by
    question, the answer that adds most.
    """
    missing = required(possible, strength)
    rows = []
    while missing:
        row = dict(min(missing, key=repr))
        for name in sorted(possible, key=lambda name: -len(possible[name])):
            if name not in row:
                row[name] = max(
                    possible[name],
                    key=lambda answer, name=name: len(  # type: ignore[misc]
                        combinations(row | {name: answer}, strength) & missing
                    ),
                )
        missing -= combinations(row, strength)
        rows.append(row)
    return rows


def covering_pairs(possible: Mapping[str, list[Any]]) -> list[dict[str, Any]]:
    """Return rows that together hold every two answers, fewer than `covering` does.

    The search takes longer; each row that it saves would be tested for a minute.
    """
    few, many = sorted(len(answers) for answers in possible.values())[-2:]
    # Fewer rows cannot hold the pairs of the two questions with most answers.
    number = few * many
    while not (rows := _searched(possible, number)):
        number += 1
    return rows


# How many changes are tried, and how seldom one for the worse is made.
CHANGES, TEMPERATURE = 20_000, 0.2


def _searched(
    possible: Mapping[str, list[Any]], number: int
) -> list[dict[str, Any]] | None:
    """Change random answers until the rows hold every pair: simulated annealing.

    Return None if they do not after so many changes.
    """
    random = Random(0)
    names = sorted(possible)
    rows = [
        {name: random.choice(possible[name]) for name in names} for _ in range(number)
    ]
    held = Counter(pair for row in rows for pair in combinations(row, 2))
    missing = len(required(possible, 2) - held.keys())
    for _ in range(CHANGES):
        if not missing:
            return rows
        row, name = random.choice(rows), random.choice(names)
        changed = row | {name: random.choice(possible[name])}
        lost, won = _pairs(row, name), _pairs(changed, name)
        if lost == won:
            continue
        worse = sum(held[pair] == 1 for pair in lost)
        worse -= sum(held[pair] == 0 for pair in won)
        if worse <= 0 or random.random() < exp(-worse / TEMPERATURE):
            row.update(changed)
            held.subtract(lost)
            held.update(won)
            missing += worse
    return None


def _pairs(row: Answers, name: str) -> list[tuple[tuple[str, Any], ...]]:
    """Return the combinations of two answers of which one is to a question."""
    one = (name, row[name])
    return [
        (one, other) if name < other[0] else (other, one)
        for other in row.items()
        if other[0] != name
    ]


def choose(rows: Iterable[Answers]) -> list[Answers]:
    """Return few of the rows that together still hold every single answer."""
    rows = list(rows)
    missing = {answer for row in rows for answer in row.items()}
    chosen = []
    while missing:
        best = max(rows, key=lambda row: len(missing & set(row.items())))
        chosen.append(best)
        missing -= set(best.items())
    return chosen


def name_of(row: Answers) -> str:
    """Return what tells a row from the defaults, as the name of a test."""
    defaults = {name: answers[0] for name, answers in choices().items()}
    told = [f"{n}={row[n]}" for n in row if n in defaults and row[n] != defaults[n]]
    return ",".join(told) or "defaults"


def assert_named(where: str, names: Iterable[str]) -> None:
    """Assert that a place names all questions, in the order of cookiecutter.json."""
    found = list(names)
    missing, unknown = QUESTIONS.keys() - {*found}, {*found} - QUESTIONS.keys()
    assert not missing, f"{where} has no entry for {sorted(missing)}"
    assert not unknown, f"{where} has {sorted(unknown)}, which is no question"
    assert found == list(QUESTIONS), f"{where} has another order"
