"""The covering sets cover, and the questions are worth asking."""

import json
from collections.abc import Iterable
from typing import Any

import pytest

from tests.answers import (
    QUESTIONS,
    ROOT,
    Answers,
    assert_named,
    choices,
    choose,
    combinations,
    covering,
    covering_pairs,
    possible_answers,
    required,
    with_texts,
)

CONTRACT = """
project_name project_slug description api_prefix login_field access_token_lifetime
refresh_token_lifetime rotate_refresh_tokens blacklisting custom_claims
signing_algorithm token_transport registration password_reset second_factor
drf_token_auth bookstore_example pyjwt_example playground deployment ci run_setup
""".split()


def held_by(rows: Iterable[Answers], strength: int) -> set[Any]:
    return set().union(*(combinations(row, strength) for row in rows))


@pytest.mark.parametrize("strength", [1, 2, 3])
def test_the_rows_hold_every_combination(strength: int) -> None:
    possible = possible_answers()
    rows = covering(possible, strength)

    assert required(possible, strength) <= held_by(rows, strength)
    assert all(row.keys() == possible.keys() for row in rows)


def test_a_pair_that_is_left_out_would_be_noticed() -> None:
    possible = {"a": [1, 2], "b": [1, 2], "c": [1, 2]}
    held = held_by(covering(possible, 2)[1:], 2)

    assert not required(possible, 2) <= held


def test_the_rows_that_are_run_hold_every_pair_and_every_answer() -> None:
    rows = with_texts(covering_pairs(choices()))

    assert required(choices(), 2) <= held_by(rows, 2)
    for name, answers in possible_answers().items():
        for chosen in (rows, choose(covering(possible_answers(), 2))):
            assert {row[name] for row in chosen} == set(answers)


def test_the_questions_are_the_contracts_each_asked_in_a_sentence() -> None:
    text = (ROOT / "cookiecutter.json").read_text(encoding="utf-8")
    prompts = json.loads(text)["__prompts__"]

    for where, names in (("__prompts__", prompts), ("CONTRACT in this file", CONTRACT)):
        assert_named(where, names)
    for name, default in QUESTIONS.items():
        if isinstance(default, list):
            assert list(prompts[name]) == ["__prompt__", *default]
            assert any("recommended" in text for text in prompts[name].values())
        else:
            assert " " in prompts[name]
