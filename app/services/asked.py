"""What a panel shows first: values, the names behind their links, and the version of the record they were read from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Asked:
    """``version`` is the record's ``row_version``: what is done goes with it, so that nobody acts on what moved on. ``ready``:
    all of it is known and nobody has to be asked."""

    values: Mapping[str, Any]
    titles: Mapping[str, str]
    version: int = 0
    ready: bool = False
