"""The covering sets cover, and the questions are worth asking."""

import json

import pytest

from tests.answers import (
    QUESTIONS,
    ROOT,
    choices,
    choose,
    combinations,
    covering,
    possible_answers,
    required,
    with_texts,
)


@pytest.mark.parametrize("strength", [1, 2, 3])
def test_the_rows_hold_every_combination(strength: int) -> None:
    possible = possible_answers()
    rows = covering(possible, strength)

    held = set().union(*(combinations(row, strength) for row in rows))
    assert required(possible, strength) <= held
    assert all(row.keys() == possible.keys() for row in rows)


def test_a_pair_that_is_left_out_would_be_noticed() -> None:
    possible = {"a": [1, 2], "b": [1, 2], "c": [1, 2]}
    rows = covering(possible, 2)
    held = set().union(*(combinations(row, 2) for row in rows[1:]))

    assert not required(possible, 2) <= held


def test_the_chosen_rows_hold_every_answer() -> None:
    possible = possible_answers()
    chosen = choose(covering(possible, 2))

    for name, answers in possible.items():
        assert {row[name] for row in chosen} == set(answers)


def test_the_rows_that_are_run_hold_every_answer() -> None:
    rows = with_texts(covering(choices(), 2))

    for name, answers in possible_answers().items():
        assert {row[name] for row in rows} == set(answers)
    assert required(choices(), 2) <= set().union(
        *(combinations(row, 2) for row in rows)
    )


def test_every_question_is_asked_in_a_sentence() -> None:
    prompts = json.loads((ROOT / "cookiecutter.json").read_text(encoding="utf-8"))[
        "__prompts__"
    ]

    assert list(prompts) == list(QUESTIONS)
    for name, default in QUESTIONS.items():
        if isinstance(default, list):
            assert list(prompts[name]) == ["__prompt__", *default]
            assert any("recommended" in text for text in prompts[name].values())
        else:
            assert " " in prompts[name]


def test_the_public_names_are_the_contracts() -> None:
    contract = [
        "project_name",
        "project_slug",
        "description",
        "api_prefix",
        "login_field",
        "access_token_lifetime",
        "refresh_token_lifetime",
        "rotate_refresh_tokens",
        "blacklisting",
        "custom_claims",
        "signing_algorithm",
        "token_transport",
        "registration",
        "password_reset",
        "drf_token_auth",
        "bookstore_example",
        "pyjwt_example",
        "playground",
        "deployment",
        "ci",
        "run_setup",
    ]

    assert list(QUESTIONS) == contract
