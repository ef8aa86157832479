"""Visits out to a phone's calendar and back: nothing changed is nothing to change, a change is that change, never a double."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.errors import ValidationError
from app.exchange.apply import apply, label_of
from app.exchange.calendar_writer import export_calendar
from app.exchange.mapping import propose
from app.exchange.plan import plan
from app.exchange.plan_types import sentence
from app.formats import set_zone
from app.i18n import set_language
from app.models import Contact, Customer, Employee, Visit
from app.models.visit_parts import VisitPromise
from app.services import records, visits
from app.store.changes import Label
from tests.exchange.card_text import sheet_here

DAY = date(2026, 12, 1)


@pytest.fixture
def firm(store):
    values = {"name": "华信钢构有限公司", "short_name": "华信钢构", "address": "深圳市福田区; 1 号, 2 楼"}
    return store.write("C", records.create, Customer, values).value


def planned(store, firm, **values):
    return store.write("V", visits.plan, {"customer_id": firm, "planned_on": DAY, "purpose": "谈续约", **values}).value


def out(store, path, **how):
    store.read(export_calendar, path, **how)
    return path.read_bytes()


def back(store, data):
    sheet = sheet_here(data)
    return store.read(plan, "visits", sheet, propose("visits", sheet))


def changes(made):
    """What each row that means a visit here changes of it."""
    assert not {"created", "refused", "duplicates"} & {one.action for one in made.outcomes}
    return [dict(one.values) for one in made.outcomes if one.values]


def unfolded(data):
    return data.replace(b"\r\n ", b"").decode()


def edited(data, *pairs):
    text = unfolded(data)
    for pattern, replacement in pairs:
        text, count = re.subn(pattern, replacement, text, flags=re.MULTILINE)
        assert count
    return text.encode()


def test_an_event_is_what_the_standard_says(store, firm, tmp_path):
    person = store.write("P", records.create, Contact, {
        "customer_id": firm, "name": "王芳", "title": "采购, 经理", "phone": "13800138000",
    }).value  # fmt: skip
    own = store.write("E", records.create, Employee, {"name": "张伟"}).value
    one = planned(store, firm, contact_id=person, owner_id=own, planned_time="09:30", minutes=90, preparation="样品\n报价; 单")
    store.write("R", visits.record, {
        "customer_id": firm, "content": "说好", "promise": "送样品", "promise_due": date(2026, 12, 5),
        "happened_at": datetime(2026, 10, 1, tzinfo=UTC),
    })  # fmt: skip
    values = store.read(records.get, Visit, one)
    store.write("Q", records.create, VisitPromise, {"visit_id": one, "side": "them", "name": "下订单"})
    data = out(store, tmp_path / "out.ics")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    text = unfolded(data)
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
    assert text.endswith("END:VEVENT\r\nEND:VCALENDAR\r\n")
    for line in (f"UID:{one}@clientele", "DTSTART:20261201T013000Z", "DURATION:PT1H30M", "SUMMARY:华信钢构: 谈续约",
                 "LOCATION:深圳市福田区\\; 1 号\\, 2 楼", "STATUS:TENTATIVE", f"SEQUENCE:{values['row_version']}"):  # fmt: skip
        assert f"\r\n{line}\r\n" in text
    said = re.search(r"DESCRIPTION:(.*)\r\n", text)[1]
    for words in ("Whom: 王芳\\, 采购\\, 经理\\n", "Phone: 138 0013 8000\\n", "Done by: 张伟\\n", "To prepare: 样品\\n报价\\; 单",
                  "Promised by us: 送样品 (by 2026-12-05)\\n", "Promised by the customer: 下订单\\n", "Visit no.: B"):
        assert words in said
    assert text.count("BEGIN:VEVENT") == 1  # done ones only where they are asked for
    assert unfolded(out(store, tmp_path / "all.ics", everything=True)).count("BEGIN:VEVENT") == 2
    set_language("zh")
    out(store, tmp_path / "zh.ics")
    set_language("en")
    assert changes(back(store, (tmp_path / "zh.ics").read_bytes())) == []
    with pytest.raises(ValidationError):
        out(store, tmp_path / "out.csv")


def test_a_whole_day_a_done_visit_and_the_last_day_of_the_calendar_go_out(store, firm, tmp_path):
    planned(store, firm, minutes=30)
    planned(store, firm, planned_on=date(9999, 12, 31), planned_time="23:30", purpose=None)
    planned(store, firm, planned_on=date(1900, 1, 1), planned_time="00:10")
    data = out(store, tmp_path / "out.ics")
    text = unfolded(data)
    assert "DTSTART;VALUE=DATE:20261201\r\nDTEND;VALUE=DATE:20261202\r\n" in text
    assert "SUMMARY:华信钢构: Visit\r\n" in text
    assert changes(back(store, data)) == []


def test_what_was_changed_on_the_phone_comes_back_as_that_change(store, firm, tmp_path):
    one = planned(store, firm, planned_time="09:30", minutes=90, place="工厂", notes="带样品")
    data = out(store, tmp_path / "out.ics")
    assert changes(back(store, data)) == []
    cases = (
        ([("DTSTART:.*", "DTSTART;TZID=Asia/Shanghai:20261203T143000\r")],
         {"planned_on": date(2026, 12, 3), "planned_time": "14:30"}),
        ([("DTSTART:.*", "DTSTART:20261201T020000Z\r")], {"planned_time": "10:00"}),
        ([("DTSTART:.*", "DTSTART;VALUE=DATE:20270101\r")], {"planned_on": date(2027, 1, 1), "planned_time": None}),
        ([("DURATION:.*", "DTEND:20261201T020000Z\r")], {"minutes": 30}),
        ([("LOCATION:.*", "LOCATION:仓库\\\\, 2 号\r")], {"place": "仓库, 2 号"}),
        ([("SUMMARY:.*", "SUMMARY:华信钢构: 看样\r")], {"purpose": "看样"}),
        ([("SUMMARY:.*", "SUMMARY:看样\r")], {"purpose": "看样"}),
        ([("SUMMARY:.*", "SUMMARY:旧名: 谈续约\r")], {}),
        ([("— Notes —", "— Notes —\\\\n王总要发票")], {"notes": "带样品\n王总要发票"}),
        ([("DESCRIPTION:.*", "DESCRIPTION:Whom: 王芳<br>— Notes —<br>价格&lt;100<br /><b>发票</b>\r")],
         {"notes": "带样品\n价格<100\n发票"}),
        ([("DESCRIPTION:.*", "DESCRIPTION:— Notes —\\\\n价格<b\r")], {"notes": "带样品\n价格<b"}),
        ([("STATUS:.*", "STATUS:CANCELLED\r")], {"state": "cancelled", "notes": "带样品\nCancelled in the calendar."}),
    )  # fmt: skip
    for pairs, wanted in cases:
        (found,) = changes(back(store, edited(data, *pairs))) or [{}]
        assert found == wanted | ({"moved_reason": "Moved in the calendar."} if "planned_on" in wanted else {}), pairs
    store.write("In", apply, back(store, edited(data, *cases[0][0])))
    visit = store.read(records.get, Visit, one)
    assert (visit["planned_on"], visit["planned_time"], visit["moved_times"]) == (date(2026, 12, 3), "14:30", 1)
    assert (visit["first_planned_on"], visit["moved_reason"]) == (DAY, "Moved in the calendar.")
    assert changes(back(store, edited(data, *cases[0][0]))) == []


def test_a_day_that_is_over_is_said(store, firm, tmp_path):
    planned(store, firm, planned_on=date.today() + timedelta(days=5))
    made = back(store, edited(out(store, tmp_path / "out.ics"), ("DTSTART.*", "DTSTART;VALUE=DATE:20200102\r")))
    (said,) = [sentence(each) for each in made.review]
    assert said.startswith("“华信钢构: 谈续约” was moved in the calendar to 2020-01-02, which is over.")
    assert changes(made)[0]["planned_on"] == date(2020, 1, 2)


def test_what_is_gone_here_or_there_stays_as_it_is_here(store, firm, tmp_path):
    gone, done, stays = (planned(store, firm, purpose=text) for text in ("一", "二", "三"))
    data = out(store, tmp_path / "out.ics")
    store.write("D", records.delete, Visit, [gone])
    store.write("R", visits.record, {"content": "好"}, done)
    moved = edited(data, (r"DTSTART.*", "DTSTART;VALUE=DATE:20261209\r"))
    made = back(store, moved)
    assert [one.action for one in made.outcomes] == ["refused", "unchanged", "updated"]
    assert sentence(made.outcomes[0].reason) == "The visit is in the recycle bin here and stays there."
    assert [one.record for one in made.outcomes[1:]] == [done, stays]
    head, _gone, _done, third = moved.split(b"BEGIN:VEVENT")
    assert changes(back(store, head + b"BEGIN:VEVENT" + third)) == [made.outcomes[2].values]  # the others just aren't there
    twice = back(store, edited(data, (str(gone), str(stays))))
    assert [one.action for one in twice.outcomes] == ["updated", "unchanged", "duplicates"]


def test_what_was_changed_here_since_stays_unless_the_phone_changed_something_else(store, firm, tmp_path):
    one = planned(store, firm, planned_time="09:30", minutes=60)
    data = out(store, tmp_path / "out.ics")
    before = (r"LAST-MODIFIED:.*", "LAST-MODIFIED:20260101T000000Z\r")
    store.write("M", records.update, Visit, one, {"planned_on": date(2026, 12, 8), "preparation": "neu"})
    stale = edited(data, before)
    assert (changes(back(store, stale)), back(store, stale).review) == ([], ())
    at_home = edited(data, before, ("LOCATION:.*", "LOCATION:茶馆\r"), (r"DTSTART.*", "DTSTART;VALUE=DATE:20261224\r"))
    made = back(store, at_home)
    assert changes(made) == [{"place": "茶馆"}]
    (said,) = [sentence(each) for each in made.review]
    assert said == "“华信钢构: 谈续约” was changed here after it was changed in the calendar: Planned for stays as it is here."
    later = edited(at_home, (r"LAST-MODIFIED:.*", f"LAST-MODIFIED:{datetime.now(UTC) + timedelta(minutes=1):%Y%m%dT%H%M%SZ}\r"))
    (found,) = changes(back(store, later))
    assert found["planned_on"] == date(2026, 12, 24)


def test_moving_a_confirmed_visit_tells_what_to_tell_the_customer(store, firm, tmp_path):
    one = planned(store, firm, confirmed_on=date(2026, 11, 1))
    data = out(store, tmp_path / "out.ics")
    assert "STATUS:CONFIRMED" in unfolded(data)
    made = back(store, edited(data, (r"DTSTART.*", "DTSTART;VALUE=DATE:20261209\r")))
    (said,) = [sentence(one) for one in made.review]
    assert said.startswith("“华信钢构: 谈续约” was confirmed with the customer for 2026-12-01 and was moved to 2026-12-09")
    store.write("In", apply, made)
    visit = store.read(records.get, Visit, one)
    assert (visit["confirmed_on"], visit["planned_on"]) == (None, date(2026, 12, 9))  # whether they agree is open again


# other people's calendars ------------------------------------------------------------------------------------------------


def calendar(*events):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *(line for one in events for line in one), "END:VCALENDAR", ""]
    return "\r\n".join(lines).encode()


def event(*lines):
    return ["BEGIN:VEVENT", *lines, "END:VEVENT"]


def when(ahead):
    return (date.today() + timedelta(days=ahead)).strftime("%Y%m%d")


def test_a_strangers_event_comes_in_once_and_is_followed(store, firm, tmp_path):
    head = ("UID:meet-1", "SUMMARY:华信钢构看样")
    first = calendar(event(*head, f"DTSTART:{when(5)}T013000Z", "DURATION:PT45M"))
    store.write("In", apply, back(store, first))
    assert changes(back(store, first)) == []
    moved = back(store, calendar(event(*head, f"DTSTART:{when(6)}T023000Z", "DURATION:PT45M", "LAST-MODIFIED:20990101T000000Z")))
    (found,) = changes(moved)
    assert (found["planned_on"], found["planned_time"]) == (date.today() + timedelta(days=6), "10:30")
    store.write("In", apply, moved)
    record = moved.outcomes[0].record
    visit = store.read(records.get, Visit, record)
    assert (visit["calendar_uid"], visit["origin"], visit["minutes"]) == ("meet-1", "calendar", 45)
    data = out(store, tmp_path / "out.ics")
    assert "UID:meet-1\r\n" in unfolded(data)
    assert changes(back(store, data)) == []
    off = back(store, calendar(event(*head, f"DTSTART:{when(6)}T023000Z", "STATUS:CANCELLED")))
    store.write("In", apply, off)
    assert store.read(records.get, Visit, record)["state"] == "cancelled"
    new = back(store, calendar(event("UID:other", "SUMMARY:华信钢构", f"DTSTART:{when(6)}", "STATUS:CANCELLED")))
    assert sentence(new.outcomes[0].reason) == "The event was cancelled in the calendar."


def test_a_calendar_sent_to_cancel_calls_off_what_it_names(store, firm, tmp_path):
    planned(store, firm, notes="带样品")
    planned(store, firm, planned_on=DAY + timedelta(days=1))
    data = out(store, tmp_path / "out.ics")
    sent = edited(data, ("^VERSION:2.0\r$", "VERSION:2.0\r\nMETHOD:Cancel\r"))
    made = back(store, sent)
    assert [found["state"] for found in changes(made)] == ["cancelled", "cancelled"]
    both = back(store, sent + calendar(event("UID:more", "SUMMARY:华信钢构", f"DTSTART:{when(6)}")))
    assert [one.action for one in both.outcomes if one.row > sent.count(b"\n")] == ["created"]  # the next one says nothing of it
    store.write("In", apply, made)
    assert changes(back(store, sent)) == []
    assert store.read(lambda session: session.scalars(sa.select(Visit.state)).all()) == ["cancelled", "cancelled"]
    new = back(store, calendar(event("UID:other", "SUMMARY:华信钢构", f"DTSTART:{when(6)}")).replace(
        b"VERSION:2.0", b"VERSION:2.0\r\nMETHOD:CANCEL"))  # fmt: skip
    assert sentence(new.outcomes[0].reason) == "The event was cancelled in the calendar."


def test_a_strangers_series_is_followed_time_by_time(store, firm, tmp_path):
    head = ("UID:weekly", "SUMMARY:华信钢构周会", f"DTSTART;TZID=Asia/Shanghai:{when(7)}T090000")
    series = event(*head, "RRULE:FREQ=WEEKLY;COUNT=4", "DURATION:PT1H")
    made = back(store, calendar(series))
    assert made.counts["created"] == 4
    store.write(Label(*label_of(made)), apply, made)
    assert changes(back(store, calendar(series))) == []
    data = out(store, tmp_path / "out.ics")
    assert len(set(re.findall(r"RECURRENCE-ID:\w+", unfolded(data)))) == 4
    assert changes(back(store, data)) == []
    visit = next(each.record for each in back(store, calendar(series)).outcomes)
    store.write("M", visits.move, visit, date.today() + timedelta(days=8), "", "16:00")
    assert changes(back(store, calendar(series))) == []  # the calendar says nothing new
    text = unfolded(out(store, tmp_path / "moved.ics"))
    assert f"RECURRENCE-ID:{when(7)}T010000Z\r\n" in text  # its series knows it at nine
    assert f"DTSTART:{when(8)}T080000Z\r\n" in text
    one = event("UID:weekly", "SUMMARY:华信钢构周会", f"RECURRENCE-ID:{when(14)}T010000Z", f"DTSTART:{when(15)}T030000Z")
    moved = back(store, calendar(series, one))
    assert [values["planned_on"] for values in changes(moved)] == [date.today() + timedelta(days=15)]
    store.write("In", apply, moved)
    assert changes(back(store, calendar(series, one))) == []
    called_off = event(*head, "RRULE:FREQ=WEEKLY;COUNT=4", "DURATION:PT1H", f"EXDATE;TZID=Asia/Shanghai:{when(21)}T090000")
    again = back(store, calendar(called_off, one))
    assert (again.counts["unchanged"], len(again.outcomes)) == (3, 3)  # what is taken out there stays here


def loaded(store, data):
    """The file read and written; how many of it were what, and what is said to look at."""
    made = back(store, data)
    store.write(Label(*label_of(made)), apply, made)
    return {key: count for key, count in made.counts.items() if count}, [sentence(one) for one in made.review]


def days_of(store):
    """The days and times ahead that are planned here, counted from today."""
    found = store.read(lambda session: session.execute(sa.select(Visit.planned_on, Visit.planned_time, Visit.occurs_on)).all())
    return sorted(((day - date.today()).days, clock, (occurs - date.today()).days) for day, clock, occurs in found)


def weekly(ahead, zone="Asia/Shanghai", clock="090000", rule="FREQ=WEEKLY;COUNT=3", *more):
    first = f"DTSTART;TZID={zone}:{when(ahead)}T{clock}"
    return event("UID:weekly", "SUMMARY:华信钢构周会", first, f"RRULE:{rule}", "DURATION:PT1H", *more)


@pytest.mark.parametrize(("zone", "clock", "ours"), [
    ("Asia/Shanghai", "070000", (0, "07:00")), ("Asia/Tokyo", "003000", (-1, "23:30")),
    ("Pacific/Honolulu", "200000", (1, "14:00")),
])  # fmt: skip
def test_a_series_whose_day_is_another_day_elsewhere_is_no_double(store, firm, tmp_path, zone, clock, ours):
    assert loaded(store, calendar(weekly(7, zone, clock)))[0] == {"created": 3}
    there = [(ahead + ours[0], ours[1], ahead + ours[0]) for ahead in (7, 14, 21)]
    assert days_of(store) == there
    data = out(store, tmp_path / "out.ics")
    assert loaded(store, data) == ({"unchanged": 3}, [])  # without the series itself
    assert loaded(store, calendar(weekly(7, zone, clock)))[0] == {"unchanged": 3}
    for occurs in (f"RECURRENCE-ID;TZID={zone}:{when(14)}T{clock}", f"RECURRENCE-ID:{when(14)}T{clock}"):
        one = event("UID:weekly", "SUMMARY:华信钢构周会", occurs, f"DTSTART:{when(16)}T080000Z", "LAST-MODIFIED:20990101T000000Z")
        moved = back(store, calendar(weekly(7, zone, clock), one))
        assert [values["planned_time"] for values in changes(moved)] == ["16:00"]
    store.write("In", apply, moved)
    assert days_of(store) == [there[0], (16, "16:00", there[1][2]), there[2]]


def test_a_series_that_moves_to_another_day_takes_its_visits_along(store, firm):
    loaded(store, calendar(weekly(7)))
    assert loaded(store, calendar(weekly(8))) == ({"updated": 3}, [])
    assert days_of(store) == [(ahead, "09:00", ahead) for ahead in (8, 15, 22)]
    counts, said = loaded(store, calendar(weekly(8, rule="FREQ=WEEKLY;INTERVAL=2;COUNT=2")))
    day = date.today() + timedelta(days=15)
    assert (counts, said) == ({"unchanged": 2}, [
        f"“华信钢构: 华信钢构周会” on {day} is no longer among the times of its series in the calendar. It stays planned here.",
    ])  # fmt: skip
    assert len(days_of(store)) == 3
    store.undo()
    assert days_of(store) == [(ahead, "09:00", ahead) for ahead in (7, 14, 21)]


def test_an_event_that_stands_twice_under_two_uids_stays_one(store, firm):
    twice = calendar(*(event(f"UID:{uid}", "SUMMARY:华信钢构", f"DTSTART;VALUE=DATE:{when(5)}") for uid in "ab"))
    assert loaded(store, twice)[0] == {"created": 1, "duplicates": 1}
    assert loaded(store, twice)[0] == {"unchanged": 1, "duplicates": 1}


def test_an_import_that_was_undone_can_be_done_again(store, firm):
    assert loaded(store, calendar(weekly(7)))[0] == {"created": 3}
    store.undo()
    assert loaded(store, calendar(weekly(7)))[0] == {"created": 3}
    assert loaded(store, calendar(weekly(7)))[0] == {"unchanged": 3}
    (one, *_rest) = (each.record for each in back(store, calendar(weekly(7))).outcomes)
    store.write("D", records.delete, Visit, [one])
    assert loaded(store, calendar(weekly(7)))[0] == {"unchanged": 2, "refused": 1}  # thrown away by hand


def test_a_single_event_that_was_made_to_repeat_gains_times_and_doubles_none(store, firm, tmp_path):
    one = planned(store, firm, planned_on=date.today() + timedelta(days=7), planned_time="09:00")
    data = edited(out(store, tmp_path / "out.ics"), ("^DURATION.*$", "DURATION:PT1H\r\nRRULE:FREQ=WEEKLY;COUNT=3\r"))
    assert loaded(store, data)[0] == {"created": 2, "updated": 1}
    assert loaded(store, data)[0] == {"unchanged": 3}
    assert days_of(store) == [(ahead, "09:00", ahead) for ahead in (7, 14, 21)]
    assert store.read(records.get, Visit, one)["occurs_on"] == date.today() + timedelta(days=7)
    assert loaded(store, out(store, tmp_path / "all.ics"))[0] == {"unchanged": 3}
    theirs = event("UID:t", "SUMMARY:华信钢构", f"DTSTART;TZID=Asia/Shanghai:{when(5)}T090000", "DURATION:PT1H")
    assert loaded(store, calendar(theirs))[0] == {"created": 1}
    assert loaded(store, calendar([*theirs[:-1], "RRULE:FREQ=DAILY;COUNT=2", theirs[-1]]))[0] == {"created": 1, "updated": 1}
    assert loaded(store, calendar([*theirs[:-1], "RRULE:FREQ=DAILY;COUNT=2", theirs[-1]]))[0] == {"unchanged": 2}


@pytest.mark.parametrize("start", ["99991231T235900Z", "00010101T000000Z", "00010101", "99991231T120000", "00010102T000000Z"])
def test_a_moment_at_either_end_of_the_calendar_stops_nothing(store, firm, start):
    made = back(store, calendar(event("UID:e", "SUMMARY:华信钢构", f"DTSTART:{start}")))
    store.write("In", apply, made)
    assert back(store, calendar(event("UID:e", "SUMMARY:华信钢构", f"DTSTART:{start}"))).outcomes


def test_a_series_keeps_its_hour_over_daylight_saving_and_new_year(store, firm):
    start = date.today() + timedelta(days=1)
    rule = event("UID:dst", f"DTSTART;TZID=America/New_York:{start:%Y%m%d}T200000", "RRULE:FREQ=DAILY;COUNT=365")
    (times,) = sheet_here(calendar(rule)).series.values()
    assert len(times) == 365
    assert {time[11:16] for time in times} == {"20:00"}
    assert {time[19:] for time in times} == {"-05:00", "-04:00"}
    last = start + timedelta(days=9)
    midnight = datetime.combine(last, datetime.min.time())
    ends = (("America/New_York", "200000", 25), ("Asia/Shanghai", "070000", -1))
    for zone, hour, end in ((zone, hour, midnight + timedelta(hours=later)) for zone, hour, later in ends):
        until = f"RRULE:FREQ=DAILY;UNTIL={end:%Y%m%dT%H%M%SZ}"
        rule = event("UID:u", f"DTSTART;TZID={zone}:{start:%Y%m%d}T{hour}", until)
        (times,) = sheet_here(calendar(rule)).series.values()
        assert (times[0][:10], times[-1][:10]) == (start.isoformat(), last.isoformat())


@pytest.mark.parametrize(("rule", "words"), [
    ("FREQ=HOURLY", "repeats several times a day (FREQ=HOURLY)"),
    ("FREQ=YEARLY;BYWEEKNO=20", "by weeks or days of the year"),
    ("FREQ=FORTNIGHTLY", "cannot be read (FREQ=FORTNIGHTLY)"),
    ("FREQ=WEEKLY;INTERVAL=0", "cannot be read"), ("FREQ=WEEKLY;BYDAY=XX", "cannot be read"), ("daily please", "cannot be read"),
    ("FREQ=DAILY;UNTIL=20269999", "cannot be read"), ("FREQ=DAILY;COUNT=-1", "cannot be read"),
    ("FREQ=MONTHLY;BYMONTHDAY=99", "cannot be read"), ("FREQ=MONTHLY;BYMONTHDAY=0", "cannot be read"),
    ("FREQ=YEARLY;BYMONTH=13", "cannot be read"), ("FREQ=DAILY;BYSETPOS=3", "cannot be read"),
    ("FREQ=WEEKLY;BYDAY=1TU", "cannot be read"), ("FREQ=DAILY;COUNT=3;UNTIL=20270101", "cannot be read"),
    ("FREQ=WEEKLY;FREQ=DAILY;COUNT=2", "cannot be read"), ("FREQ=DAILY;UNTIL=20200101", "until a day before it begins"),
])  # fmt: skip
def test_a_broken_rule_is_told_and_its_first_time_comes_in(store, firm, rule, words):
    made = back(store, calendar(event("UID:b", "SUMMARY:华信钢构", f"DTSTART;VALUE=DATE:{when(3)}", f"RRULE:{rule}")))
    assert made.counts["created"] == 1
    (said,) = [sentence(one) for one in made.problems]
    assert words in said
    assert said.endswith("only its first time comes in.")


def test_one_uid_for_all_events_loses_none(store, firm):
    named = enumerate("abc", 3)
    events = [event("UID:same", f"SUMMARY:华信钢构 {name}", f"DTSTART;VALUE=DATE:{when(ahead)}") for ahead, name in named]
    made = back(store, calendar(*events))
    assert made.counts["created"] == 3
    store.write("In", apply, made)
    assert back(store, calendar(*events)).counts["unchanged"] == 3
    range_ = event("UID:r", "SUMMARY:华信钢构", f"DTSTART;VALUE=DATE:{when(9)}", f"RECURRENCE-ID;RANGE=THISANDFUTURE:{when(9)}")
    assert any("from a day on (RANGE)" in sentence(one) for one in back(store, calendar(range_)).problems)


# properties --------------------------------------------------------------------------------------------------------------

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=60)
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
CLOCKS = st.none() | st.times().map(lambda time: time.strftime("%H:%M"))
ZONES = st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/St_Johns"])


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day=DAYS, clock=CLOCKS, minutes=st.none() | st.integers(0, 2000), purpose=st.none() | TEXTS, place=st.none() | TEXTS,
       preparation=st.none() | TEXTS, zone=ZONES, moved=DAYS, hour=CLOCKS)  # fmt: skip
@example(date(2026, 3, 29), "02:30", None, "夏令时", None, None, "Europe/Berlin", date(2026, 10, 25), "02:30")
@example(date(2026, 12, 31), "23:30", 120, "Customer: x", "a;b,c\\n", "— Notes —", "Asia/Shanghai", date(2027, 1, 1), None)
def test_what_goes_out_comes_back_unchanged_and_an_edit_as_that_edit(
    store, firm, tmp_path, day, clock, minutes, purpose, place, preparation, zone, moved, hour
):
    set_zone(zone)
    values = {"planned_on": day, "planned_time": clock, "minutes": minutes, "place": place, "preparation": preparation}
    try:
        one = planned(store, firm, purpose=purpose, **values)
    except ValidationError:
        return
    try:
        data = out(store, tmp_path / "out.ics")
        assert changes(back(store, data)) == []
        stamp = f";VALUE=DATE:{moved:%Y%m%d}" if hour is None else f":{moved:%Y%m%d}T{hour.replace(':', '')}00"
        (found,) = changes(back(store, edited(data, ("^DTSTART.*$", f"DTSTART{stamp}\r")))) or [{}]
        wanted = {"planned_on": moved} if moved != day else {}
        wanted |= {"planned_time": hour} if hour != clock else {}
        assert {key: found[key] for key in found if key != "moved_reason"} == wanted
    finally:
        store.write("D", records.delete, Visit, [one])


def test_a_colleague_takes_only_their_own_and_those_they_go_along_to(store, firm, tmp_path):
    own, other = (store.write("E", records.create, Employee, {"name": name}).value for name in ("张伟", "李娜"))
    for owner in (own, other, other):
        planned(store, firm, owner_id=owner)
    for owner, count in ((own, 1), (other, 2), (None, 3)):
        assert store.read(export_calendar, tmp_path / "own.ics", owner=owner) == count
    joint = {"customer_id": firm, "planned_on": DAY, "purpose": "高层拜访", "owner_id": other}
    store.write("J", visits.plan, joint, [{"employee_id": own}])
    assert store.read(export_calendar, tmp_path / "own.ics", owner=own) == 2
    assert "Done by: 李娜\\, 张伟\\n" in unfolded((tmp_path / "own.ics").read_bytes())
