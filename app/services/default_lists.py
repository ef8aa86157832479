"""The lists a firm starts with: categories of complaints (domain/40 §4.7) and the tree of causes (§4.8)."""

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


def categories() -> list[dict[str, str]]:
    """The categories as rows: ``10``, ``10.1`` …"""
    return _rows(_CATEGORIES)


def _rows(tree: tuple[tuple[str, str, str, tuple[tuple[str, str], ...]], ...]) -> list[dict[str, str]]:
    rows = []
    for code, chinese, english, parts in tree:
        rows.append({"code": code, "zh": chinese, "en": english, "parent": ""})
        rows += [{"code": f"{code}.{index}", "zh": zh, "en": en, "parent": code} for index, (zh, en) in enumerate(parts, 1)]
    return rows


# 5M1E with management, the customer and the world outside; the branches are the codes of models.choices.CAUSE
_CAUSES: tuple[tuple[str, str, str, tuple[tuple[str, str], ...]], ...] = (
    ("man", "人", "Man", (
        ("技能不足", "Lack of skill"), ("责任心", "Lack of care"), ("未按标准", "Standard not followed"),
        ("沟通", "Communication"))),
    ("machine", "机", "Machine", (("设备", "Equipment"), ("工具", "Tools"), ("系统", "Systems"))),
    ("material", "料", "Material", (("来料", "Incoming material"), ("供应商", "Supplier"), ("配件", "Parts"))),
    ("method", "法", "Method", (
        ("无标准", "No standard"), ("标准不当", "Unsuitable standard"), ("流程缺陷", "Flawed process"), ("计划", "Planning"))),
    ("environment", "环", "Environment", (("运输", "Transport"), ("仓储", "Storage"), ("使用环境", "Where it is used"))),
    ("measurement", "测", "Measurement", (("检验漏检", "Missed in inspection"), ("计量", "Measuring"))),
    ("management", "管", "Management", (
        ("资源不足", "Lack of resources"), ("职责不清", "Unclear duties"), ("承诺管理", "Promises not managed"),
        ("政策", "Policy"))),
    ("customer", "客", "Customer", (
        ("误用", "Misuse"), ("期望过高", "Expectations too high"), ("信息不全", "Incomplete information"))),
    ("external", "外", "External", (("不可抗力", "Force majeure"), ("第三方", "Third party"))),
)  # fmt: skip


def causes() -> list[dict[str, str]]:
    """The tree of causes as rows: ``man``, ``man.1`` …"""
    return _rows(_CAUSES)
