"""Visits to a phone and back by the command line, and by the window's export."""

import json
from datetime import date

import pytest

from app import cli
from app.models import Customer, Visit
from app.services import lists, records, visits
from app.store.store import open_file


@pytest.fixture
def run(capfd, data_file):
    """Runs a command on the test's file and returns (exit code, stdout, stderr)."""

    def run(*arguments):
        code = cli.main(["--data", str(data_file), *map(str, arguments)])
        return code, *capfd.readouterr()

    return run


@pytest.fixture
def planned(data_file):
    store = open_file(data_file)
    firm = store.write("C", records.create, Customer, {"name": "华信钢构"}).value
    for purpose in ("谈续约", "看样"):
        store.write("V", visits.plan, {"customer_id": firm, "planned_on": date(2026, 12, 1), "purpose": purpose})
    store.write("R", visits.record, {"customer_id": firm, "content": "好"})
    store.close()
    return data_file


def test_out_and_in_again_changes_nothing_and_an_edit_changes_that(run, planned, tmp_path):
    out = tmp_path / "plan.ics"
    assert run("export", "visits", out)[:2] == (0, f"{out}\n")
    text = out.read_text("utf-8")
    assert text.count("BEGIN:VEVENT") == 2
    code, said, err = run("import", "visits", out, "--json")
    assert (code, err) == (0, "")
    assert {key: json.loads(said)[key] for key in ("rows", "created", "updated", "unchanged")} == {
        "rows": 2, "created": 0, "updated": 0, "unchanged": 2,
    }  # fmt: skip
    out.write_text(text.replace("DATE:20261201", "DATE:20261204", 1).replace("DATE:20261202", "DATE:20261205", 1), "utf-8")
    code, said, err = run("import", "visits", out)
    assert said.startswith("0 new, 1 updated, 1 unchanged")
    store = open_file(planned)
    found = [store.read(records.get, Visit, one) for one in store.read(lists.ids, lists.ListQuery("visits", (), sort="number"))]
    store.close()
    assert sorted(one["planned_on"].day for one in found if one["state"] == "planned") == [1, 4]
    assert run("export", "visits", out, "--person", "张伟")[::2] == (1, "There is no colleague named “张伟”.\n")
    assert run("export", "visits", out, "--all")[0] == 0
    assert out.read_text("utf-8").count("BEGIN:VEVENT") == 3


def test_only_visits_go_into_a_calendar(run, planned, tmp_path):
    for entity, words in (("customers", "must end with .csv or .xlsx."), ("contacts", ".csv, .xlsx or .vcf.")):
        code, _out, err = run("export", entity, tmp_path / "x.ics")
        assert (code, words in err) == (2, True)
    code, _out, err = run("export", "visits", tmp_path / "x.vcf")
    assert (code, ".csv, .xlsx or .ics." in err) == (2, True)


def test_what_is_no_calendar_or_half_of_one_is_told_by_its_name(run, planned, tmp_path):
    junk, cut = tmp_path / "junk.ics", tmp_path / "cut.ics"
    junk.write_text("hello\nworld\n")
    code, out, err = run("import", "visits", junk)
    assert (code, out, "junk.ics: This is no calendar" in err) == (1, "", True)
    cut.write_bytes(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20261201\r\nSUMM")
    code, out, _err = run("import", "visits", cut)
    assert "row 2\t\tThe event has no end" in out
    assert "Line 4 is no line of a calendar: “SUMM”." in out
