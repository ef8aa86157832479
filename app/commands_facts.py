"""The figures of the firm and the parameters below an analysis of the command line: their names and values in words."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from app.i18n import N_
from app.i18n import gettext_text as _

if TYPE_CHECKING:
    from app.services.business.tables import Result

DASH = "—"
_NAMES = {
    "total": N_("Total"), "first": N_("From"), "as_of": N_("As of"), "months": N_("Months"), "mode": N_("Mode"),
    "a": N_("A up to"), "b": N_("B up to"), "basis": N_("Ranked"), "customers": N_("Customers"),
    "customer_share": N_("Share of the customers (%)"), "profit_share": N_("Share of the profit (%)"),
    "cumulative_profit": N_("Cumulative profit (%)"), "without_profit": N_("Profit not known"), "ranked": N_("Customers ranked"),
    "small_sample": N_("Small sample"), "cuts": N_("Cuts"), "bands": N_("Bands"), "most": N_("Full points"), "none": N_("None"),
    "unallocated": N_("Not allocated"), "unknown_cost": N_("Cost of goods not known"), "discount": N_("Discount rate"),
    "segments": N_("Segments"), "counts": N_("Customers by status"), "start": N_("Customers at the start"), "new": N_("New"),
    "lost_contacted": N_("Lost ones contacted"), "won_back": N_("Of them ordered again"), "win_back": N_("Won back of them (%)"),
    "lost": N_("Lost"), "churn": N_("Churn (%)"), "retention": N_("Retention (%)"), "tier_days": N_("Usual days of a tier"),
    "window": N_("Months of the window"), "buckets": N_("Ageing"), "not_due": N_("Not yet due"), "amount": N_("Amount"),
    "share": N_("Share (%)"), "provision": N_("Provision"), "holds": N_("Supply"), "warns_largest": N_("Warning: the largest"),
    "warns_hhi": N_("Warning: concentrated"), "sales": N_("Net sales"), "gross": N_("Gross profit"), "profit": N_("Profit"),
    "company": N_("Against the firm"), "median": N_("Against the median"), "before": N_("Share before the customer"),
    "within": N_("Share with the customer"), "cumulative": N_("Top 1, 5, 20 percent"), "fixed": N_("Fixed steps"),
    "quintile": N_("Fifths"), "published": N_("As the rfm package"), "layered": N_("Layers of 1, 5, 20 percent"),
    "visits": N_("Visits"), "service": N_("Service"), "logistics": N_("Logistics"), "complaints": N_("Complaints"),
    "over_a_year": N_("Older than a year"), "late": N_("By days late"), "age": N_("By age of the invoice"),
    "gifts": N_("Gifts and events"), "financing": N_("Financing"), "bad_debt": N_("Bad debts"),
}  # fmt: skip
"""The names ``--json`` uses -> msgid; those of columns are the columns' own."""


def fact_lines(result: "Result") -> list[str]:
    """One line each: “name: value”."""
    labels = {column.key: column.label for column in result.columns}
    return [f"{_named(name, labels)}: {value}" for name, value in (*_flat(result.company), *_flat(result.parameters))]


def _named(name: str, labels: Mapping[str, str]) -> str:
    """The parts of a name behind one another; a column's label goes before the usual name."""
    return " · ".join(_words(part, labels) for part in name.split("."))


def _words(code: str, labels: Mapping[str, str]) -> str:
    from app.services.business.labels import LABELS

    msgid = _NAMES.get(code) or labels.get(code) or LABELS.get(code)
    return _(msgid) if msgid else code


def _flat(values: Mapping[str, Any], above: str = "") -> list[tuple[str, str]]:
    """Names and values, those within others behind a dot."""
    found: list[tuple[str, str]] = []
    for key, value in values.items():
        name = f"{above}{key}"
        if isinstance(value, Mapping):
            found += _flat(value, f"{name}.")
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            found += [pair for one in value for pair in _flat({k: v for k, v in one.items() if k != "tier"}, f"{one['tier']}.")]
        else:
            found.append((name, _said(value)))
    return found


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return DASH if value is None else _words(value, {}) if isinstance(value, str) else str(value)
