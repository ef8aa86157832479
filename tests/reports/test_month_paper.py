"""The oracle month C31 on paper: seeded through a real store, printed, and read back figure by figure in both languages."""

import io
import re
import shutil
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.analysis.periods import YearMonth
from app.errors import ValidationError
from app.formats import from_local
from app.i18n import gettext_text, use_language
from app.models import Company, Complaint, Employee
from app.models.types import now_utc
from app.reports import build, file_name
from app.reports.month_words import KPI_NAMES
from app.reports.pdf import render_bytes
from app.services import complaints, month_bases, records, settings
from app.store.store import open_file
from tests.reports.reading import poppler_text, squeezed
from tests.services.test_complaint_month_oracle import ORACLE, ORACLES, seed

LANGUAGES = ("zh", "en")
NAMES = {"10": ("质量", "Quality"), "20": ("交付", "Delivery"), "30": ("服务", "Service"), "61": ("账务", "Accounts"),
         "62": ("价格", "Price"), "99": ("其他", "Other")}  # fmt: skip
SECTIONS = {
    "zh": ("一、总体情况", "二、受理与处理流转", "三、投诉类别分析", "四、趋势", "五、分布", "六、时效", "七、重复与重启",
           "八、原因分析", "九、补救与成本", "十、客户对处理的态度", "十一、典型案例", "十二、未结投诉清单"),
    "en": ("I Summary", "II Case flow", "III Categories", "IV Trend", "V Breakdown", "VI Timeliness",
           "VII Repeats and reopenings", "VIII Causes", "IX Recovery and cost", "X Customer attitude to handling", "XI Cases",
           "XII Open list"),
}
LAST = ("XIII Follow-up of last month's actions", "XIV New actions", "XV Focus and support needed next month",
        "Annex: definitions", "Signatures")  # fmt: skip


def seeded(session):
    own = [{"code": code, "zh": zh, "en": en, "parent": ""} for code, (zh, en) in NAMES.items()]
    settings.change(session, "complaint.categories", own)
    records.create(session, Company, {"name": "示例工业用品有限公司", "complaint_department": "客户服务部"})
    seed(session)


def spent(session):
    """C35 over the cases closed in July: 3,000 compensation + 4,600 returned goods + 350 logistics + 36.5 hours at 60."""
    key = session.query(Complaint.id).filter(Complaint.number == "K04").scalar()
    costs = {"returns_cost": 460_000, "logistics_cost": 35_000, "labour_minutes": 2190}
    records.update(session, Complaint, key, costs)
    inputs = ORACLE["inputs"]
    given = {"orders": inputs["orders"], "active_customers": inputs["active_customers"], "sales": 125_000_000}
    month_bases.enter(session, YearMonth(2026, 7), given)


def lines_of(data, tmp_path):
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    path = tmp_path / "lines.pdf"
    path.write_bytes(data)
    found = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True).stdout.decode()
    return [line for line in found.splitlines() if line.strip()]


def after(lines, label, number=0):
    """The words that follow a label on the line where it stands for the ``number``-th time."""
    found = [line.partition(label)[2].split() for line in lines if re.search(rf"(^\s*|\s{{2}}){re.escape(label)}(\s|$)", line)]
    return found[number]


@pytest.fixture(scope="module")
def oracle_month(template, tmp_path_factory):
    """The seeded file, with a data folder of its own for what printing keeps."""
    folder = tmp_path_factory.mktemp("month")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLIENTELE_HOME", str(folder))
        opened = open_file(Path(shutil.copy(template, folder / "data.db")))
        opened.write("Seeded", seeded)
        yield opened
        opened.close()


@pytest.fixture(scope="module", params=LANGUAGES)
def paper(request, oracle_month, tmp_path_factory):
    """(language, document, lines, bytes, result) of July 2026: printed once, read by many tests."""
    document = oracle_month.read(build, "complaints", request.param, month="2026-07")
    data, result = render_bytes(document)
    return request.param, document, lines_of(data, tmp_path_factory.mktemp("paper")), data, result


def said(language, text):
    with use_language(language):
        return gettext_text(text)


def row(paper, code):
    return after(paper[2], said(paper[0], KPI_NAMES[code]))


