"""One thing that is wrong with one answer, in one line."""

from __future__ import annotations

from typing import NamedTuple

LONGEST_SHOWN = 60


class Complaint(NamedTuple):
    question: str
    answer: object
    advice: str

    def __str__(self) -> str:
        return f"{self.question} = {shown(self.answer)}: {self.advice}"


def shown(answer: object) -> str:
    """Return it as Python would write it, which makes control characters visible."""
    text = repr(answer)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 3] + "..."
