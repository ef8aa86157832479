"""A move of a record's life: what leads from which states to which, and what it asks for. Tables of moves are the lives."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Move:
    """One way between states. ``label`` is an English msgid, a verb for the button; ``asks`` are the fields its panel shows,
    ``needs`` those of them that must be filled before; ``called`` (field, msgid) are asked for by another word than their own."""

    code: str
    label: str
    sources: frozenset[str]
    target: str
    asks: tuple[str, ...]
    needs: tuple[str, ...]
    called: tuple[tuple[str, str], ...] = ()


def line(
    code: str, label: str, sources: str, target: str, needs: str, also: str = "", called: tuple[tuple[str, str], ...] = ()
) -> Move:
    """A move as a line of a table: names of states and fields separated by blanks; ``also`` are asked and not needed."""
    wanted = tuple(needs.split())
    return Move(code, label, frozenset(sources.split()), target, (*wanted, *also.split()), wanted, called)


def leading_out(moves: tuple[Move, ...], state: str) -> tuple[Move, ...]:
    """The moves that lead out of a state, in the order of the table: the usual one first."""
    return tuple(each for each in moves if state in each.sources)
