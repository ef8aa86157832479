"""The way of a file of changes through the import screen: its sheets, the dry run, one step."""

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

from app.errors import AppError
from app.exchange.bundle_in import LABEL, apply_changes, read_bundle
from app.exchange.bundle_plan import BundlePlan, plan_changes
from app.exchange.sheet import Sheet
from app.i18n import gettext_text as _
from app.ui.context import Context
from app.ui.gateway import Label
from app.ui.screens.transfer_bundle import BundlePage

Failed = Callable[[AppError], None]


def look_at(
    context: Context, path: Path, first: Sheet, stop: Event, done: Callable[[BundlePlan], None], failed: Failed
) -> None:
    """Read the other sheets and compare with what is here."""
    gateway = context.gateway

    def compared(sheets: Any) -> None:
        gateway.read(plan_changes, sheets, done=done, failed=failed)

    gateway.run(read_bundle, path, first, stop.is_set, done=compared, failed=failed)


def take_over(context: Context, page: BundlePage, done: Callable[[], None], failed: Failed) -> None:
    """Carry it out as one step, and say what was done."""
    plan, chosen = page.plan, frozenset(page.chosen)
    if plan is None:
        return
    file = plan.file

    def told(counts: dict[str, int]) -> None:
        text = _("Changes from {file}: {created} new, {updated} changed").format(file=file, **counts)
        context.frame.toast(text, undo=True)
        done()

    context.gateway.write(Label(LABEL, {"file": plan.file}), apply_changes, plan, chosen, done=told, failed=failed)
