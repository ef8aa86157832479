"""The command line: the same services and reports as the window, without a window.

Answers go to stdout, one sentence about what went wrong to stderr; exit 2 for wrong use, 1 for what failed. No command
imports Qt, and nothing is imported before the command line is understood.
"""

import argparse
import codecs
import importlib
import io
import re
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from app import commands, commands_analyse, commands_encryption, commands_out, commands_privacy, commands_safety
from app.cli_words import teach_argparse, wanted_language
from app.commands import WrongUse
from app.commands_changes import CHANGES
from app.errors import AppError
from app.formats import visible
from app.i18n import LANGUAGES, N_, set_language, system_language
from app.i18n import gettext_text as _
from app.paths import log_file

_PEOPLE = ("customers", "contacts", "visits", "complaints", "requests")
_TRADE = ("products", "orders", "invoices", "receipts", "costs")
IMPORTED = (*_PEOPLE, *_TRADE)
EXPORTED = (*_PEOPLE, *_TRADE, "improvements", "phone_memos")
CARDS = "cards"
"""Customers and people of one card file together."""

_MONTH = re.compile(r"(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])")
_METAVARS = {"customer": "CODE", "person": "NAME", "complaint": "NUMBER", "memo": "NUMBER"}
_MOST_ROWS = 10_000_000
_MOST_MONTHS = 1200


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise WrongUse(_("{message} (“--help” shows what there is)").format(message=message))


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say and return the exit code; without a command the window opens."""
    _speak_utf8()
    try:
        given = sys.argv[1:] if arguments is None else list(arguments)
        set_language(wanted_language(given) or system_language())
        teach_argparse()
        options = parser(with_reports="report" in given).parse_args(given)
        _check(options)
        if options.command is None:
            return _window(options)
        commands_encryption.unlocked(options)
        return 0
    except WrongUse as error:
        return _tell(str(error), 2)
    except AppError as error:
        return _tell(error.sentence, 1)
    except SystemExit as ended:  # argparse after --help
        return int(ended.code or 0)
    except BrokenPipeError:  # the reader of stdout has seen enough
        sys.stdout = io.StringIO()
        return 0
    except KeyboardInterrupt:
        return _tell(_("Stopped."), 1)


def guarded(arguments: Sequence[str] | None = None) -> int:
    """``main``, and the last resort for bugs: logged with their traceback, told in one sentence."""
    try:
        return main(arguments)
    except Exception:
        import logging

        logging.basicConfig(filename=log_file(), encoding="utf-8", format="%(asctime)s %(levelname)s %(message)s")
        logging.getLogger("clientele").exception("command failed")
        return _tell(_("Something went wrong in the program itself. {file} says what.").format(file=log_file()), 1)


def _speak_utf8() -> None:
    """Whatever the locale says: answers are UTF-8, and no character stops the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _tell(sentence: str, code: int) -> int:
    print(visible(" ".join(sentence.split())), file=sys.stderr)
    return code


# what can be said -----------------------------------------------------------------------------------------------------


def parser(*, with_reports: bool = True) -> argparse.ArgumentParser:
    """Every command with its options; the list of reports brings the database with it, so the window goes without."""
    whole = _Parser(prog="clientele", allow_abbrev=False, description=_("Customers, people, visits and complaints, offline."))
    whole.add_argument("--data", type=Path, metavar="FILE", help=_("the data file (the user's own where none is named)"))
    whole.add_argument("--lang", choices=LANGUAGES, default=None, help=_("the language of messages and reports"))
    _add_passphrase(whole, None)
    whole.add_argument("--exit-when-ready", action="store_true", help=_("open the window, print “ready”, and end"))
    places = whole.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    _add_plain(places)
    _add_import(places)
    _add_analyse(places)
    _add_safety(places)
    _add_encryption(places)
    report = places.add_parser("report", help=_("print a report as a PDF file"), allow_abbrev=False)
    if with_reports:
        _add_reports(report)
    return whole


def _command(places: Any, name: str, run: Callable[[argparse.Namespace], int | None], text: str) -> argparse.ArgumentParser:
    added: argparse.ArgumentParser = places.add_parser(name, help=text, description=text, allow_abbrev=False)
    added.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS)
    _add_passphrase(added, argparse.SUPPRESS)
    added.set_defaults(run=run)
    return added


def _add_passphrase(parser: argparse.ArgumentParser, default: str | None) -> None:
    text = _("a file whose first line is the passphrase of an encrypted data file; asked for otherwise")
    parser.add_argument("--passphrase-file", type=Path, metavar="FILE", default=default, help=text)


