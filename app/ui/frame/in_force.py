"""Settings that hold beyond their page: who is at the keyboard, the firm's clock. They follow every change, undo and redo too."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from app.formats import set_zone
from app.services import settings
from app.ui.lists.views import set_me

if TYPE_CHECKING:
    from app.store.store import Store
    from app.ui.gateway import Gateway


def put_in_force(store: "Store", values: Mapping[str, Any]) -> None:
    """Go by these settings from now on; ``values`` as ``settings.all_values`` has them."""
    set_zone(values["zone"])
    store.actor = UUID(values["me"]) if values["me"] else None
    set_me(store.actor)


def follow(gateway: "Gateway") -> None:
    """Go by what is set, also when it is taken back or comes again."""

    def renew(changes: Any) -> None:
        if "settings" in changes.entities():
            gateway.read(settings.all_values, done=lambda values: put_in_force(gateway.store, values))

    gateway.changed.connect(renew)
