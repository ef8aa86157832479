"""A document with every kind of block, like the first page of the monthly report, in both languages."""

from app.reports import charts
from app.reports import document as doc

N, T, S = "number", "text", "symbol"
WORDS = {
    "title": ("2026 年 7 月客户投诉月报", "Monthly Customer Complaint Report, July 2026"),
    "company": ("示例工业用品有限公司", "Example Industrial Supplies Ltd"),
    "meta": (
        ("统计期间 2026-07-01 至 07-31", "编制部门 客户服务部", "第 1 版 · 2026-08-05"),
        ("Period 2026-07-01 to 07-31", "Prepared by Customer Service", "Edition 1 · 2026-08-05"),
    ),
    "footer": (("口径截止 2026-07-31 24:00", "打印 2026-08-05 09:12"), ("Cut-off 2026-07-31 24:00", "Printed 2026-08-05 09:12")),
    "one": ("一、总体情况", "I Summary"),
    "summary": (
        "本月新增投诉 11 件（有效 10 件、无效 1 件），比上月增加 22.2 %，比去年同月减少 21.4 %；应处理 14 件，"
        "结案 11 件，结案率 78.6 %；按期结案率 75.0 %，"
        "期末未结 3 件，其中 2 件超期。产品质量与交付物流两类占 72.7 %，尺寸超差与延迟交付应列为改进重点。",
        "11 new complaints this month (10 justified, 1 not), 22.2 % more than last month "
        "and 21.4 % fewer than in the same month last year. "
        "14 were to be handled, 11 were closed (78.6 %), 75.0 % of them on time; 3 remain open, 2 of them overdue. "
        "Product quality and delivery make up 72.7 %.",
    ),
    "kpi": (
        ("指标", "单位", "本月", "上月", "环比", "去年同月", "同比", "本年累计", "累计同比", "目标", "达成"),
        (
            "Indicator",
            "Unit",
            "Month",
            "Last month",
            "Change",
            "Year before",
            "Change",
            "Year to date",
            "Change",
            "Target",
            "Met",
        ),
    ),
    "rows": (
        ("新增投诉（净）", "结案率", "按期结案率", "平均处理天数", "有效投诉率", "重复投诉率", "回访满意率", "质量损失"),
        (
            "New complaints (net)",
            "Closing rate",
            "Closed on time",
            "Mean handling time",
            "Justified",
            "Repeated",
            "Satisfied at follow-up",
            "Cost of quality",
        ),
    ),
    "units": (("件", "%", "%", "工作日", "%", "%", "%", "元"), ("cases", "%", "%", "work days", "%", "%", "%", "CNY")),
    "two": ("二、受理与处理流转", "II Case flow"),
    "flow": (
        ("优先级", "期初未结", "新增", "撤诉", "并案、转出", "应处理", "结案", "期末未结", "其中超期"),
        ("Priority", "Open before", "New", "Withdrawn", "Merged, passed on", "To handle", "Closed", "Open after", "Overdue"),
    ),
    "prio": (("P1 紧急", "P2 高", "P3 中", "P4 低", "合计"), ("P1 urgent", "P2 high", "P3 medium", "P4 low", "Total")),
    "three": ("三、投诉类别与趋势", "III Categories and trend"),
    "cats": (
        ("产品质量", "交付物流", "服务态度", "账务", "价格"),
        ("Product quality", "Delivery", "Manners", "Invoicing", "Price"),
    ),
    "months": (
        tuple(f"{m}月" for m in (8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7)),
        ("Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul"),
    ),
    "fig1": ("图 1　投诉类别柏拉图（件，累计占比）", "Figure 1  Complaints by category (cases, cumulative share)"),
    "fig2": ("图 2　近 12 个月新增投诉（件）", "Figure 2  New complaints in the last 12 months"),
    "sign": (("编制", "审核", "批准"), ("Prepared", "Reviewed", "Approved")),
}
KPI = (
    (11, 9, "+22.2 %", 14, "−21.4 %", 68, "−9.3 %", "≤ 10", "▲"),
    ("78.6", "81.0", "−2.4 pp", "80.2", "−1.6 pp", "82.4", "+0.9 pp", "≥ 85", "▲"),
    ("75.0", "80.0", "−5.0 pp", "76.9", "−1.9 pp", "79.5", "+1.2 pp", "≥ 90", "×"),
    ("6.5", "6.1", "+0.4", "7.0", "−0.5", "6.3", "−0.4", "≤ 6", "▲"),
    ("90.9", "88.9", "+2.0 pp", "85.7", "+5.2 pp", "88.2", None, None, ""),
    ("9.1", "0.0", "+9.1 pp", "7.1", "+2.0 pp", "5.9", "−1.1 pp", "≤ 5", "×"),
    ("50.0", "66.7", "−16.7 pp", "58.3", "−8.3 pp", "63.5", "−2.0 pp", "≥ 80", "×"),
    (10140, 6820, "+48.7 %", 12300, "−17.6 %", 52410, "−6.2 %", "≤ 8,000", "×"),
)
FLOW = (
    (0, 1, 0, 0, 1, 1, 0, 0),
    (1, 2, 0, 0, 3, 3, 0, 0),
    (1, 6, 0, 0, 7, 5, 2, 2),
    (1, 3, 1, 0, 3, 2, 1, 0),
    (3, 12, 1, 0, 14, 11, 3, 2),
)


