"""What an entry of the calendar says about a visit, and which part of it a person may change on the phone."""

import re
from datetime import date
from html import unescape

from app.formats import day_text
from app.i18n import LANGUAGES, use_language
from app.i18n import gettext_text as _
from app.models import Visit, fields_of
from app.services.present import phone_text, text_of
from app.services.visit_briefs import Brief, Promise

_MOST_PROMISES = 10


def title(brief: Brief) -> str:
    """``customer: purpose``, or the kind of contact where no purpose is known."""
    return _("{customer}: {purpose}").format(customer=_name(brief), purpose=brief.values["purpose"] or _kind(brief))


def _name(brief: Brief) -> str:
    return str(brief.customer["short_name"] or brief.customer["name"])


def _kind(brief: Brief) -> str:
    return text_of(fields_of(Visit)["kind"], brief.values["kind"])


def titles(brief: Brief) -> set[str]:
    """The title in every language: which one the calendar was written in is not known any more."""
    found = set()
    for spoken in LANGUAGES:
        with use_language(spoken):
            found.add(title(brief))
    return found


def purpose_of(brief: Brief, summary: str) -> str:
    """The purpose in a title that was changed on the phone: without the customer, where it still begins with it."""
    for spoken in LANGUAGES:
        with use_language(spoken):
            start = _("{customer}: {purpose}").format(customer=_name(brief), purpose="\0").partition("\0")[0].strip()
        if summary.startswith(start):
            return summary[len(start) :].strip()
    return summary


def description(brief: Brief) -> str:
    """Who is met and how they are reached, what to prepare, what is promised; below the last line there is room for notes."""
    contact, values = brief.contact, brief.values
    who = ", ".join(filter(None, (contact.get("name"), contact.get("title"))))
    lines = [
        _line(_("Whom"), who), _line(_("Phone"), phone_text(brief.phone)), _line(_("Done by"), ", ".join(brief.goers)),
        _line(_("To prepare"), values["preparation"] or ""), *map(_promise, brief.promises[:_MOST_PROMISES]),
        _line(_("Visit no."), values["number"]), notes_head(),
    ]  # fmt: skip
    return "\n".join(filter(None, lines))


def _line(label: str, text: str) -> str:
    return _("{label}: {text}").format(label=label, text=text) if text else ""


def _promise(one: Promise) -> str:
    label = _("Promised by us") if one.ours else _("Promised by the customer")
    return _line(label, _promise_text(one.text, one.due))


def _promise_text(text: str, due: date | None) -> str:
    return text if due is None else _("{text} (by {day})").format(text=text, day=day_text(due))


def notes_head() -> str:
    """The line below which people write on the phone."""
    return _("— Notes —")


_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li)>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:p|div|li|ul|ol|span|b|i|u|a|html-blob)(?:\s[^<>]*)?>", re.IGNORECASE)


def _without_markup(text: str) -> str:
    """Some calendars write the description as HTML once it was changed there; other texts stay as they are."""
    return unescape(_TAG.sub("", _BREAK.sub("\n", text))) if _BREAK.search(text) else text


def noted(text: str) -> str:
    """What stands below the last such line, in whatever language the calendar was written."""
    heads = set()
    for spoken in LANGUAGES:
        with use_language(spoken):
            heads.add(notes_head())
    lines = [line.strip() for line in _without_markup(text).splitlines()]
    at = max((place for place, line in enumerate(lines) if line in heads), default=len(lines))
    return "\n".join(lines[at + 1 :]).strip()
