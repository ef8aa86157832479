"""The command that prints analyses of the customers: as JSON objects by the names of domain/30, or as a table to be read."""

import argparse
import json
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from app.commands_facts import DASH, fact_lines
from app.i18n import gettext_text as _

if TYPE_CHECKING:
    from app.services.business.tables import Column, Result, Shape

KINDS = (
    "abc", "pareto", "pyramid", "score", "profit", "clv", "rfm", "status", "dso", "aging", "credit", "concentration",
)  # fmt: skip


def analyse(options: argparse.Namespace) -> None:
    """Print one analysis; where the role may not take data out, as a table only."""
    from app.commands import reading
    from app.formats import today
    from app.services import roles
    from app.services.business.tables import made

    with reading(options) as store:
        if options.json:
            store.read(roles.require_out)
        result = store.read(made, _shape(options.analysis), options.as_of, options.months, options.mode, today())
    if options.json:
        print(json.dumps(_as_json(result), ensure_ascii=False, indent=1, default=_number))
        return
    _print(result)


def _shape(name: str) -> "Shape":
    from app.services.business.shapes import SALES
    from app.services.business.shapes_money import RECEIVABLES

    return {**SALES, **RECEIVABLES}[name]


def _as_json(result: "Result") -> dict[str, Any]:
    return {
        "rows": result.rows, "parameters": result.parameters, "company": result.company, "left_out": result.left_out,
    }  # fmt: skip


def _number(value: Any) -> float:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(type(value).__name__)


def _print(result: "Result") -> None:
    """The customers as an aligned table, the figures of the firm below."""
    from app.formats import visible

    header = [_("Customer no."), _("Customer"), *(_(column.label) for column in result.columns)]
    rows = [
        [visible(row["code"]), visible(row["name"]), *(_cell(row[column.key], column) for column in result.columns)]
        for row in result.rows
    ]
    left = {0, 1} | {place for place, column in enumerate(result.columns, 2) if column.kind in ("text", "word", "flag")}
    _print_table(header, rows, left)
    for line in fact_lines(result):
        print(line)
    for currency, amount in result.left_out.items():
        print(_("Left out, in another currency: {amount} {currency}").format(amount=f"{amount:,.2f}", currency=currency))


def _print_table(header: Sequence[str], rows: Iterable[Sequence[str]], left: set[int]) -> None:
    lines = [header, *rows]
    widths = [max(_width(line[place]) for line in lines) for place in range(len(header))]
    for line in lines:
        padded = (_padded(text, width, place in left) for place, (text, width) in enumerate(zip(line, widths, strict=True)))
        print("  ".join(padded).rstrip())
    print()


def _width(text: str) -> int:
    """Columns of a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _padded(text: str, width: int, left: bool) -> str:
    blank = " " * (width - _width(text))
    return text + blank if left else blank + text


def _cell(value: Any, column: "Column") -> str:
    if value is None:
        return DASH
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if column.kind == "word":
        return _word(str(value))
    if isinstance(value, str):
        return value
    if column.kind == "money":
        return f"{value:,.2f}"
    return f"{value:,.1f} %" if column.kind == "percent" else f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"


def _word(code: str) -> str:
    from app.services.business.labels import LABELS

    return _(LABELS.get(code, code))
