"""Which answer must be what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from cookiecutter_drf_simplejwt.answers.claims import claims_faults
from cookiecutter_drf_simplejwt.answers.complaint import Complaint
from cookiecutter_drf_simplejwt.answers.durations import duration_faults, refresh_faults
from cookiecutter_drf_simplejwt.answers.paths import prefix_faults, slug_faults
from cookiecutter_drf_simplejwt.answers.text import (
    description_faults,
    has_template_syntax,
    project_name_faults,
)

# A text question without a rule takes any text, but no Jinja.
RULES: dict[str, Callable[[str], Iterable[str]]] = {
    "project_name": project_name_faults,
    "project_slug": slug_faults,
    "description": description_faults,
    "api_prefix": prefix_faults,
    "access_token_lifetime": duration_faults,
    "refresh_token_lifetime": duration_faults,
}
# What may depend on the answer to another question: (question, other, rule).
RULES_OF_TWO: tuple[tuple[str, str, Callable[[str, object], Iterable[str]]], ...] = (
    ("refresh_token_lifetime", "access_token_lifetime", refresh_faults),
    ("custom_claims", "login_field", claims_faults),
)


def complaints(
    answers: Mapping[str, object], questions: Mapping[str, object]
) -> list[Complaint]:
    """Return all there is to say. Questions without an answer are passed over."""
    return [
        Complaint(question, answers[question], fault)
        for question, default in questions.items()
        if question in answers
        for fault in _faults(question, default, answers)
    ]


def _faults(
    question: str, default: object, answers: Mapping[str, object]
) -> Iterator[str]:
    answer = answers[question]
    if isinstance(default, bool):
        if not isinstance(answer, bool):
            yield "must be yes or no"
    elif isinstance(default, list):
        if answer not in default:
            yield f"must be one of {', '.join(map(str, default))}"
    elif isinstance(default, str):
        if isinstance(answer, str):
            yield from _text_faults(question, answer, answers)
        else:
            yield "must be text; a configuration file needs quotes around it"


def _text_faults(
    question: str, answer: str, answers: Mapping[str, object]
) -> Iterator[str]:
    if has_template_syntax(answer):
        yield "must not hold {{ }}, {% %}, {# #} or '# template:'"
        return
    if question in RULES:
        yield from RULES[question](answer)
    for one, other, rule in RULES_OF_TWO:
        if one == question:
            yield from rule(answer, answers.get(other))
