"""Changes between two laptops on the command line: ``export changes OUT.xlsx --since DAY``, ``import changes FILE``."""

import argparse
import json
from datetime import datetime, time
from typing import TYPE_CHECKING

from app.formats import from_local, visible
from app.i18n import gettext_text as _

if TYPE_CHECKING:
    from app.exchange.bundle_plan import BundlePlan
    from app.store.store import Store

CHANGES = "changes"


def write_out(store: "Store", options: argparse.Namespace) -> int:
    """Write what this laptop's user changed since a day; everybody's changes where nobody is named in the settings. How many."""
    from app.exchange.bundle_out import write_changes
    from app.store.since import touched_since

    begin = from_local(datetime.combine(options.since, time()))
    touched = store.read(touched_since, begin, store.actor)
    return store.read(write_changes, options.out, touched)


def read_in(store: "Store", options: argparse.Namespace) -> None:
    """Take over a file of changes; what was changed on both sides stays as it is here and is listed."""
    from app.exchange.bundle_in import LABEL, apply_changes, changes_anything, read_bundle
    from app.exchange.bundle_plan import plan_changes
    from app.store.changes import Label

    made = store.read(plan_changes, read_bundle(options.file))
    if changes_anything(made) and not options.dry_run:
        store.write(Label(LABEL, {"file": options.file.name}), apply_changes, made)
    if options.json:
        print(json.dumps(_as_json(made), ensure_ascii=False, indent=1))
    else:
        _print(made)


def _as_json(made: "BundlePlan") -> dict[str, object]:
    lines = [
        {"entity": line.entity, "id": line.id.hex, "name": line.title, "field": line.key, "before": line.before,
         "here": line.here, "after": line.after, "verdict": line.verdict}
        for line in made.lines if line.verdict != "same"
    ]  # fmt: skip
    return {**made.counts(), "lines": lines}


def _print(made: "BundlePlan") -> None:
    words = {
        "created": _("{count} new"), "taken": _("{count} fields taken over"), "same": _("{count} fields the same already"),
        "conflict": _("{count} changed on both sides, left as they are"), "refused": _("{count} refused"),
    }  # fmt: skip
    counts = made.counts()
    print(_(", ").join(word.format(count=counts[key]) for key, word in words.items()))
    for line in made.lines:
        if line.verdict in ("conflict", "refused"):
            print(visible(f"{line.title}\t{line.label}\t{line.here} ← {line.after}\t{_(line.reason)}"))
