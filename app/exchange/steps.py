"""How far long work is, and whether somebody stopped it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from app.errors import Cancelled

T = TypeVar("T")
Progress = Callable[[int], None]
Asked = Callable[[], bool]
_EVERY = 200
"""Rows between two looks at the person: a few milliseconds."""


def _nobody(_rows: int) -> None:
    """Nobody wants to know."""


@dataclass(slots=True)
class Steps:
    """Told after each few rows; raises Cancelled where the person stopped the work."""

    progress: Progress = field(default=_nobody)
    cancelled: Asked = field(default=bool)
    done: int = 0

    def take(self, rows: int) -> None:
        """So many rows more are done."""
        self.check()
        self.done += rows
        self.progress(self.done)

    def check(self) -> None:
        """Stop here where somebody asked for it."""
        if self.cancelled():
            raise Cancelled

    def over(self, rows: Iterable[T]) -> Iterator[T]:
        """The same rows, counted as they pass."""
        passed = 0
        for passed, row in enumerate(rows, 1):
            if passed % _EVERY == 0:
                self.take(_EVERY)
            yield row
        self.take(passed % _EVERY)


def steps(progress: Progress | None, cancelled: Asked | None) -> Steps:
    """Steps that tell whoever wants to know."""
    return Steps(progress or _nobody, cancelled or bool)
