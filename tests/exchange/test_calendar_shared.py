"""Other people's calendars: their series against a second opinion, and none stops the import."""

import re
from contextlib import suppress
from datetime import datetime
from itertools import islice

import pytest

from app.analysis.recurrence import occurrences, problem_of
from app.errors import ValidationError
from app.exchange.calendar_events import events
from app.exchange.calendar_series import rule_here
from app.exchange.mapping import propose
from app.exchange.plan import plan
from tests.exchange.card_text import sheet_here

MOST = 12


def second_opinion(rule, start):
    """The days of a series by dateutil: of each day only one time, its last day included."""
    rrule = pytest.importorskip("dateutil.rrule")
    days = re.sub(r"UNTIL=(\d{8})(T\w+)?", r"UNTIL=\1T235959", re.sub(r"BY(HOUR|MINUTE|SECOND)=[\d,]+;?", "", rule.upper()))
    return tuple(one.date() for one in islice(rrule.rrulestr(days.rstrip(";"), dtstart=start), MOST))


def test_every_series_of_the_shared_calendars_is_counted_as_others_count_it(shared):
    rules = {}
    for path in sorted((shared / "data").rglob("*.ics")):
        for one in events(path.read_bytes()):
            if one.rule and one.start is not None and not problem_of(one.rule):
                start = one.start if isinstance(one.start, datetime) else datetime.combine(one.start, datetime.min.time())
                rules[(rule_here(one), start.date())] = start.replace(tzinfo=None)
    assert len(rules) > 800
    differing = {
        key: found for key, start in rules.items()
        if (found := occurrences(*key, MOST).days) != second_opinion(key[0], start)
    }  # fmt: skip
    assert differing == {}


def test_no_shared_calendar_stops_the_import(store, shared):
    rows = 0
    for path in sorted((shared / "data").rglob("*.ics")):
        with suppress(ValidationError):  # no event in it
            sheet = sheet_here(path.read_bytes(), path.name)
            if len(sheet.rows) < 600:
                made = store.read(plan, "visits", sheet, propose("visits", sheet))
                assert sum(made.counts.values()) == len(made.outcomes) >= len(sheet.rows)
            rows += len(sheet.rows)
    assert rows >= 3_465