def _add_entity(parser: argparse.ArgumentParser, which: Sequence[str]) -> None:
    parser.add_argument("entity", choices=which, metavar="KIND", help=", ".join(which))


def _add_plain(places: Any) -> None:
    _command(places, "sample", commands.sample, _("fill a new data file with the sample company"))
    _command(places, "verify", commands.verify, _("check that the data file is whole"))
    said = _("write records to a CSV or Excel file, people to a vCard and visits to a calendar file too")
    out = _command(places, "export", commands_out.export, said)
    _add_entity(out, (*EXPORTED, CHANGES))
    out.add_argument("out", type=Path, metavar="OUT")
    out.add_argument("--encoding", choices=("utf-8", "gb18030"), default="utf-8", help=_("of a CSV file"))
    out.add_argument("--since", type=_day, metavar="YYYY-MM-DD", help=_("changes: the day from which they count"))
    out.add_argument("--vcard", choices=("3.0", "4.0"), default="4.0", help=_("the version of a .vcf file"))
    out.add_argument("--all", action="store_true", help=_("visits to an .ics file: the done and cancelled ones too"))
    out.add_argument("--person", default="", metavar="NAME", help=_("visits to an .ics file: only those of a colleague"))
    whose = _command(places, "export-person", commands_privacy.export_person, _("write all data of one person to a ZIP file"))
    whose.add_argument("person", metavar="ID", help=_("the person's id, customer no. or full name"))
    whose.add_argument("out", type=Path, metavar="OUT.zip")
    found = _command(places, "list", commands.list_records, _("list records"))
    _add_entity(found, EXPORTED)
    found.add_argument("--find", default="", metavar="TEXT")
    found.add_argument("--limit", type=_count, metavar="N")
    found.add_argument("--json", action="store_true")


def _add_safety(places: Any) -> None:
    made = _command(places, "backup", commands_safety.backup, _("make a backup, also while a window has the file"))
    made.add_argument("--to", type=Path, metavar="FOLDER", help=_("another place than the usual one"))
    listed = _command(places, "backups", commands_safety.backups, _("list the backups"))
    back = _command(places, "restore", commands_safety.restore, _("bring a backup back; the present state is saved first"))
    back.add_argument("backup", metavar="BACKUP", help=_("its number, or its file"))
    back.add_argument("--yes", action="store_true", help=_("do it; without, only say what would be lost"))
    for one in (listed, back):
        one.add_argument("--in", dest="folder", type=Path, metavar="FOLDER", help=_("another place than the usual one"))
    saved = _command(places, "salvage", commands_safety.salvage, _("read what a damaged file still holds into a new one"))
    saved.add_argument("file", type=Path, metavar="FILE")
    saved.add_argument("new_file", type=Path, metavar="NEWFILE")


def _add_encryption(places: Any) -> None:
    closed = _command(places, "encrypt", commands_encryption.encrypt, _("encrypt a data file and its attachments"))
    closed.add_argument("--purge", action="store_true", help=_("delete the older backups, which are not encrypted"))
    plain = _command(places, "decrypt", commands_encryption.decrypt, _("make a plain file of an encrypted one"))
    changed = _command(places, "passphrase", commands_encryption.passphrase, _("change the passphrase of an encrypted file"))
    changed.add_argument("--new-passphrase-file", type=Path, metavar="FILE", help=_("a file whose first line is the new one"))
    changed.add_argument("--recovery", action="store_true", help=_("print a new recovery key instead"))
    for one in (closed, plain, changed):
        one.add_argument("file", type=Path, metavar="FILE")


def _add_import(places: Any) -> None:
    taken = _command(places, "import", commands.bring_in, _("bring in records from a CSV, Excel, vCard or calendar file"))
    _add_entity(taken, (*IMPORTED, CARDS, CHANGES))
    taken.add_argument("file", type=Path, metavar="FILE")
    taken.add_argument("--encoding", type=_encoding, metavar="E")
    taken.add_argument("--sheet", default="", metavar="S")
    taken.add_argument("--dates", choices=("mdy", "dmy", "ymd"), default="")
    taken.add_argument("--map", type=_pair, action="append", default=[], metavar="HEADER=FIELD")
    taken.add_argument("--mode", choices=("both", "create", "update"), default="both", help=_("new rows, changes, or both"))
    taken.add_argument("--key", default="", metavar="FIELD", help=_("the field by which rows find records"))
    taken.add_argument("--left-out", type=Path, metavar="F", help=_("save the rows left out, with the reason, to a file"))
    taken.add_argument("--dry-run", action="store_true")
    taken.add_argument("--json", action="store_true")


