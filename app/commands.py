"""The commands of the command line, one function each. Everything they need is imported when they run."""

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app import commands_changes
from app.errors import AppError, StorageError, ValidationError
from app.i18n import N_, language, ngettext_text
from app.i18n import gettext_text as _
from app.paths import default_data_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from app.exchange.mapping import Mapping
    from app.exchange.plan_types import ImportPlan, ImportResult
    from app.exchange.sheet import Sheet
    from app.store.store import Store

SHOWN = {
    "customers": ("code", "name", "kind", "phone", "address"),
    "contacts": ("name", "customer", "title", "phone", "email"),
    "visits": ("number", "customer", "state", "planned_on", "purpose"),
    "complaints": ("number", "customer", "state", "received_at", "subject"),
    "requests": ("number", "received_at", "customer", "subject", "kind", "state", "respond_due", "handler"),
    "phone_memos": ("number", "called_at", "customer", "caller", "subject", "for", "state", "call_by"),
    "improvements": ("number", "owner", "state", "due_on", "name"),
    "products": ("code", "name", "model", "product_group"),
    "orders": ("number", "customer", "ordered_on", "net", "state", "kind"),
    "invoices": ("number", "customer", "issued_on", "due_on", "total", "kind"),
    "receipts": ("number", "customer", "received_on", "amount", "method"),
    "costs": ("spent_on", "customer", "kind", "amount", "name"),
}


class WrongUse(Exception):
    """The command line itself is wrong: one sentence, exit 2."""


def data_path(options: argparse.Namespace) -> Path:
    """The data file that is meant."""
    return options.data or default_data_file()


@contextmanager
def reading(options: argparse.Namespace) -> Iterator["Store"]:
    from app.store.store import open_readonly

    store = open_readonly(data_path(options))
    try:
        yield settled(store)
    finally:
        store.close()


@contextmanager
def _writing(path: Path) -> Iterator["Store"]:
    """The file opened for work, made where it is missing; a file made here goes again where the work failed."""
    from app.services import roles
    from app.store.store import create, open_file
    from app.store.swap import discard, settle

    settle(path)
    made = not path.exists()
    store = create(path) if made else open_file(path)
    try:
        _catch_up(store)
        settled(store).read(roles.require, "write")
        yield store
    except BaseException:
        store.close()
        if made:
            discard(path)
        raise
    store.close()


def writing_to(options: argparse.Namespace) -> "AbstractContextManager[Store]":
    """The data file that is meant, open for work; it must be there."""
    from app.store.store import open_file

    path = data_path(options)
    if not path.exists():
        open_file(path).close()  # says that there is none
    return _writing(path)


def _catch_up(store: "Store") -> None:
    """What was noted beside the file: whoever was erased does not come back with an old one; what left it is written down."""
    from app.paths import erased_list, noted_later

    if erased_list(store.path).exists():
        from app.safety.erasing import settle

        settle(store)
    if noted_later(store.path).exists():
        from app.safety.noted_later import take_over

        take_over(store)


def settled(store: "Store") -> "Store":
    """The firm's clock, and whose keyboard this is."""
    from uuid import UUID

    from app.formats import set_zone
    from app.services import settings

    found = store.read(settings.all_values)
    set_zone(found["zone"])
    store.actor = UUID(found["me"]) if found["me"] else None
    return store


def sample(options: argparse.Namespace) -> None:
    """Fill a new data file, or one without customers, with the sample company."""
    from app.formats import today
    from app.services import lists
    from app.services.sample import make_sample
    from app.store.changes import Label

    with _writing(data_path(options)) as store:
        if store.read(lists.count, lists.ListQuery("customers", (), sort="name")):
            raise StorageError(N_("{file} holds customers already. The sample goes into a new file."), file=store.path.name)
        store.write(Label(N_("Made the sample company")), make_sample, language(), today())
    print(data_path(options))


def verify(options: argparse.Namespace) -> None:
    """Say whether the data file is whole; StorageError where it is not."""
    from app.models import entity_named
    from app.store.verify import STEP, STEPS
    from app.store.verify import verify as check

    with reading(options) as store:
        verdict = check(store)
    for lost in verdict.contents:
        print(lost)
    if verdict.whole:
        print(_("{file} is whole.").format(file=data_path(options)))
        if verdict.contents:
            text = ngettext_text("{count} attachment has lost its content.", "{count} attachments have lost their content.",
                                 len(verdict.contents))  # fmt: skip
            print(text.format(count=len(verdict.contents)))
        return
    for problem in verdict.structure:
        print(problem)
    for row in verdict.rows:
        entity, _space, key = row.partition(" ")
        print(f"{_(STEP if entity == STEPS else entity_named(entity).label)}\t{key}")
    for step in verdict.log:
        print(_("step {number} of the history").format(number=step))
    raise StorageError(N_("{file} is damaged. Restore a backup."), file=str(data_path(options)))


