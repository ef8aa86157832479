"""The command line, word by word: what it prints, what it refuses, what it leaves behind."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from app import cli
from app.store.store import create, open_file

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def run(capfd, tmp_path, monkeypatch):
    """Runs a command here and returns (exit code, stdout, stderr); the data file is data.db of the test's folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)

    def run(*arguments, data="data.db"):
        code = cli.main([*(["--data", str(data)] if data else []), *map(str, arguments)])
        out, err = capfd.readouterr()
        return code, out, err

    return run


def customers_csv(tmp_path, text="Name,Phone\nA,1\nB,2\n"):
    path = tmp_path / "in.csv"
    path.write_text(text, encoding="utf-8")
    return path


def one_sentence(err):
    return bool(err.strip()) and err.count("\n") == 1 and "Traceback" not in err


def test_import_makes_the_file_and_says_what_it_did(run, tmp_path):
    code, out, err = run(
        "import", "customers", customers_csv(tmp_path, "Name,Email\nA,no mail\n,\nB,b@x.cn\n ,x@y.cn\n"), "--json"
    )
    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "rows": 3, "created": 2, "updated": 0, "unchanged": 0, "refused": 1, "duplicates": 0,
        "customers_made": 0, "problems": [
            {"row": 2, "field": "email", "message": "A mail address has one @ and a dot behind it. It stands in the notes."},
            {"row": 5, "field": "name", "message": "The name is missing."},
        ],
    }  # fmt: skip
    code, out, err = run("list", "customers", "--json")
    assert [(one["code"], one["name"], one["kind"]) for one in json.loads(out)] == [
        ("KH000001", "A", "company"), ("KH000002", "B", "company"),
    ]  # fmt: skip


def test_an_import_of_nothing_has_failed(run, tmp_path):
    code, out, err = run("import", "customers", customers_csv(tmp_path, "Name,Email\n,x@y.cn\n"))
    assert (code, one_sentence(err), "1 refused" in out) == (1, True, True)


def test_import_for_reading_eyes(run, tmp_path):
    code, out, err = run("import", "customers", customers_csv(tmp_path))
    assert (code, out, err) == (0, "2 new, 0 updated, 0 unchanged, 0 refused, 0 repeated in the file\n", "")
    code, out, _err = run("--lang", "zh", "import", "customers", customers_csv(tmp_path), data=None)
    assert code == 0


def test_a_dry_run_changes_nothing(run, tmp_path):
    path = customers_csv(tmp_path)
    code, out, _err = run("import", "customers", path, "--dry-run", "--json")
    assert (code, json.loads(out)["created"]) == (0, 2)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["home", "in.csv"]
    run("import", "customers", path)
    code, out, _err = run("import", "customers", path, "--dry-run", "--json")
    assert json.loads(out)["unchanged"] == 2


def test_mapping_encoding_sheet_and_dates(run, tmp_path):
    path = tmp_path / "in.csv"
    path.write_bytes("甲,Wann\n深圳公司,1/2/20\n".encode("gbk"))
    arguments = ("import", "customers", path, "--encoding", "GBK", "--map", "甲=name", "--map", "Wann=founded")
    _code, out, _err = run(*arguments, "--dates", "dmy", "--json")
    assert json.loads(out)["created"] == 1
    found = json.loads(run("list", "customers", "--json")[1])
    assert (found[0]["name"], found[0]["founded"]) == ("深圳公司", "2020-02-01")


def test_a_contact_carries_its_customer(run, tmp_path):
    path = tmp_path / "in.csv"
    path.write_text("Name,Company,Birthday\nLi Ming,A Ltd,1980-01-02\n", encoding="utf-8")
    run("import", "contacts", path)
    (one,) = json.loads(run("list", "contacts", "--json")[1])
    assert (one["name"], one["customer"], one["birthday"]) == ("Li Ming", "A Ltd", "1980-01-02")
    _code, out, _err = run("list", "contacts")
    assert out.splitlines()[1:] == ["Li Ming\tA Ltd\t\t\t"]


def test_find_and_limit(run, tmp_path):
    run("import", "customers", customers_csv(tmp_path, "名称\n深圳华强\n广州南方\n深圳市电子\n"))
    found = json.loads(run("list", "customers", "--find", "深圳", "--json")[1])
    assert {one["name"] for one in found} == {"深圳华强", "深圳市电子"}
    assert len(json.loads(run("list", "customers", "--limit", "1", "--json")[1])) == 1
    assert run("list", "customers", "--limit", "9" * 30)[0] == 0
    assert json.loads(run("list", "customers", "--find", "nowhere", "--json")[1]) == []


@pytest.mark.parametrize(
    "arguments",
    [("list", "customers"), ("verify",), ("export", "customers", "out.csv"),
     ("report", "complaints", "--month", "2026-07", "--out", "o"),
     ("report", "customer", "--customer", "KH000001", "--out", "o.pdf")],
)  # fmt: skip
def test_a_missing_file_is_refused_and_nothing_made(run, tmp_path, arguments):
    code, out, err = run(*arguments)
    assert (code, out) == (1, "")
    assert one_sentence(err)
    assert [one.name for one in tmp_path.iterdir()] == ["home"]