def _add_analyse(places: Any) -> None:
    asked = _command(places, "analyse", commands_analyse.analyse, _("print an analysis of the customers"))
    asked.add_argument("analysis", choices=commands_analyse.KINDS, metavar="ANALYSIS", help=", ".join(commands_analyse.KINDS))
    asked.add_argument("--as-of", type=_day, metavar="YYYY-MM-DD", help=_("the last day that counts (today)"))
    asked.add_argument("--months", type=_months, metavar="N", help=_("how many months up to that day (12)"))
    asked.add_argument("--mode", default="", metavar="M", help=_("how it is reckoned: pareto before:80/95 or within:55/85, …"))
    asked.add_argument("--json", action="store_true")


def _months(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:5]) <= _MOST_MONTHS:
        raise argparse.ArgumentTypeError(_("“{value}” is no number of months").format(value=text))
    return int(text)


def _add_reports(whole: argparse.ArgumentParser) -> None:
    from app.reports import REPORTS

    kinds = whole.add_subparsers(dest="report", metavar="REPORT", required=True, parser_class=_Parser)
    for report in REPORTS:
        added = _command(kinds, report.key, commands_out.report, _(report.title))
        added.add_argument("--out", type=Path, required=True, metavar="F.pdf")
        for name in report.parameters:
            _add_parameter(added, name)


def _add_parameter(added: argparse.ArgumentParser, name: str) -> None:
    if name == "sheet":
        added.add_argument("--sheet", default="3x8", metavar="3x8")
    elif name == "colleague":
        added.add_argument("--person", dest="colleague", default="", metavar="NAME", help=_("a colleague; without it everybody"))
    elif name == "day":
        added.add_argument("--day", "--as-of", dest="day", type=_day, metavar="YYYY-MM-DD", help=_("today without it"))
    elif name != "query":  # a list as shown is the window's; here everything is printed
        kind, metavar = (_month, "YYYY-MM") if name == "month" else (str, _METAVARS.get(name, ""))
        added.add_argument(f"--{name}", type=kind, required=True, metavar=metavar)


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(_("“{value}” is no number of rows").format(value=text))
    return min(int(text[:12]), _MOST_ROWS)


def _month(text: str) -> str:
    if not _MONTH.fullmatch(text):
        raise argparse.ArgumentTypeError(_("“{value}” is no month such as 2026-07").format(value=text))
    return text


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("“{value}” is no day such as 2026-07-01").format(value=text)) from None


def _encoding(text: str) -> str:
    try:
        "".encode(text)
        return codecs.lookup(text).name
    except (LookupError, ValueError, TypeError):
        raise argparse.ArgumentTypeError(_("there is no encoding named “{value}”").format(value=text)) from None


def _pair(text: str) -> tuple[str, str]:
    header, equals, field = text.rpartition("=")
    if not equals or not header:
        raise argparse.ArgumentTypeError(_("“{value}” is not of the form HEADER=FIELD").format(value=text))
    return header, field.strip()


def _check(options: argparse.Namespace) -> None:
    """What argparse can't see: a command where only the window takes the option, the ending of a file."""
    if options.command and options.exit_when_ready:
        raise WrongUse(_("--exit-when-ready opens the window and goes with no command"))
    if options.command == "export":
        _check_ending(options.entity, options.out)
        _check_changes(options)


_ENDINGS = {
    "contacts": (".vcf", N_("{file} must end with .csv, .xlsx or .vcf.")),
    "visits": (".ics", N_("{file} must end with .csv, .xlsx or .ics.")),
}  # fmt: skip


def _check_ending(entity: str, out: Path) -> None:
    more, sentence = _ENDINGS.get(entity, ("", N_("{file} must end with .csv or .xlsx.")))
    if out.suffix.casefold() not in (".csv", ".xlsx", *filter(None, (more,))):
        raise WrongUse(_(sentence).format(file=out))


def _check_changes(options: argparse.Namespace) -> None:
    if options.entity == CHANGES and options.since is None:
        raise WrongUse(_("export changes needs --since YYYY-MM-DD"))
    if options.entity == CHANGES and options.out.suffix.casefold() != ".xlsx":
        raise WrongUse(_("{file} must end with .xlsx.").format(file=options.out))


def _window(options: argparse.Namespace) -> int:
    run_window = importlib.import_module("app.bootstrap").run_window
    return int(run_window(options.data, exit_when_ready=options.exit_when_ready, language=options.lang))
