"""What a kind of record with moves says of itself: the fields it shows, the operations that read and change it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from app.models import Entity
from app.services.asked import Asked
from app.ui.records.step_panel import Asking

Layout = tuple[tuple[str, tuple[str, ...], bool], ...]


class View(Protocol):
    """What one reading brings: the values, the names behind their links, whether it is in the recycle bin."""

    @property
    def values(self) -> dict[str, Any]: ...
    @property
    def titles(self) -> dict[str, str]: ...
    @property
    def binned(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Stepped:
    """A kind of record with moves. ``name`` names its objects and drafts ("request"); ``file`` is the msgid of its first tab.

    ``view(session, id) -> View``, ``asked(session, id, code) -> Asked``, ``take(session, id, code, values, version)``,
    ``amend(session, id, values, version)``; ``moves`` are those that lead out of a state, the usual one first.
    ``changed`` and ``deleted`` are msgids of steps with ``{name}``; ``touched`` the entities whose changes concern it;
    ``has_files`` whether files are attached to it.
    """

    entity: type[Entity]
    name: str
    file: str
    layout: Layout
    view: Callable[..., Any]
    asked: Callable[..., Asked]
    take: Callable[..., Any]
    amend: Callable[..., Any]
    moves: Callable[[str], Sequence[Asking]]
    changed: str
    deleted: str
    touched: frozenset[str]
    has_files: bool = True