@pytest.mark.parametrize(
    "arguments",
    [("frobnicate",), ("--bogus",), ("list",), ("list", "planets"), ("list", "customers", "--bogus"),
     ("list", "customers", "--limit", "x"),
     ("report", "complaints", "--month", "0001-01", "--out", "o.pdf"),
     ("report", "complaints", "--month", "9999-12", "--out", "o.pdf"),
     ("list", "customers", "--limit", "0"), ("report",), ("report", "complaints", "--out", "o.pdf"),
     ("report", "nothing", "--out", "o"),
     ("report", "complaints", "--month", "2026-13", "--out", "o.pdf"), ("report", "customer", "--out", "o.pdf"),
     ("export", "customers", "out.txt"), ("export", "customers"), ("import", "planets", "x.csv"), ("import", "customers"),
     ("import", "customers", "x.csv", "--dates", "ydm"), ("import", "customers", "x.csv", "--map", "Name"),
     ("import", "customers", "x.csv", "--encoding", "klingon"), ("--lang", "fr", "verify"), ("--exit-when-ready", "verify"),
     ("--exit-when-ready", "--bogus"), ("sample", "extra"), ("--exit",), ("list", "customers", "--js")],
)  # fmt: skip
def test_wrong_use_is_two(run, tmp_path, arguments):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert one_sentence(err)
    assert [one.name for one in tmp_path.iterdir()] == ["home"]


def test_a_wrong_map_is_wrong_use(run, tmp_path):
    path = customers_csv(tmp_path)
    for pair in ("Nope=phone", "Phone=planet"):
        code, _out, err = run("import", "customers", path, "--map", pair)
        assert code == 2
        assert one_sentence(err)
    assert not (tmp_path / "data.db").exists()


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n", "客户\n".encode() + "深圳市\n".encode("gbk") * 3, b'a,b\n"open,1\n'])
def test_a_file_that_cannot_be_read_is_one_and_nothing_comes_in(run, tmp_path, content):
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    code, out, err = run("import", "customers", path, "--json")
    assert (code, out) == (1, "")
    assert one_sentence(err)
    assert not (tmp_path / "data.db").exists()


def test_folders_that_are_not_there(run, tmp_path):
    for arguments in (("sample",), ("import", "customers", customers_csv(tmp_path))):
        code, _out, err = run(*arguments, data="nowhere/data.db")
        assert code == 1
        assert one_sentence(err)
    run("import", "customers", customers_csv(tmp_path))
    code, _out, err = run("export", "customers", "nowhere/out.csv")
    assert code == 1
    assert one_sentence(err)


def test_a_foreign_file_is_left_alone(run, tmp_path):
    path = customers_csv(tmp_path)
    before = path.read_bytes()
    for arguments in (("list", "customers"), ("sample",), ("verify",), ("import", "customers", path)):
        code, _out, err = run(*arguments, data=path)
        assert code == 1
        assert one_sentence(err)
    assert path.read_bytes() == before


def test_while_a_window_has_the_file_reading_goes_on(run, tmp_path):
    path = customers_csv(tmp_path)
    run("import", "customers", path)
    window = open_file(tmp_path / "data.db")
    try:
        assert run("list", "customers")[0] == 0
        assert run("export", "customers", "out.csv")[0] == 0
        assert run("verify")[0] == 0
        assert run("import", "customers", path, "--dry-run")[0] == 0
        for arguments in (("import", "customers", path), ("sample",)):
            code, out, err = run(*arguments)
            assert (code, out) == (1, "")
            assert one_sentence(err)
    finally:
        window.close()
    assert run("import", "customers", path)[0] == 0


def test_sample_export_reports_verify(run, tmp_path):
    assert run("sample")[:2] == (0, "data.db\n")
    assert len(json.loads(run("list", "customers", "--json")[1])) == 60
    code, _out, err = run("sample")
    assert code == 1
    assert one_sentence(err)
    assert run("export", "complaints", "out.xlsx")[:2] == (0, "out.xlsx\n")
    code, out, _err = run("import", "complaints", "out.xlsx", "--json")
    assert json.loads(out)["unchanged"] == 180
    run("export", "requests", "requests.csv")
    found = json.loads(run("import", "requests", "requests.csv", "--json")[1])
    assert (found["rows"], found["unchanged"]) == (14, 14)
    assert run("verify")[:2] == (0, "data.db is whole.\n")
    month = json.loads(run("list", "complaints", "--json")[1])[-1]["received_at"][:7]
    one = ("--customer", "KH000001")
    for name, report in [
        ("month.pdf", ("complaints", "--month", month)),
        ("f.pdf", ("customer-file", *one)),
        ("a.pdf", ("customer", *one)),
    ]:
        assert run("report", *report, "--out", name, "--lang", "zh")[:2] == (0, f"{name}\n")
        assert (tmp_path / name).read_bytes().startswith(b"%PDF")
    assert run("report", "complaints", "--month", month, "--out", "month.xlsx")[:2] == (0, "month.xlsx\n")
    assert (tmp_path / "month.xlsx").read_bytes().startswith(b"PK")
    code, _out, err = run("report", "customer", "--customer", "KH999999", "--out", "no.pdf")
    assert code == 1
    assert one_sentence(err)
    assert not (tmp_path / "no.pdf").exists()