def test_the_table_of_indicators(paper):
    counts = [str(ORACLE["inputs"][key]) for key in ("last_month_net", "same_month_last_year_net", "ytd_net")]
    cells = [word for word in row(paper, "new_net") if word != said(paper[0], "cases")]
    assert cells == [str(ORACLE["new_net"]), counts[0], "+22.2%", counts[1], "−21.4%", counts[2], "−9.3%"]
    rates = {"closure_rate": "closure_rate", "same_month_rate": "same_month_closure", "on_time_rate": "on_time_rate_due_based",
             "valid_rate": "justified_rate", "repeat_rate": "repeat_rate", "reopen_rate": "reopen_rate",
             "satisfied_rate": "handling_satisfied_rate"}  # fmt: skip
    assert {code: row(paper, code)[1] for code in rates} == {code: str(ORACLE[key]) for code, key in rates.items()}
    assert str(ORACLE["avg_handling_wd"]) in row(paper, "mean_days")[:3]
    assert row(paper, "compensation")[1] == f"{ORACLE['compensation']:,}"


def test_targets_are_marked_by_signs(paper):
    assert "".join(row(paper, "on_time_rate")).endswith("≥90×")
    assert "".join(row(paper, "repeat_rate")).endswith("≤5×")


def test_rates_that_need_orders_are_dashes_with_the_reason(paper):
    assert set(row(paper, "per_1000_orders")[1:]) == {"—"}
    assert set(row(paper, "per_100_customers")[1:]) == {"—"}
    reason = said(paper[0], "Not entered for the month: {names}. What is measured against them is undefined.")
    assert squeezed(reason.partition("{")[0] + said(paper[0], "orders")) in squeezed("".join(paper[2]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_costs_and_rates_that_have_their_base(store, tmp_path, language):
    store.write("Seeded", seeded)
    store.write("Spent", spent)
    data, _result = render_bytes(store.read(build, "complaints", language, month="2026-07"))
    lines, cost = lines_of(data, tmp_path), ORACLES["C35_copq"]
    found = {code: after(lines, said(language, KPI_NAMES[code])) for code in
             ("per_1000_orders", "per_100_customers", "quality_cost", "quality_cost_share", "compensation")}  # fmt: skip
    assert (found["per_1000_orders"][1], found["per_100_customers"][1]) == (
        str(ORACLE["per1000orders"]), str(ORACLE["per100cust"]))  # fmt: skip
    assert (found["quality_cost"][1], found["quality_cost_share"][1]) == (f"{cost['total']:,.0f}", str(cost["pct_sales"]))
    kinds = {"compensation": "Compensation", "returns": "Returned goods", "logistics": "Logistics cost",
             "labour": "Handling work"}  # fmt: skip
    amounts = {kind: after(lines, said(language, label), -1)[0] for kind, label in kinds.items()}
    assert amounts == {kind: f"¥{cost[kind]:,.2f}" for kind in kinds}
    assert "10,140/1,250,000" in " ".join(lines).split()
    why = said(language, "The month's sales are not entered, so that no share of them is known.")
    assert squeezed(why) not in squeezed("".join(lines))


def test_repeats_and_reopenings_are_the_oracles(paper):
    """C46: K11 repeats K05, K09 came back."""
    lines = [line.split() for line in paper[2]]
    (repeat,) = [line for line in lines if line and line[0] == "K11" and "K05" in line]
    (again,) = [line for line in lines if line and line[0] == "K09" and "2026-07-24" in line]
    assert "2026-07-20" in repeat
    assert "2026-07-22" in again


def test_the_flow_of_cases(paper):
    o = ORACLE
    total = [o["opening"], o["new"], 0, o["withdrawn"], 0, 14, o["closed"], o["ending"], len(o["overdue_open"])]
    assert after(paper[2], said(paper[0], "Total")) == [str(number) for number in total]


def test_categories_in_the_order_of_pareto(paper):
    place = LANGUAGES.index(paper[0])
    english = dict(NAMES.values())
    for name, count, share, cumulative in ORACLE["pareto"]:
        shown = name if place == 0 else english[name]
        assert after(paper[2], shown)[:3] == [str(count), str(share), str(cumulative)]
    told = squeezed(paper[1].blocks[1].text)
    assert all((name if place == 0 else english[name]) in told for name in ORACLE["vital_few"])


def test_the_summary_is_short_and_complete(paper):
    text = paper[1].blocks[1].text
    for figure in ("1", "11", "22.2%", "21.4%", "14", "78.6%", "75.0%", "81.8%"):
        assert figure in text
    assert len(text) <= (150 if paper[0] == "zh" else 450)


def test_timeliness_and_attitude(paper):
    language, lines = paper[0], paper[2]
    once = {"on_time_closed_rate": "81.8%", "median_days": "7.0", "p90_days": "9.0", "response_rate": "90.9%",
            "attitude_mean": "3.30"}  # fmt: skip
    assert {code: after(lines, said(language, KPI_NAMES[code]))[0] for code in once} == once
    assert after(lines, said(language, KPI_NAMES["mean_days"]), 1)[0] == str(ORACLE["avg_handling_wd"])
    assert after(lines, said(language, "Answers"))[0] == str(ORACLE["handling_n"])


def test_lists_name_the_cases(paper):
    numbers = [line.split()[0] for line in paper[2] if re.match(r"\s*K\d\d\s", line)]
    assert numbers == ["K10", "K13", "K11", "K09", "K10", "K13", "K14"]


def test_denominators_are_printed(paper):
    words = " ".join(paper[2]).split()
    for fraction in ("11/14", "9/12", "8/11", "9/11", "10/11", "5/10"):
        assert fraction in words


def test_sections_stand_in_order(paper):
    text = squeezed("".join(paper[2]))
    places = [text.index(squeezed(section)) for section in (*SECTIONS[paper[0]], *(said(paper[0], each) for each in LAST))]
    assert places == sorted(places)


def test_head_and_foot(paper, tmp_path):
    language, document, _lines, data, result = paper
    text = poppler_text(data, tmp_path)
    assert document.number == "TSYB-202607-1"
    words = {"zh": ("2026年7月客户投诉月报", "统计期间2026-07-01至2026-07-31", "编制部门客户服务部", "口径截止2026-07-3124:00",
                    "编制", "审核", "批准", f"第1页共{result.pages}页"),
             "en": ("MonthlyCustomerComplaintReport,Jul2026", "Period2026-07-01to2026-07-31", "Figuresasof2026-07-3124:00",
                    "Preparedby", "Reviewedby", "Approvedby", f"Page1of{result.pages}")}  # fmt: skip
    for word in (*words[language], "TSYB-202607-1", "示例工业用品有限公司"):
        assert word in text
    assert 5 <= result.pages <= 10
    assert result.missing == ()


def test_a_chinese_page_speaks_chinese(store, tmp_path):
    store.write("Seeded", seeded)
    data, _result = render_bytes(store.read(build, "complaints", "zh", month=YearMonth(2026, 7)))
    words = set(re.findall(r"[A-Za-z]{2,}", poppler_text(data, tmp_path)))
    assert {word for word in words if not word.startswith(("TSYB", "pp"))} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_data_file_prints_empty_sections(store, tmp_path, language):
    data, result = render_bytes(store.read(build, "complaints", language, month="2026-07"))
    text = poppler_text(data, tmp_path)
    assert text.count(squeezed(said(language, "Nothing under this heading this month."))) == 12
    assert squeezed(said(language, "No complaints were received, and none were open.")) in text
    assert result.pages <= 4


def test_a_month_still_running_says_so(store, tmp_path):
    store.write("Seeded", seeded)
    present = now_utc().astimezone(from_local(datetime(2026, 1, 1)).tzinfo)
    document = store.read(build, "complaints", "en", month=f"{present:%Y-%m}")
    assert "The month is not over" in document.blocks[1].text
    assert "24:00" not in document.footer[0]


def test_many_open_cases_lie_across(store):
    received = from_local(datetime(2026, 7, 1, 9))
    rows = [{"subject": f"S{n}", "received_at": received + timedelta(hours=n)} for n in range(30)]
    store.write("x", complaints.import_cases, rows)
    data, _result = render_bytes(store.read(build, "complaints", "en", month="2026-07"))
    sizes = [(page.mediabox.width > page.mediabox.height) for page in PdfReader(io.BytesIO(data)).pages]
    assert any(sizes)
    assert not all(sizes)
    assert store.read(lambda s: s.query(Complaint).count()) == 30


@pytest.mark.parametrize("month", ["2026-13", "July", "", "2026"])
def test_a_month_that_is_none(store, month):
    with pytest.raises(ValidationError) as caught:
        store.read(build, "complaints", "en", month=month)
    assert caught.value.field == "month"


def test_the_file_has_a_name_every_system_takes(store):
    assert file_name(store.read(build, "complaints", "zh", month="2026-07")) == "2026年7月客户投诉月报 TSYB-202607-1.pdf"


@pytest.mark.parametrize("grouped", [False, True])
def test_names_of_colleagues_can_be_grouped(store, tmp_path, grouped):
    def busy(session):
        received = from_local(datetime(2026, 7, 1, 9))
        for name, count in (("Anna Busy", 3), ("Bert Calm", 1)):
            key = records.create(session, Employee, {"name": name})
            row = {"subject": "S", "received_at": received, "salesperson_id": key}
            complaints.import_cases(session, [row] * count)
        settings.change(session, "complaint.group_names", grouped)

    store.write("x", busy)
    text = poppler_text(render_bytes(store.read(build, "complaints", "en", month="2026-07"))[0], tmp_path)
    assert "AnnaBusy" in text
    assert ("BertCalm" in text) is not grouped
