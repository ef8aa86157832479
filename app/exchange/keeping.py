"""What an import keeps in the notes: lines with their headers, added once, never taken away and never cut short."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from app.models.fields import NOTE_LENGTH

_HEADED = re.compile(r"^(?=\S).{1,200}?: ", re.MULTILINE)


def with_lines(notes: str | None, lines: Iterable[str]) -> str | None:
    """Notes with the lines they don't hold yet: importing again adds nothing and takes nothing away."""
    whole = f"\n{notes or ''}\n"
    fresh = [line for line in lines if f"\n{line}\n" not in whole]
    return "\n".join(filter(None, (notes, *fresh))) or None


def kept_lines(notes: str | None) -> list[str]:
    """The lines under a header (``City: Bonn``), as imports keep them, each with what follows up to the next one."""
    text = notes or ""
    starts = [found.start() for found in _HEADED.finditer(text)]
    return list(dict.fromkeys(text[start : end - 1] for start, end in pairwise([*starts, len(text) + 1])))


def with_room(notes: str | None, lines: Sequence[str]) -> tuple[str | None, tuple[str, ...]]:
    """Notes with the lines that fit below them, and the lines for which there is no room."""
    whole = with_lines(notes, lines)
    if len(whole or "") <= NOTE_LENGTH:
        return whole, ()
    outside = []
    whole = notes
    for line in lines:
        longer = with_lines(whole, (line,))
        if len(longer or "") <= NOTE_LENGTH:
            whole = longer
        else:
            outside.append(line)
    return whole, tuple(outside)


def replaced(notes: str | None, fresh: str) -> tuple[str | None, tuple[str, ...]]:
    """Notes as a row says them, with the lines kept in the present ones; they stay as they are where both have no room."""
    together = with_lines(fresh, kept_lines(notes)) or ""
    return (together, ()) if len(together) <= NOTE_LENGTH else (notes, (fresh,))