def words(language):
    return {key: pair[0 if language == "zh" else 1] for key, pair in WORDS.items()}


def kpi_table(w):
    columns = tuple(doc.Column(label, kind=T if place < 2 else S if place == 10 else N) for place, label in enumerate(w["kpi"]))
    return doc.Table(columns, tuple((name, unit, *row) for name, unit, row in zip(w["rows"], w["units"], KPI, strict=True)))


def flow_table(w):
    columns = tuple(doc.Column(label, kind=T if not place else N) for place, label in enumerate(w["flow"]))
    rows = tuple((name, *row) for name, row in zip(w["prio"], FLOW, strict=True))
    return doc.Table(columns, rows[:-1], total=rows[-1])


def chart_pair(w):
    pareto = doc.ChartBlock(
        lambda width, height: charts.pareto(
            w["cats"], (5, 3, 1, 1, 1), (5 / 11, 8 / 11, 9 / 11, 10 / 11, 1), 3, size=(width, height)
        ),
        80,
        52,
        w["fig1"],
        "Pareto",
    )
    trend = doc.ChartBlock(
        lambda width, height: charts.trend(w["months"], (14, 11, 9, 12, 8, 10, 7, 9, 12, 13, 9, 11), size=(width, height)),
        80,
        52,
        w["fig2"],
        "Trend",
    )
    return doc.SideBySide((pareto, trend))


def demo(language="zh", extra=()):
    w = words(language)
    blocks = (
        doc.Heading(w["one"]),
        doc.Paragraph(w["summary"]),
        kpi_table(w),
        doc.Heading(w["two"]),
        flow_table(w),
        doc.Heading(w["three"]),
        chart_pair(w),
        *extra,
    )
    return doc.Document(
        w["title"],
        blocks,
        w["meta"],
        "TSYB-202607-1",
        w["company"],
        footer=w["footer"],
        signatures=w["sign"] if extra else (),
        language=language,
    )


def everything(language="zh"):
    """Blocks beyond the first page: facts, forms, timeline, landscape, charts of each kind."""
    w = words(language)
    long_list = doc.Table(
        (doc.Column("编号"), doc.Column("客户", weight=1), doc.Column("问题", weight=3), doc.Column("天数", kind=N)),
        tuple(
            (f"TS202607-{n:04d}", "苏州精密轴承有限公司", "到货轴承尺寸超差，装配困难，要求换货并赔偿停线损失。" * (1 + n % 3), n)
            for n in range(1, 61)
        ),
        caption="表 3　未结投诉清单",
        notes=("按到期日排序。",),
    )
    facts = doc.Facts(
        (
            ("客户编号", "KH000123"),
            ("客户名称", "苏州精密轴承有限公司"),
            ("统一社会信用代码", "91320594MA1MXXXX0X"),
            ("地址", "江苏省苏州市工业园区星湖街 328 号创意产业园 5 幢 1201 室（快递请送东门收发室，勿投递快递柜）"),
            ("电话", None),
        )
    )
    form = doc.FormGrid(
        (
            doc.FormField("客户名称", "苏州精密轴承有限公司", 2),
            doc.FormField("客户编号", "KH000123"),
            doc.FormField("等级", "A"),
            doc.FormField("企业性质", choices=("国有", "民营", "外资"), chosen=frozenset({"民营"}), span=2),
            doc.FormField("成立日期"),
            doc.FormField("电话"),
            doc.FormField("备注", span=4, lines=4),
        )
    )
    timeline = doc.Timeline(
        (
            doc.Event("2026-07-01 09:12", "登记", "电话来诉，首问责任人王敏。"),
            doc.Event("2026-07-02", "受理", "转质量部。" * 30),
            doc.Event("2026-07-09", "结案"),
        )
    )
    rate = doc.ChartBlock(
        lambda width, height: charts.trend(
            w["months"],
            (14, 11, 9, 12, 8, 10, 7, 9, 12, 13, 9, 11),
            (0.8, 0.77, 0.92, 1, 0.75, 0.6, None, 0.7, 0.9, 0.85, 0.8, 0.75),
            (12, 13, 9, 10, 9, 12, 11, 6, 14, 12, 9, 14),
            names=("新增", "按期结案率", "去年同月"),
            size=(width, height),
        ),
        160,
        60,
        "图 3",
    )
    bars = doc.ChartBlock(
        lambda width, height: charts.bars(w["cats"], (5, 3, 1, 1, 1), strong=2, size=(width, height)), 80, 40, "图 4"
    )
    grid = doc.ChartBlock(
        lambda width, height: charts.grid(
            ("高", "中", "低"), ("紧急", "一般", "可缓"), ((5, 3, 0), (1, 2, 1), (0, 0, None)), size=(width, height)
        ),
        80,
        40,
        "图 5",
    )
    extra = (
        doc.Heading("四、其他"),
        rate,
        doc.SideBySide((bars, grid)),
        doc.Heading("客户", 2),
        facts,
        doc.Spacer(4),
        form,
        doc.Heading("过程"),
        timeline,
        doc.Lines(3, "拜访记录"),
        doc.Empty("本月无此项。"),
        doc.Landscape((doc.Heading("十二、未结投诉清单"), long_list)),
        doc.Heading("统计口径"),
        doc.Paragraph("新增投诉：本月受理、扣除撤诉后的件数。", quiet=True),
    )
    return demo(language, extra)
