"""Defaults for day one (domain/70, 40): all of them settings, none a claim about the user's industry."""

from typing import Any

# (code, Chinese, English, code of the parent or "")
_CATEGORIES: tuple[tuple[str, str, str, tuple[tuple[str, str], ...]], ...] = (
    ("10", "产品质量", "Product quality", (
        ("功能失效", "Function fails"), ("性能不达标", "Performance below specification"), ("外观缺陷", "Flawed appearance"),
        ("尺寸/规格不符", "Wrong size or specification"), ("包装破损/标识错误", "Damaged packaging or wrong label"),
        ("安全隐患", "Safety hazard"))),
    ("20", "交付物流", "Delivery", (
        ("延迟交付", "Late delivery"), ("错发/漏发", "Wrong or missing goods"), ("数量短缺", "Short quantity"),
        ("运输损坏", "Transport damage"), ("送货服务", "Delivery service"))),
    ("30", "服务态度", "Attitude", (
        ("态度恶劣", "Rudeness"), ("推诿扯皮", "Passing the buck"), ("不耐心/冷漠", "Impatience or indifference"),
        ("泄露隐私", "Breach of privacy"))),
    ("40", "服务能力与时效", "Competence and speed", (
        ("响应慢", "Slow response"), ("未按约上门", "Missed appointment"), ("一次修不好", "Not fixed first time"),
        ("专业知识不足", "Lack of knowledge"), ("电话难接通", "Hard to reach by phone"))),
    ("50", "售后维修", "After-sales repair", (
        ("维修质量", "Repair quality"), ("配件缺货", "Parts out of stock"), ("收费争议", "Disputed charge"),
        ("保修认定", "Warranty decision"), ("返修周期长", "Long repair time"))),
    ("60", "价格与账务", "Price and accounts", (
        ("价格不一致", "Inconsistent price"), ("开票错误/延迟", "Wrong or late invoice"), ("对账差错", "Account mismatch"),
        ("返利/奖励未兑现", "Rebate not paid"), ("退款慢", "Slow refund"))),
    ("70", "合同与承诺", "Contract and promises", (
        ("承诺未兑现", "Broken promise"), ("条款争议", "Disputed terms"), ("宣传不实", "Misleading advertising"),
        ("窜货/区域保护", "Territory violation"))),
    ("80", "信息与系统", "Information and systems", (
        ("说明书/资料不清", "Unclear documents"), ("网站/小程序故障", "Website or app failure"),
        ("通知不及时", "Late notice"))),
    ("90", "渠道与经销商", "Dealers", (
        ("经销商服务差", "Poor dealer service"), ("政策不公", "Unfair policy"), ("支持不到位", "Lack of support"))),
    ("99", "其他", "Other", (
        ("意外事件", "Accident"), ("不可抗力", "Force majeure"), ("非本公司责任", "Not our responsibility"))),
)  # fmt: skip


def _categories() -> list[dict[str, str]]:
    rows = []
    for code, chinese, english, parts in _CATEGORIES:
        rows.append({"code": code, "zh": chinese, "en": english, "parent": ""})
        rows += [{"code": f"{code}.{index}", "zh": zh, "en": en, "parent": code} for index, (zh, en) in enumerate(parts, 1)]
    return rows


DEFAULTS: dict[str, Any] = {
    "language": "",
    "zone": "Asia/Shanghai",
    "theme": "light",
    "import.columns": {},  # columns sent elsewhere by hand: entity -> header -> field
    "import.words": {},  # words that were said to mean a choice: entity -> header -> word -> code
    "import.kept": {},  # headers under which imports wrote lines into notes: entity -> headers
    "me": "",
    "work.opens": "09:00",
    "work.closes": "18:00",
    "work.days": {},
    "work.years": [],
    "complaint.categories": _categories(),
    "complaint.targets": {},
    "complaint.repeat_days": 90,
    "complaint.group_names": False,  # colleagues with fewer than 3 complaints in one row "others" (domain/50 §5.3)
    "complaint.limits": {"handler": 20_000, "supervisor": 100_000, "manager": 500_000},
    "complaint.reopen_days": {"S80": 30, "S85": 30, "S90": 90},
    "complaint.goals": {
        "acknowledged_on_time": 0.98, "closed_on_time": 0.90, "satisfied": 0.85, "repeat": 0.05, "reopened": 0.03,
        "closure": 0.85,
    },
    "visit.gap_days": 90,
    "privacy.complaint_years": 3,  # how long complaints are kept after their closing (domain/40 §4.10)
    "privacy.critical_years": 5,  # the same for critical ones (S4)
    "privacy.quiet_years": 3,  # people nobody was in touch with for so long are proposed for erasing
    "lock.minutes": 5,  # an encrypted file is locked after so many minutes without anybody; 0 for never
    "attachment.limit_mb": 100,
    "backup.limit_mb": 5120,  # all backups of the file together, a tenth of the free disk at most
    "address.vice": False,  # whether 副总经理 is addressed as 副总 and not as 总 (domain/60 §6.5)
    "birthday.days": 14,
    "birthday.leap_month": "regular",  # or leap_if_exists (domain/60 §6.6)
    "birthday.leap_day": "02-28",  # or 03-01: when 29 February is kept in common years
}  # fmt: skip
