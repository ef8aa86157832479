"""What is due at the places nobody has opened yet: read after the first rows, so that the rail is right from the start."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from app.formats import today
from app.i18n import gettext_text as _
from app.i18n import ngettext_text
from app.models.types import now_utc
from app.services import complaints
from app.services.visit_view import count_due

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow


def show_pinned(window: "MainWindow") -> None:
    """Bring the pinned views into the rail; those of a file that was open before go."""
    from app.ui.frame.pinned import PinnedViews

    for earlier in window.findChildren(PinnedViews):
        earlier.setParent(None)
        earlier.deleteLater()
    PinnedViews(window)


def watch(window: "MainWindow") -> None:
    """From now on backups are made by themselves, what falls due is written down (complaints) and told of, visits that
    repeat are made further ahead, and an encrypted file is locked when nobody is there."""
    from app.ui.frame import who
    from app.ui.guard import backup_clock, due_notice, locking
    from app.ui.guard.complaint_clock import ComplaintClock
    from app.ui.guard.series_clock import SeriesClock

    backup_clock.follow(window)
    ComplaintClock.follow(window)
    due_notice.follow(window)
    SeriesClock.follow(window)
    locking.follow(window)
    who.follow(window)


def read_badges(window: "MainWindow") -> None:
    """Ask for the numbers of the screens that do not exist yet; a screen that does keeps its own."""
    if window.context is not None:
        show_pinned(window)
        watch(window)
        read_numbers(window, frozenset(window.screens))
        tell_of_drafts(window)


def tell_of_drafts(window: "MainWindow") -> None:
    """Once a start: what was typed and never saved is kept, and Today lists it; nothing where Today itself is shown."""
    told, window.drafts_told = window.drafts_told, True
    if told or window.context is None or window.current is None or window.current.key == "today":
        return
    from app.ui.forms.kept_drafts import kept_drafts

    if count := len(kept_drafts(window.context.gateway)):
        words = ngettext_text("{count} draft is kept: what you typed and did not save", "{count} drafts are kept: what you typed "
                              "and did not save", count)  # fmt: skip
        window.tell(words.format(count=count) + " · " + _("Today lists them."))


def read_numbers(window: "MainWindow", kept: Collection[str] = ()) -> None:
    """Ask for all numbers but those ``kept`` by their screens."""
    if window.context is None:
        return
    read, set_badge = window.context.gateway.read, window.rail.set_badge
    if "visits" not in kept:
        read(count_due, today(), done=lambda count: set_badge("visits", count))
    if "complaints" not in kept:
        read(complaints.summary, done=lambda found: set_badge("complaints", found.overdue))
    if "requests" not in kept:
        from app.services.request_view import count_late

        read(count_late, done=lambda count: set_badge("requests", count))
    if "phone_memos" not in kept:
        from app.services.memo_view import count_waiting

        read(count_waiting, done=lambda count: set_badge("phone_memos", count))
    if "improvements" not in kept:
        from app.services import improvement_view

        read(improvement_view.count_late, done=lambda count: set_badge("improvements", count))
    if "today" not in kept:
        from app.services.today_desk import whole

        read(whole, now_utc(), done=lambda agenda: set_badge("today", agenda.due))