def list_records(options: argparse.Namespace) -> None:
    """Print records: JSON objects by field name, or lines for reading."""
    from app.exchange import listing, names

    if options.json:
        from app.commands_out import list_json

        list_json(options)
        return
    with reading(options) as store:
        shown = SHOWN[options.entity]
        rows = store.read(listing.table, options.entity, shown, options.find, options.limit)
    print("\t".join(_(names.public_fields(options.entity)[name].label) for name in shown))
    for row in rows:
        print("\t".join(row))


def bring_in(options: argparse.Namespace) -> None:
    """Import a file: good rows come in, the others are reported. Nothing is opened before the file could be read."""
    from app.exchange.names import TRADE
    from app.exchange.reading import read_sheet
    from app.exchange.sheet import ReadOptions
    from app.exchange.sheets_together import read_whole

    if options.entity == commands_changes.CHANGES:
        with reading(options) if options.dry_run else _writing(data_path(options)) as store:
            commands_changes.read_in(store, options)
        return
    read = read_whole if options.entity in TRADE else read_sheet
    sheet = read(options.file, ReadOptions(options.encoding or "", options.sheet))
    mappings = _mappings(options, sheet)
    planned = _dry_run(options, sheet, mappings) if options.dry_run else _bring_in(options, sheet, mappings)
    result = planned.result()
    if options.left_out:
        _save_left_out(planned, options.left_out)
    if options.json:
        print(json.dumps(result.as_json(), ensure_ascii=False, indent=1))
    else:
        _print_result(options.entity, result)
    if result.counts["refused"] and not any(result.counts[key] for key in ("created", "updated", "unchanged")):
        raise ValidationError(N_("No row came in."))


def _mappings(options: argparse.Namespace, sheet: "Sheet") -> "Sequence[Mapping]":
    from app.exchange.whole_file import mappings_of, with_choice

    mappings = mappings_of(sheet, options.entity)
    try:
        for header, field in options.map:
            mappings = with_choice(mappings, header, field)
    except AppError as error:
        raise WrongUse(error.sentence) from error
    return mappings


def _dry_run(options: argparse.Namespace, sheet: "Sheet", mappings: "Sequence[Mapping]") -> "ImportPlan":
    """The plan over the file as it is, also while a window has it; over nothing where there is no file yet."""
    import tempfile

    from app.exchange.plan_types import ImportOptions
    from app.exchange.whole_file import plan_file

    how = ImportOptions(options.dates, options.mode, options.key)
    if data_path(options).exists():
        with reading(options) as store:
            return store.read(plan_file, sheet, mappings, how)
    with tempfile.TemporaryDirectory() as folder, _writing(Path(folder) / "empty.db") as store:
        return store.read(plan_file, sheet, mappings, how)


def _bring_in(options: argparse.Namespace, sheet: "Sheet", mappings: "Sequence[Mapping]") -> "ImportPlan":
    from app.exchange.apply import apply, changes_anything, label_of
    from app.exchange.plan_types import ImportOptions
    from app.exchange.whole_file import plan_file
    from app.store.changes import Label

    with _writing(data_path(options)) as store:
        how = ImportOptions(options.dates, options.mode, options.key)
        planned = store.read(plan_file, sheet, mappings, how)
        if changes_anything(planned):
            store.write(Label(*label_of(planned)), apply, planned)
        return planned


def _save_left_out(planned: "ImportPlan", path: Path) -> None:
    from app.exchange.plan_types import OUTSIDE
    from app.exchange.refused import write_refused
    from app.models import BY_KEY

    if any(one.action in OUTSIDE for one in planned.outcomes):
        write_refused(planned, path, _(BY_KEY[planned.kind()].plural))


def _print_result(entity: str, result: "ImportResult") -> None:
    """The counts, each kind by its name where there are several; then what to know, row by row."""
    from app.exchange.plan_types import sentence
    from app.formats import visible
    from app.models import BY_KEY

    for kind, part in result.parts:
        print(f"{_(BY_KEY[kind].plural)}: {_counted(part)}")
    if not result.parts:
        print(_counted(result))
    for kind, part in result.parts or ((entity, result),):
        for problem in part.problems:
            place = _("row {row}").format(row=problem.row)
            print(visible(f"{place}\t{_column_word(kind, problem.field)}\t{sentence(problem)}"))


def _counted(result: "ImportResult") -> str:
    words = {
        "created": _("{count} new"), "updated": _("{count} updated"), "unchanged": _("{count} unchanged"),
        "refused": _("{count} refused"), "duplicates": _("{count} repeated in the file"),
    }  # fmt: skip
    said = [word.format(count=count) for word, count in zip(words.values(), result.counts.values(), strict=True)]
    return _(", ").join([*said, *([_("{count} further lines of orders").format(count=result.lines)] if result.lines else [])])


def _column_word(entity: str, name: str) -> str:
    """A field in the language in force; a header of the file as it stands."""
    from app.exchange import names
    from app.exchange.trade_places import PLACES

    field = PLACES.get(entity, {}).get(name) or names.public_fields(entity).get(name)
    return _(field.label) if field else name