def test_sample_fills_an_empty_file_and_speaks_chinese(run, tmp_path):
    create(tmp_path / "data.db").close()
    assert run("--lang", "zh", "sample")[0] == 0
    assert any("\u4e00" <= one["name"][0] <= "\u9fff" for one in json.loads(run("list", "customers", "--json")[1]))
    assert run("--lang", "zh", "list", "customers", "--limit", "1")[0] == 0


CHINESE = {
    ("export",): "缺少参数：KIND, OUT", ("export", "planets", "x.csv"): "没有 'planets' 这个选项",
    ("list", "customers", "--x"): "无法识别的参数：--x",
    ("list", "customers", "--limit"): "后面要跟一个值", ("frob",): "没有 'frob' 这个选项",
    ("import", "customers", "gone.csv"): "无法读取 gone.csv：没有这个文件或文件夹。",
}  # fmt: skip


@pytest.mark.parametrize("arguments", CHINESE)
def test_what_is_wrong_is_told_in_chinese_from_end_to_end(run, arguments):
    for code, order in ((1, ("--lang", "zh", *arguments)), (2, (*arguments, "--lang=zh"))):
        _code, _out, err = run(*order, data=None)
        assert CHINESE[arguments] in err, code
        assert one_sentence(err)
        said = re.sub(r"“[^”]*”|'[^']*'|可选：[^）]*|--?[a-z-]+|[A-Z]+|gone.csv|customers|contacts|visits|complaints", "", err)
        words = re.findall(r"[a-z]{3,}", said)
        assert words == [], err


def test_help_is_chinese_from_end_to_end(run):
    for arguments in (("--lang", "zh", "--help"), ("--lang", "zh", "export", "--help"), ("import", "--help", "--lang", "zh")):
        _code, out, _err = run(*arguments, data=None)
        assert "用法：" in out
        assert "选项" in out
        assert "show this" not in out
        assert "positional" not in out
    assert "usage: " in run("--help", data=None)[1]


def test_problems_of_an_import_name_the_field_as_a_person_does(run, tmp_path):
    path = customers_csv(tmp_path, "客户名称,信用代码\n甲公司,12345\n")
    out = run("--lang", "zh", "import", "customers", path, "--dry-run")[1]
    assert "统一社会信用代码" in out
    assert "credit_code" not in out


def test_a_folder_that_may_not_be_written_is_told_in_chinese(run, tmp_path):
    run("import", "customers", customers_csv(tmp_path))
    (tmp_path / "file").write_text("x", encoding="utf-8")
    code, _out, err = run("--lang", "zh", "export", "customers", tmp_path / "file" / "x.csv")
    assert (code, one_sentence(err)) == (1, True)
    assert "路径中有一段不是文件夹" in err


def test_damage_is_told(run, tmp_path):
    run("import", "customers", customers_csv(tmp_path))
    data = (tmp_path / "data.db").read_bytes()
    (tmp_path / "data.db").write_bytes(data[: len(data) // 2])
    code, _out, err = run("verify")
    assert code == 1
    assert one_sentence(err)


def program(*arguments, **environment):
    """The program as a process of its own."""
    command = [sys.executable, str(ROOT / "main.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, timeout=120, env={**os.environ, **environment})


def test_the_program_itself(tmp_path):
    path = customers_csv(tmp_path, "名称\n深圳市客户\n")
    data = tmp_path / "data.db"
    done = program("--data", data, "import", "customers", path, "--json", LC_ALL="C", PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["created"] == 1
    done = program("--data", data, "--lang", "zh", "list", "customers", "--json", LC_ALL="C", PYTHONUTF8="0")
    assert json.loads(done.stdout.decode("utf-8"))[0]["name"] == "深圳市客户"
    done = program("--data", data, "frob")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.count(b"\n") == 1


def test_no_command_brings_qt(tmp_path):
    path = customers_csv(tmp_path)
    script = (
        "import sys; from app import cli\n"
        f"assert cli.main(['--data', {str(tmp_path / 'd.db')!r}, 'import', 'customers', {str(path)!r}]) == 0\n"
        f"assert cli.main(['--data', {str(tmp_path / 'd.db')!r}, 'list', 'customers']) == 0\n"
        "found = [name for name in sys.modules if name.split('.')[0] in ('PySide6', 'matplotlib', 'reportlab', 'numpy')]\n"
        "sys.exit(str(found) if found else 0)\n"
    )
    file = tmp_path / "script.py"
    file.write_text(f"if __name__ == '__main__':\n    {script.replace(chr(10), chr(10) + '    ')}", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, file], capture_output=True, text=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_bug_is_told_in_a_sentence_and_logged(run, monkeypatch, capfd, home):
    def broken(options):
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("app.commands.verify", broken)
    assert cli.guarded(["verify"]) == 1
    _out, err = capfd.readouterr()
    assert one_sentence(err)
    assert "secret" not in err
