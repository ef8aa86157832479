"""Section I of the monthly complaint report in sentences: composed from the figures, to read as if somebody had written them.

What is nothing is not told as a number, what is undefined is left out; the Chinese text keeps to 150 characters (domain/50
§5.3) by telling less of what is least important.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import reduce

from app.analysis.figures import Figure, half_up, percent
from app.analysis.month_types import CategoryRow, MonthReport, ValidityCounts
from app.i18n import gettext_text as _
from app.i18n import language, ngettext
from app.reports.month_words import Words

LONGEST = {"zh": 150, "en": 450}
_NAMED = 3  # categories named at most
_NAME = 20  # characters of a category's name at most


def story(report: MonthReport, words: Words) -> str:
    """The month in a few sentences."""
    flow = report.flow_total
    if not (flow.new or flow.to_handle or flow.closed):
        return _("No complaints were received, and none were open.")
    tellings: tuple[Callable[[], Sequence[str]], ...] = (
        lambda: (_received(report, True), _handled(report), _left(report), _problems(report, words, _NAMED)),
        lambda: (_received(report, True), _handled(report), _left(report), _problems(report, words, 1)),
        lambda: (_received(report, False), _handled(report), _left(report), _problems(report, words, 1)),
    )
    for telling in tellings:
        text = _sentences(telling())
        if len(text) <= LONGEST[language()]:
            return text
    return _sentences((_received(report, False), _handled(report), _left(report)))


def _sentences(parts: Sequence[str]) -> str:
    """Each part with its full stop, as the language in force joins sentences."""
    said = [_("{sentence}.").format(sentence=part) for part in parts if part]
    return ("" if language() == "zh" else " ").join(said)


def _clauses(parts: Sequence[str]) -> str:
    """Parts of one sentence."""
    return _("; ").join(part for part in parts if part)


def and_list(words: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return _("{some} and {last}").format(some=_(", ").join(words[:-1]), last=words[-1])


def _received(report: MonthReport, whole: bool) -> str:
    flow = report.flow_total
    if not flow.new_net:
        return _clauses((_("No new complaints came in"), _withdrawn(flow.withdrawn)))
    came = ngettext("{count} new complaint came in", "{count} new complaints came in", flow.new_net).format(count=flow.new_net)
    if whole and (parts := _validity(report)):
        came = _("{what} ({parts})").format(what=came, parts=parts)
    if compared := _compared(report):
        came = _("{what}, {compared}").format(what=came, compared=compared)
    return _clauses((came, _withdrawn(flow.withdrawn) if whole else ""))


def _withdrawn(count: int) -> str:
    return ngettext("{count} was withdrawn", "{count} were withdrawn", count).format(count=count) if count else ""


def _compared(report: MonthReport) -> str:
    """``22.2% more than last month and 21.4% fewer than a year before``; what can't be compared is left out."""
    row = report.kpi("new_net")
    return _(" and ").join(each for each in (_on_month(row.mom), _on_year(row.yoy)) if each)


def _on_month(figure: Figure) -> str:
    share = _share(figure)
    if share is None:
        return ""
    if not share:
        return _("as many as last month")
    more, fewer = _("{share}% more than last month"), _("{share}% fewer than last month")
    return more.format(share=_number(share)) if share > 0 else fewer.format(share=_number(-share))


def _on_year(figure: Figure) -> str:
    share = _share(figure)
    if share is None:
        return ""
    if not share:
        return _("as many as a year before")
    more, fewer = _("{share}% more than a year before"), _("{share}% fewer than a year before")
    return more.format(share=_number(share)) if share > 0 else fewer.format(share=_number(-share))


def _share(figure: Figure) -> Decimal | None:
    """A growth in per cent; None where there is none, or one too small for its decimal."""
    if figure.value is None:
        return None
    share = half_up(figure.value * 100, 1)
    return share if share or figure.value == 0 else None


def _validity(report: MonthReport) -> str:
    """How many were justified; where nothing is assessed yet there is nothing to tell."""
    found = report.validity
    if found.pending >= report.flow_total.new_net:
        return ""
    if report.flow_total.new_net == 1:
        return _single(found)
    told = (
        _("{count} justified").format(count=found.valid) if found.valid else "",
        _("{count} not justified").format(count=found.invalid) if found.invalid else "",
        _("{count} for assistance only").format(count=found.assist) if found.assist else "",
        _("{count} not yet assessed").format(count=found.pending) if found.pending else "",
    )
    return and_list([each for each in told if each])


def _single(found: ValidityCounts) -> str:
    """The same of one complaint."""
    ways = ((found.valid, _("justified")), (found.invalid, _("not justified")),
            (found.assist, _("for assistance only")))  # fmt: skip
    return next((text for count, text in ways if count), "")


def _handled(report: MonthReport) -> str:
    flow = report.flow_total
    if not flow.to_handle:
        return ""
    whole = ngettext("{count} complaint was to be handled", "{count} complaints were to be handled", flow.to_handle)
    parts = [whole.format(count=flow.to_handle), _closed(report)]
    parts.append(_on_time(percent(report.kpi("on_time_rate").this)))
    return reduce(lambda told, more: _("{told}; {more}").format(told=told, more=more), filter(None, parts))


def _on_time(rate: Decimal | None) -> str:
    if rate is None:
        return ""
    if rate == 100:
        return _("everything due was closed on time")
    if not rate:
        return _("nothing due was closed on time")
    return _("{rate}% of what was due was closed on time").format(rate=_number(rate))


def _closed(report: MonthReport) -> str:
    closed = report.flow_total.closed
    if not closed:
        return _("none was closed")
    if closed == report.flow_total.to_handle:
        return _("it was closed") if closed == 1 else _("all were closed")
    rate = percent(report.kpi("closure_rate").this)
    told = ngettext("{count} was closed ({rate}%)", "{count} were closed ({rate}%)", closed)
    return told.format(count=closed, rate=_number(rate or Decimal(0)))


def _left(report: MonthReport) -> str:
    left, late = len(report.open_cases), sum(case.overdue for case in report.open_cases)
    if not left:
        return _("Nothing was left open at the end of the month")
    told = ngettext("{count} was open at the end of the month", "{count} were open at the end of the month", left)
    if not late:
        detail = _("not overdue") if left == 1 else _("none of them overdue")
    elif late == left:
        detail = _("and overdue") if left == 1 else _("all of them overdue")
    else:
        detail = _("{count} of them overdue").format(count=late)
    return _("{what}, {detail}").format(what=told.format(count=left), detail=detail)


def _problems(report: MonthReport, words: Words, most: int) -> str:
    vital = [row for row in report.categories if row.vital][:most]
    if not vital:
        return ""
    names = and_list([_name(row, words) for row in vital])
    share = percent(vital[-1].cumulative) or Decimal(0)
    if share == 100:
        single = report.flow_total.new_net == 1
        return (_("It was about {names}") if single else _("All were about {names}")).format(names=names)
    one, many = _("The main problem was {names} ({share}%)"), _("The main problems were {names} ({share}% in all)")
    return (one if len(vital) == 1 else many).format(names=names, share=_number(share))


def _name(row: CategoryRow, words: Words) -> str:
    name = words.label("category", row.key)
    return name if len(name) <= _NAME else name[: _NAME - 1] + "…"


def _number(value: Decimal) -> str:
    """One decimal, as in the tables; 100 is whole."""
    return "100" if value == 100 else f"{value:,.1f}"
