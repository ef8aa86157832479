"""What a salvage brought out, kind by kind; the list of what it did not lies beside the new file, to be worked through."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from app.files import atomic_write
from app.formats import visible
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import BY_KEY
from app.safety.salvage import Report

_PARTS = (N_("{count} read"), N_("{count} brought back by the history"), N_("{count} not recovered"),
          N_("{count} stand in for lost ones"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tally:
    """Of one kind of record: read from the damaged file, brought back by the history, known of and not recovered, made as
    stand-ins for lost ones that others belong to."""

    entity: str
    read: int
    rebuilt: int
    missing: int
    stand_ins: int


def tallies(report: Report) -> tuple[Tally, ...]:
    """Every kind of which anything is known, those with losses first, then by number."""
    missing = Counter(one.entity for one in report.missing)
    made = report.stood_in
    kinds = [key for key in BY_KEY if report.read.get(key) or report.rebuilt.get(key) or missing[key] or made.get(key)]
    found = (Tally(key, report.read.get(key, 0), report.rebuilt.get(key, 0), missing[key], made.get(key, 0)) for key in kinds)
    return tuple(sorted(found, key=lambda one: (not (one.missing or one.stand_ins), -one.read - one.rebuilt, one.entity)))


def tally_text(one: Tally) -> str:
    """ "Complaints: 0 read, 180 stand in for lost ones"."""
    counts = (one.read, one.rebuilt, one.missing, one.stand_ins)
    told = [(words, count) for words, count in zip(_PARTS, counts, strict=True) if count or words == _PARTS[0]]
    parts = [_(words).format(count=f"{count:,}") for words, count in told]
    return f"{_(BY_KEY[one.entity].plural)}: " + _(", ").join(parts)


def list_path(report: Report) -> Path:
    """Where the list of what was not recovered goes."""
    return report.path.with_name(report.path.name + ".missing.txt")


def write_missing(report: Report) -> Path | None:
    """Write it, a line each: kind, last known name, id. None where nothing is missing; StorageError where that fails."""
    if not report.missing:
        return None
    lines = []
    for one in sorted(report.missing, key=lambda one: (one.entity, one.title)):
        kind = _(BY_KEY[one.entity].label) if one.entity in BY_KEY else one.entity
        title = visible(one.title) or _("name unknown")
        lines.append(f"{visible(kind)}\t{title}\t{one.id}")
    with atomic_write(list_path(report)) as file:
        file.write(("\n".join(lines) + "\n").encode("utf-8-sig"))
    return list_path(report)
