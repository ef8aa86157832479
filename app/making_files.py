"""A data file ready for the window: made, with the sample company where that is wanted, its settings in force."""

from pathlib import Path

from app.errors import AppError
from app.i18n import N_
from app.services import settings
from app.store.changes import Label
from app.store.store import Store, create
from app.store.swap import discard


def make(path: Path, sample: bool, spoken: str) -> Store:
    """A new data file; nothing of it is left where that fails."""
    store = create(path)
    try:
        if sample:
            from app.formats import today
            from app.services.sample import make_sample

            store.write(Label(N_("Made the sample company")), make_sample, spoken, today())
        return prepared(store)
    except BaseException:
        store.close()
        discard(path)
        raise


def prepared(store: Store) -> Store:
    """Whose keyboard this is and which clock the firm keeps: settings that hold before the first screen."""
    from app.ui.frame.in_force import put_in_force

    try:
        put_in_force(store, store.read(settings.all_values))
    except AppError:
        store.close()
        raise
    return store
