"""Says what happens, in a terminal, a pipe or a log; never in the way of the work."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

WIDTH = 50


class Console:
    """One line a step. A tick where the stream can carry one, a spinner on a terminal."""

    def __init__(self) -> None:
        self._tick, self._cross = ("✓", "✗") if _can_print("✓✗") else ("+", "x")

    def say(self, text: str = "") -> None:
        encoding = getattr(sys.stdout, "encoding", None) or "ascii"
        try:
            print(
                text.encode(encoding, "backslashreplace").decode(encoding), flush=True
            )
        except OSError:
            # The reader has gone (`cookiecutter … | head`). What is left in the buffer
            # would end this process in failure, and Cookiecutter delete the project.
            sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115

    def done(self, text: str, seconds: float | None = None) -> None:
        self._line(self._tick, text, seconds)

    def failed(self, text: str, seconds: float | None = None) -> None:
        self._line(self._cross, text, seconds)

    def _line(self, sign: str, text: str, seconds: float | None) -> None:
        time = "" if seconds is None else f"{text:<{WIDTH}}{seconds:6.1f} s"
        self.say(f"  {sign} {time or text}")

    @contextlib.contextmanager
    def busy(self, text: str) -> Iterator[None]:
        """Show that something is going on, while it is."""
        try:
            from rich.console import Console as RichConsole
        except ImportError:  # it comes with Cookiecutter, but is not promised
            yield
            return
        terminal = RichConsole()
        if not terminal.is_terminal:
            yield
            return
        with terminal.status(f"{text} …" if _can_print("…") else text):
            yield


def _can_print(text: str) -> bool:
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
