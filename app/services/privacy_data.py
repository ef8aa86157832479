"""All that is kept about one person, as tables that papers and files can be made of."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Sheet:
    """One kind of thing: ``key`` for files, ``title`` and ``heads`` in words, ``rows`` as texts, ``plain`` as JSON values."""

    key: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    plain: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class File:
    """An attachment: its name, the record's kind, its content's hash and size in bytes."""

    name: str
    owner: str
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class PersonData:
    """What is known of a person at a moment."""

    name: str
    at: datetime
    sheets: tuple[Sheet, ...]
    files: tuple[File, ...]
