"""How what was looked at comes in: a plan as one step; a file of changes: its sheets, the dry run, one step."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

from PySide6.QtWidgets import QWidget

from app.errors import AppError, Cancelled
from app.exchange.apply import label_of
from app.exchange.bundle_in import LABEL, apply_changes, read_bundle
from app.exchange.bundle_plan import BundlePlan, plan_changes
from app.exchange.newcomers import apply_with
from app.exchange.plan_types import ImportPlan, Newcomers
from app.exchange.sheet import Sheet
from app.i18n import gettext_text as _
from app.ui.context import Context
from app.ui.gateway import Label
from app.ui.guard.guarding import IMPORT, guarded
from app.ui.screens.transfer.bundle import BundlePage

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
        left = plan.counts()["refused"]
        text = _("Changes from {file}: {created} new, {updated} changed").format(file=file, **counts)
        if left:
            more = _("Changes from {file}: {created} new, {updated} changed, {refused} left outside")
            text = more.format(file=file, refused=left, **counts)
        context.frame.toast(text, undo=True)
        done()

    label = Label(LABEL, {"file": plan.file})
    write = partial(context.gateway.write, label, apply_changes, plan, chosen, done=told, failed=failed)
    guarded(context, IMPORT, write, lambda: failed(Cancelled()), page, len(plan.made) + len(plan.lines))


def bring_in(
    context: Context, parent: QWidget, what: tuple[Newcomers, ImportPlan],
    hears: tuple[Callable[[int], None], Callable[[], bool]], done: Callable[[], None], failed: Failed,
) -> None:  # fmt: skip
    """Carry out the plan of a table or of cards as one step, with the colleagues wanted, after a backup where there are many
    rows."""
    plan = what[1]
    key, values = label_of(plan)
    label = Label(key, values)
    write = partial(context.gateway.write, label, apply_with, *what, *hears, done=lambda _result: done(), failed=failed)
    guarded(context, IMPORT, write, lambda: failed(Cancelled()), parent, len(plan.outcomes))
