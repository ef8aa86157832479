"""What if more customers stayed (C29): the figures of the file, or those typed in their place, before and after."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from app.analysis.what_if import Assumption, Outcome, what_if
from app.errors import ValidationError
from app.formats import money_text, number_text, percent_text
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.services.business import loyalty
from app.ui.screens.analysis.numbers import MONEY, TIMES, Number
from app.ui.screens.analysis.shown import Column, Row, Shown, Wanted, fact, free_row

_NOT_GIVEN = N_("not given")
_TIMES = N_("How many times as much a new customer costs as keeping an old one. 4 to 6 are often quoted, studies found 2 to 20: "
            "no figure of this firm.")  # fmt: skip
ASKED = (
    Number("now", N_("Retention now (%)"), "80"), Number("then", N_("Retention then (%)"), "85"),
    Number("margin", N_("Margin a year"), kind=MONEY), Number("discount", N_("Discount a year (%)")),
    Number("keeping", N_("Keeping one a year"), kind=MONEY, hint=_NOT_GIVEN),
    Number("times", N_("New : old"), kind=TIMES, hint=_NOT_GIVEN, tip=_TIMES),
)  # fmt: skip
"""Retention, and what C29 lets people change: empty ones are the mean margin of the file, the rate of the settings, not known."""
ASSUMED = (Column(N_("What"), width=260), Column(N_("Now"), "said", 120), Column(N_("Then"), "said", 120))
_NO_MARGIN = N_("No order of the last twelve months says what its goods cost: type above what a customer earns a year.")
_UNKNOWN = N_("What winning as many new customers would cost is not known: type what keeping one costs a year, and how many "
              "times as much a new one costs.")  # fmt: skip


def what_if_retained(session: Any, wanted: Wanted) -> Shown:
    """C29: what more faithful customers would be worth; a margin that is not typed is the mean of those with a lifetime value."""
    found = loyalty.lifetime(session, wanted.period)
    margins = [line.row.margin.cents.value for line in found.lines if line.row.margin.cents.value is not None]
    known = {"margin": Decimal(int(sum(margins, Decimal(0)) / len(margins)))} if margins else {}
    known["discount"] = Decimal(found.parameters["discount"])
    used = {key: money_text(int(value)) if key == "margin" else percent_text(value) for key, value in known.items()}
    figures = {**known, **wanted.more}
    if "margin" not in figures:
        return Shown(ASSUMED, (), because=_NO_MARGIN if found.lines else "", used=used)
    assumed = _checked(figures, len(margins) or len(found.lines))
    done = what_if(assumed)
    notes = _notes(assumed, "margin" in wanted.more)
    return Shown(ASSUMED, _rows(assumed, done), _facts(done), notes, (assumed, done), used=used)


def _checked(figures: Mapping[str, Decimal], customers: int) -> Assumption:
    """The assumption; ValidationError for figures that nothing can be reckoned with."""
    now, then, discount = figures.get("now", Decimal("0.80")), figures.get("then", Decimal("0.85")), figures["discount"]
    keeping, times = figures.get("keeping"), figures.get("times")
    for wrong, said in (
        (not 0 <= min(now, then) <= max(now, then) <= 1, N_("Retention lies between 0 and 100 percent.")),
        (not 0 <= discount <= 1, N_("The discount lies between 0 and 100 percent.")),
        (discount == 0 and max(now, then) == 1, N_("If everybody stays and nothing is discounted, the value has no limit.")),
        (keeping is not None and keeping < 0, N_("Keeping a customer costs nothing or more.")),
        (times is not None and times <= 0, N_("How many times as much a new customer costs is above 0.")),
    ):
        if wrong:
            raise ValidationError(said)
    return Assumption(int(figures["margin"]), now, then, discount, customers, None if keeping is None else int(keeping), times)


def _rows(assumed: Assumption, done: Outcome) -> tuple[Row, ...]:
    """What goes in, and what comes out, before and after."""
    lines = [
        (_("Customers that stay a year"), "percent", assumed.now, assumed.after),
        (_("Margin of a customer a year"), "money", assumed.margin, assumed.margin),
        (_("Discount rate"), "percent", assumed.discount, assumed.discount),
        (_("Lifetime value of a customer"), "money", done.before, done.after),
    ]
    if assumed.keeping_cost is not None:
        lines.insert(3, (_("Keeping a customer a year"), "money", assumed.keeping_cost, assumed.keeping_cost))
    if assumed.new_to_old is not None:
        lines.insert(-1, (_("A new customer costs so many times as much"), "decimal", assumed.new_to_old, assumed.new_to_old))
    texts = ((words, fact("", kind, before)[1], fact("", kind, after)[1]) for words, kind, before, after in lines)
    return tuple(free_row(ASSUMED, line) for line in texts)


def _facts(done: Outcome) -> tuple[tuple[str, str], ...]:
    return (
        fact(N_("Gain of all customers together"), "money", done.gain), fact(N_("Growth of the value"), "percent", done.growth),
        (_("More customers stay in a year"), number_text(done.kept, 1)),
        fact(N_("Winning as many new ones would cost"), "money", done.replacing_cost),
    )  # fmt: skip


def _notes(assumed: Assumption, typed: bool) -> tuple[str, ...]:
    """That it is assumed, of whom, and what nobody typed."""
    told = ngettext_text("An assumption, not a result: the margin typed, for {count} customer, discounted at {rate} a year.",
                         "An assumption, not a result: the margin typed, for {count} customers, discounted at {rate} a year.",
                         assumed.customers)  # fmt: skip
    if not typed:
        told = _("An assumption, not a result: the mean margin of {count} customers, discounted at {rate} a year.")
    said = told.format(count=number_text(assumed.customers), rate=percent_text(assumed.discount))
    return (said,) if None not in (assumed.keeping_cost, assumed.new_to_old) else (said, _(_UNKNOWN))
