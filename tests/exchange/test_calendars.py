"""Calendar files: events with their days, zones and series; rules made to hang are cut off (fault F52)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import ValidationError
from app.exchange.apply import apply
from app.exchange.calendar_events import events
from app.exchange.calendar_rules import occurrences
from app.exchange.card_file import Calendar
from app.exchange.listing import listing
from app.exchange.mapping import propose
from app.exchange.plan import plan
from app.exchange.reading import read_sheet
from tests.effort import costs_at_most
from tests.exchange.card_text import sheet_here


def calendar(*lines, name="Mine"):
    whole = ["BEGIN:VCALENDAR", "VERSION:2.0", f"X-WR-CALNAME:{name}", *lines, "END:VCALENDAR", ""]
    return b"\r\n".join(one if isinstance(one, bytes) else one.encode() for one in whole)


def event(*lines):
    return ("BEGIN:VEVENT", *lines, "END:VEVENT")


def only(*lines, before=()):
    (found,) = events(calendar(*before, *event(*lines)))
    return found, [one.message.format(**dict(one.values)) for one in found.troubles]


def test_an_event():
    found, troubles = only(
        "SUMMARY:拜访 华强\\, 二楼",
        "DTSTART;TZID=Asia/Shanghai:20260105T093000",
        "DTEND;TZID=Asia/Shanghai:20260105T103000",
        "LOCATION:深圳",
        "DESCRIPTION:一\\n二",
        "ATTENDEE;CN=王芳:mailto:a@b.cn",
        "ATTENDEE:MAILTO:c@d.cn",
        'ORGANIZER;CN="Li, Lei":mailto:l@l.cn',
        "CATEGORIES:VIP,展会",
        "BEGIN:VALARM",
        "TRIGGER:-PT15M",
        "DESCRIPTION:Reminder",
        "END:VALARM",
        "URL:https://x.cn",
    )
    assert (found.summary, found.place, found.description, found.minutes) == ("拜访 华强, 二楼", "深圳", "一\n二", 60)
    assert found.start.isoformat(" ") == "2026-01-05 09:30:00+08:00"
    assert (found.people, found.organiser) == (("王芳 <a@b.cn>", "c@d.cn"), "Li, Lei <l@l.cn>")
    assert (found.tags, found.url, found.calendar, troubles) == (("VIP", "展会"), "https://x.cn", "Mine", [])


@pytest.mark.parametrize(
    ("written", "read"),
    [("DTSTART:20260105", "2026-01-05"), ("DTSTART;VALUE=DATE:20260105", "2026-01-05"),
     ("DTSTART:20260105T013000Z", "2026-01-05 01:30:00+00:00"), ("DTSTART:20260105T0130", "2026-01-05 01:30:00"),
     ("DTSTART;TZID=China Standard Time:20260105T093000", "2026-01-05 09:30:00+08:00"),
     ("DTSTART;TZID=/soft.org/20/Asia/Tokyo:20260105T093000", "2026-01-05 09:30:00+09:00"),
     ("DTSTART;TZID=:20260105T093000", "2026-01-05 09:30:00"),
     ('DTSTART;TZID="../../etc/passwd":20260105T093000', "2026-01-05 09:30:00")],
)  # fmt: skip
def test_days_and_moments(written, read):
    found, _troubles = only(written)
    assert (found.start.isoformat(" ") if hasattr(found.start, "hour") else found.start.isoformat()) == read


def test_a_zone_of_the_files_own():
    zone = (
        "BEGIN:VTIMEZONE",
        "TZID:Fabrik",
        "BEGIN:STANDARD",
        "TZOFFSETTO:+0530",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "TZOFFSETTO:+0630",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
    )
    found, troubles = only("DTSTART;TZID=Fabrik:20260105T093000", before=zone)
    assert found.start.isoformat() == "2026-01-05T09:30:00+05:30"
    assert troubles == ["The time zone of line 14 is not known: “Fabrik”. Its standard time is taken."]
    _found, troubles = only("DTSTART;TZID=Nowhere:20260105T093000")
    assert troubles == ["The time zone of line 5 is not known: “Nowhere”. The time is taken as it stands."]


@pytest.mark.parametrize(
    "start", ["DTSTART:20260230", "DTSTART:soon", "DTSTART:20260105T990000", "X:1", "DTSTART:９９９９９９９９"]
)
def test_an_event_without_day_is_told(start):
    found, troubles = only("SUMMARY:A", start)
    assert (found.summary, found.start) == ("A", None)
    assert troubles == ["The event has no day that can be read."]


@pytest.mark.parametrize(
    ("end", "minutes"),
    [("DURATION:PT1H30M", 90), ("DURATION:P1D", 1440), ("DTEND:20260105T103000Z", 60), ("DTEND:20260105T083000Z", None),
     ("DTEND:99991231T000000Z", None), ("DTEND:20260106", None), ("DURATION:-PT5M", None), ("X:1", None)],
)  # fmt: skip
def test_how_long_it_takes(end, minutes):
    assert only("DTSTART:20260105T093000Z", end)[0].minutes == minutes


def test_events_that_do_not_end_and_other_parts():
    told = []
    data = calendar(
        "BEGIN:VEVENT",
        "SUMMARY:A",
        "DTSTART:20260105",
        *event("SUMMARY:B", "DTSTART:20260106"),
        "BEGIN:VTODO",
        "SUMMARY:T",
        "END:VTODO",
        "BEGIN:VEVENT",
        "SUMMARY:C",
        b"LOCATION:" + "好好".encode() + b"\xe5",
        "DTSTART:20260107",
    )
    found = list(events(data + calendar(*event("SUMMARY:D", "DTSTART:20260108")), tell=told.append))
    assert [one.summary for one in found] == ["A", "B", "C", "D"]
    assert [one.message.format(**dict(one.values)) for each in found for one in each.troubles] == [
        "The event has no end: the file is cut off there, or damaged.",
        "The event has no end: the file is cut off there, or damaged.",
        "Line 16 holds characters that cannot be read: “好好\ufffd”.",
    ]
    assert [one.message.format(**dict(one.values)) for one in told] == ["Parts that are no events were left out: 1 × VTODO."]


def test_five_thousand_nested_parts_are_refused():
    with pytest.raises(ValidationError, match="more than 100 parts"):
        list(events(b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 5_000))


# series ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "start", "days"),
    [
        ("FREQ=DAILY;COUNT=3", "2026-01-30", "01-30 01-31 02-01"),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=3", "2026-01-05", "01-05 01-19 02-02"),
        ("FREQ=WEEKLY;BYDAY=MO,FR;UNTIL=20260116T000000Z", "2026-01-06", "01-09 01-12 01-16"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", "2026-01-05", "01-31 02-28 03-31"),
        ("FREQ=MONTHLY;COUNT=3", "2026-01-31", "01-31 03-31 05-31"),
        ("FREQ=MONTHLY;BYDAY=2TU;COUNT=2", "2026-01-05", "01-13 02-10"),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=2", "2026-01-01", "02-13 03-13"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2", "2026-01-01", "01-30 02-27"),
        ("FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;COUNT=1", "2026-01-01", "10-25"),
        ("FREQ=DAILY;BYMONTH=3;BYDAY=SU;COUNT=2", "2026-01-01", "03-01 03-08"),
        ("FREQ=YEARLY;BYDAY=1MO;UNTIL=20261231", "2026-01-01", "01-05"),
        ("FREQ=YEARLY;BYMONTHDAY=1;UNTIL=20260301", "2026-01-15", "02-01 03-01"),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "2026-08-04", "08-04 08-09 08-18 08-23"),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "2026-08-04", "08-04 08-16 08-18 08-30"),
    ],
)
def test_series(rule, start, days):
    found = occurrences(rule, date.fromisoformat(start))
    assert (" ".join(day.isoformat()[5:] for day in found.days), found.whole) == (days, True)


def of_series(*lines):
    """The times of an event near today, and what is told of it."""
    reader = Calendar(calendar(*event("UID:s", "SUMMARY:A", *lines)))
    list(reader.rows())
    (times,) = reader.series.times.values()
    return list(times), [one.message.format(**dict(one.values)) for one in reader.troubles]


def test_the_last_moment_added_times_and_times_of_the_day_count_to_the_minute():
    first = date.today() + timedelta(days=3)
    one, two, three = (f"{first + timedelta(days=ahead):%Y%m%d}" for ahead in range(3))
    start = f"DTSTART;TZID=Asia/Shanghai:{one}T090000"
    for until, count in ((f"{three}T005959Z", 2), (f"{three}T010000Z", 3), (f"{three}T085959", 2), (three, 3)):
        assert len(of_series(start, f"RRULE:FREQ=DAILY;UNTIL={until}")[0]) == count, until
    zoned = ["RDATE;TZID=Asia/Shanghai:{two}T150000", "RDATE:{two}T070000Z", "RDATE;VALUE=PERIOD:{two}T070000Z/{three}T020000Z",
             "RDATE;VALUE=PERIOD:{two}T070000Z/PT3H"]  # fmt: skip
    for line in zoned:
        times, _told = of_series(start, line.format(two=two, three=three))
        assert [time[8:16] for time in times] == [f"{first:%d} 09:00", f"{first + timedelta(days=1):%d} 15:00"], line
    times, told = of_series(start, "RRULE:FREQ=DAILY;COUNT=2;BYHOUR=9,15")
    assert (len(times), told) == (2, [
        "“A” repeats several times a day (FREQ=DAILY;COUNT=2;BYHOUR=9,15); only one time of each day comes in.",
    ])  # fmt: skip


def test_what_is_called_off_or_added_on_another_clock_is_the_same_moment():
    first = date.today() + timedelta(days=3)
    days = [f"{first + timedelta(days=ahead):%Y%m%d}" for ahead in range(-1, 4)]
    for start, off in (
        (f"DTSTART;TZID=Asia/Shanghai:{days[1]}T090000", f"EXDATE;TZID=America/New_York:{days[1]}T200000,{days[2]}T200000"),
        (f"DTSTART;TZID=America/Los_Angeles:{days[1]}T200000", f"EXDATE;TZID=Asia/Shanghai:{days[3]}T120000,{days[4]}T120000"),
        (f"DTSTART:{days[1]}T230000Z", f"EXDATE;TZID=Asia/Shanghai:{days[3]}T070000,{days[4]}T070000"),
    ):
        times, _told = of_series(start, "RRULE:FREQ=DAILY;COUNT=3", off)
        assert [time[8:10] for time in times] == [days[1][6:]], start
    times, _told = of_series(f"DTSTART;TZID=Asia/Shanghai:{days[1]}T090000", f"RDATE;TZID=America/New_York:{days[1]}T200000")
    assert [time[8:16] for time in times][-1][3:] in ("08:00", "09:00")  # by daylight saving
    assert [time[8:10] for time in times] == [days[1][6:], days[2][6:]]


def test_a_leap_day_comes_every_four_years():
    found = occurrences("FREQ=YEARLY;COUNT=3", date(2024, 2, 29))
    assert [day.year for day in found.days] == [2024, 2028, 2032]


@pytest.mark.parametrize(
    "rule",
    ["FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;COUNT=1000000000000", "FREQ=SECONDLY",
     "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY", "FREQ=MONTHLY;BYDAY=9MO",
     "FREQ=DAILY;INTERVAL=999999999999", "FREQ=YEARLY;BYWEEKNO=20", "FREQ=WEEKLY;BYDAY=XX", "FREQ=DAILY;UNTIL=99991231",
     "FREQ=DAILY;BYMONTH=" + "2," * 5_000, "", "FREQ", "RRULE:x", "FREQ=DAILY;COUNT=-1", "FREQ=DAILY;COUNT=x",
     "FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYMONTHDAY=" + ",".join(map(str, range(1, 32)))],
)  # fmt: skip
def test_rules_made_to_hang_are_cut_off(rule):
    found = occurrences(rule, date(2026, 1, 5))
    plain = "FREQ=DAILY;COUNT=1000"
    assert costs_at_most(20, lambda: occurrences(rule, date(2026, 1, 5)), lambda: occurrences(plain, date(2026, 1, 5)))
    assert len(found.days) <= 1_000
    assert not found.whole


PART = st.sampled_from(
    [
        "FREQ=DAILY",
        "FREQ=WEEKLY",
        "FREQ=MONTHLY",
        "FREQ=YEARLY",
        "INTERVAL=3",
        "COUNT=5",
        "UNTIL=20300101",
        "BYMONTH=2,3",
        "BYMONTHDAY=30,-1",
        "BYDAY=MO,-1FR",
        "BYSETPOS=1,-1",
        "WKST=SU",
        "BYHOUR=9",
    ]
)


@given(st.lists(PART, max_size=6, unique=True), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_days_of_a_series_rise_from_its_start(several, start):
    days = occurrences(";".join(several), start, most=50, seconds=0.05).days
    assert list(days) == sorted(set(days))
    assert all(day >= start for day in days)


# as a table -----------------------------------------------------------------------------------------------------------

BIRTHDAYS = calendar(
    *event("SUMMARY:王芳的生日", "DTSTART;VALUE=DATE:19800506", "RRULE:FREQ=YEARLY", "DESCRIPTION:蛋糕"),
    *event("SUMMARY:1976 Ann Lee's birthday", "DTSTART;VALUE=DATE:20040506", "RRULE:FREQ=YEARLY;INTERVAL=1"),
    *event("SUMMARY:Meeting", "DTSTART:20260105T013000Z", "RRULE:FREQ=WEEKLY\\;COUNT=3", "COMMENT:bring the sample"),
)  # fmt: skip


def test_birthdays_become_people(store, tmp_path):
    path = tmp_path / "birthdays.ics"
    path.write_bytes(BIRTHDAYS)
    sheet = read_sheet(path)
    assert (sheet.entity, sheet.numbers) == ("contacts", (4, 10, 15))
    made = store.read(plan, "contacts", sheet, propose("contacts", sheet))
    assert made.counts == {"created": 2, "updated": 0, "unchanged": 0, "refused": 1, "duplicates": 0}
    store.write("In", apply, made)
    found = [(one["name"], one["birthday"]) for one in store.read(listing, "contacts")]
    assert sorted(found) == [("Ann Lee", "1976-05-06"), ("王芳", "1980-05-06")]
    fang = next(one for one in store.read(listing, "contacts") if one["name"] == "王芳")
    assert fang["notes"].split("\n") == ["Purpose: 王芳的生日", "Start: 1980-05-06", "What was said: 蛋糕", "Repeats: every year"]
    assert store.read(plan, "contacts", sheet, propose("contacts", sheet)).counts["unchanged"] == 2


def test_events_are_rows_for_visits():
    sheet = sheet_here(BIRTHDAYS)
    mapping = propose("visits", sheet)
    row = dict(zip(sheet.header, sheet.rows[2], strict=True))
    assert (row["Purpose"], row["Start"], row["Repeats"], row["Last time"]) == (
        "Meeting", "2026-01-05 01:30:00+00:00", "every week", "2026-01-19",
    )  # fmt: skip
    assert row["Notes"] == "COMMENT: bring the sample"
    assert mapping.field_of("Purpose") == "purpose"
    assert sheet_here(calendar(*event("SUMMARY:A", "DTSTART:20260105"))).entity == "visits"


def test_long_texts_are_kept_whole():
    sheet = sheet_here(calendar(*event(f"SUMMARY:{'a' * 300}", "DTSTART:20260105")))
    row = dict(zip(sheet.header, sheet.rows[0], strict=True))
    assert (len(row["Purpose"]), row["Notes"]) == (200, f"Purpose: {'a' * 300}")


def test_a_calendar_without_events(tmp_path):
    path = tmp_path / "todo.ics"
    path.write_bytes(calendar("BEGIN:VTODO", "END:VTODO"))
    with pytest.raises(ValidationError, match=r"todo\.ics: The file holds no event"):
        read_sheet(path)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(noise):
    found = list(events(calendar("BEGIN:VEVENT", noise, "END:VEVENT")))
    assert len(found) <= noise.count(b"BEGIN") + 1
