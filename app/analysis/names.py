"""Names of people and companies (domain/60 §6.5, domain/20 §2.0): surname, form of address, comparable company name."""

from __future__ import annotations

import re
import unicodedata

_COMPOUNDS = (
    "欧阳司马上官诸葛东方皇甫尉迟公孙慕容司徒夏侯令狐长孙宇文轩辕端木独孤南宫百里呼延西门万俟"
    "澹台公冶濮阳淳于单于太史申屠闻人钟离司空公羊赫连宗政仲孙鲜于闾丘亓官司寇拓跋夹谷东郭左丘第五"
)
COMPOUND_SURNAMES = frozenset(_COMPOUNDS[index : index + 2] for index in range(0, len(_COMPOUNDS), 2))

# Post → how its holder is addressed after the surname; the longest ending that fits wins.
POSTS = {
    "总经理": "总", "总裁": "总", "总监": "总", "老板": "总", "总工程师": "总工", "总工": "总工", "工程师": "工",
    "董事长": "董", "经理": "经理", "主任": "主任", "主管": "主管", "部长": "部长", "科长": "科长", "处长": "处长",
    "局长": "局长", "厂长": "厂长", "店长": "店长", "组长": "组长", "院长": "院长", "校长": "校长", "所长": "所长",
    "会计": "会计", "教授": "教授", "老师": "老师", "教师": "老师", "医生": "医生", "律师": "律师", "师傅": "师傅",
    "总": "总", "书记": "书记", "秘书": "秘书", "班长": "班长", "站长": "站长", "队长": "队长",
}
_COMPANY_ENDINGS = re.compile(
    r"(股份有限公司|有限责任公司|责任有限公司|股份公司|有限公司|有限合伙|集团公司|集团|公司|股份"
    r"|incorporated|corporation|limited|company|corp|inc|ltd|llc|llp|plc|gmbh|co|ag|kg|sa|bv|nv|srl|pty|pte)$"
)
_NO_WORD = re.compile(r"[\W_]+")
_DOTTED = re.compile(r"\b(\w)\.(?=\w\b|\s|$)")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")


def is_chinese(text: str) -> bool:
    """Whether the text has a Chinese character."""
    return _HAN.search(text) is not None


def split_name(full: str) -> tuple[str, str]:
    """(surname, given name) of a Chinese name: at the one blank somebody put there (单 于丹), else compound surnames from three
    characters on, else one character. Names with a middle dot, of one character and in Latin letters aren't split: ("", full)."""
    name, parts = "".join(full.split()), full.split()
    if len(parts) == 2 and len(parts[0]) <= 2 and all(map(is_chinese, name)):
        return parts[0], parts[1]
    if not all(map(is_chinese, name)) or len(name) < 2:
        return "", " ".join(full.split())
    length = 2 if len(name) >= 3 and name[:2] in COMPOUND_SURNAMES else 1
    return name[:length], name[length:]


def name_parts(full: str, surname: str | None = None) -> tuple[str, str]:
    """(surname, given name): with the ``surname`` that somebody said where the name begins, or as elsewhere ends, with it; else
    as ``split_name`` finds them."""
    name, said = " ".join(full.split()), " ".join((surname or "").split())
    if not said or not fits(name, said):
        return split_name(full)
    begins = is_chinese(said) or f"{name} ".startswith(f"{said} ")
    return said, (name.removeprefix(said) if begins else name.removesuffix(said)).strip()


def fits(full: str, surname: str) -> bool:
    """Whether a name begins with a surname; one in other letters may end with it, as a word of its own."""
    name, said = " ".join(full.split()), " ".join(surname.split())
    return name.startswith(said) if is_chinese(said) else name == said or name.startswith(f"{said} ") or name.endswith(f" {said}")


def goes_with(full: str, surname: str | None) -> bool:
    """Whether a surname is one of the name and another than the name shows by itself."""
    return bool(surname) and fits(full, surname or "") and surname != split_name(full)[0]


def post_form(post: str, vice: bool = False) -> str:
    """How the holder of a post is addressed: 采购部经理 → 经理, 副总经理 → 总 (with ``vice`` 副总); "" where none is known."""
    plain = post.strip().replace("副", "")
    fitting = [ending for ending in POSTS if plain.endswith(ending)]
    form = POSTS[max(fitting, key=len)] if fitting else ""
    return f"副{form}" if form and vice and "副" in post else form


def form_of_address(full: str, post: str = "", courtesy: str = "", surname: str = "", vice: bool = False) -> str:
    """王总, 李经理, 陈女士: surname with the post, else with the courtesy word (先生, 女士, 老师 …) somebody recorded.
    The full name where neither is known: nothing is guessed from a name."""
    family = surname or split_name(full)[0]
    word = post_form(post, vice) or courtesy.strip()
    return family + word if family and word else full.strip()


def english_address(surname: str, courtesy: str, full: str = "") -> str:
    """"Ms Chen" where the courtesy word is known, else the full name."""
    return f"{courtesy} {surname}" if courtesy and surname else full or surname


def same_company_key(name: str) -> str:
    """A company's name for comparing: width, case, spaces, brackets and punctuation evened out, legal endings off.
    Equal keys are a hint, never a proof. A name that is nothing but an ending keeps it."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    key = _NO_WORD.sub("", plain)
    if is_chinese(key):
        return _without_endings(key) or key
    words = " ".join(_NO_WORD.sub(" ", _DOTTED.sub(r"\1", plain)).split())
    return _without_endings(words).replace(" ", "") or key


def _without_endings(text: str) -> str:
    while True:
        shorter = _COMPANY_ENDINGS.sub("", text) if is_chinese(text) else _without_word(text)
        if shorter == text or not shorter:
            return text
        text = shorter


def _without_word(text: str) -> str:
    head, _, last = text.rpartition(" ")
    return head if head and _COMPANY_ENDINGS.fullmatch(last) else text
