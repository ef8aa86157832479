"""What an import keeps in the notes: lines with their headers, added once, never taken away and never cut short."""

import re
from collections.abc import Container, Iterable, Sequence
from itertools import pairwise

from app.models.fields import NOTE_LENGTH

_HEADED = re.compile(r"^(?=\S).{1,200}?: ", re.MULTILINE)


def with_lines(notes: str | None, lines: Iterable[str]) -> str | None:
    """Notes with the lines they don't hold yet: importing again adds nothing and takes nothing away."""
    whole = f"\n{notes or ''}\n"
    fresh = [line for line in lines if f"\n{line}\n" not in whole]
    return "\n".join(filter(None, (notes, *fresh))) or None


def headed(notes: str | None) -> dict[str, str]:
    """The lines that begin with a header (``City: Bonn``), each with what follows up to the next one -> their header."""
    text = notes or ""
    starts = [found.start() for found in _HEADED.finditer(text)]
    chunks = [text[start : end - 1] for start, end in pairwise([*starts, len(text) + 1])]
    return {chunk: chunk.partition(": ")[0] for chunk in chunks}


def kept_lines(notes: str | None, headers: Container[str]) -> list[str]:
    """The lines under one of the ``headers`` that imports wrote; "She said: no" is somebody's own word."""
    return [line for line, header in headed(notes).items() if header in headers]


def dropped(notes: str | None, fresh: str | None) -> list[str]:
    """Lines under a header that new notes say nothing of: an import from before headers were remembered may have written them."""
    said, whole = set(headed(fresh).values()), f"\n{fresh or ''}\n"
    return [line for line, header in headed(notes).items() if header not in said and f"\n{line}\n" not in whole]


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


def replaced(notes: str | None, fresh: str, headers: Container[str]) -> tuple[str | None, tuple[str, ...]]:
    """Notes as a row says them, with the kept lines of the present ones whose header it does not say anew (a mended export does);
    they stay as they are where both have no room."""
    said = set(headed(fresh).values())
    kept = [line for line in kept_lines(notes, headers) if line.partition(": ")[0] not in said]
    together = with_lines(fresh, kept) or ""
    return (together, ()) if len(together) <= NOTE_LENGTH else (notes, (fresh,))
