"""Marks of state secrets: MẬT, TỐI MẬT, TUYỆT MẬT as they stand on papers, in names and in numbers.

The word alone is no mark: rules on "bảo mật" and "bí mật nhà nước" are public. A mark is *certain* where it stands as a
stamp does, by itself on its line or between the separators of a name; where it stands beside other words it is a
*doubt*, which people settle (Luật Bảo vệ bí mật nhà nước 2018, Điều 8; Thông tư 24/2020/TT-BCA).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_LEVELS = ("TUYỆT MẬT", "TỐI MẬT", "MẬT")
_SPACED = r"(?:T\s*U\s*Y\s*Ệ\s*T\s+|T\s*Ố\s*I\s+)?M\s*Ậ\s*T"
#: A stamp stands alone on its line, in capitals, perhaps boxed and spaced out.
_STAMP = re.compile(rf"^[ |*_\[(]*({_SPACED})[ |*_\])]*$", re.MULTILINE)
#: Or beside other text of the line, with a gap between, as beside the letterhead.
_BESIDE = re.compile(r"(?:^|[ ]{2})[ ]*(TUYỆT MẬT|TỐI MẬT|MẬT)(?=[ ]{2}|[ ]*$)", re.MULTILINE)
_LEVEL_LINE = re.compile(r"^[ ]*độ mật[ ]*:[ ]*(tuyệt mật|tối mật|mật)[ .]*$", re.MULTILINE | re.IGNORECASE)
#: The line before one of these words that a title broke after: "BẢO VỆ BÍ / MẬT".
_BROKEN_TITLE = re.compile(r"(?:BẢO|BÍ|CƠ|THÂN)[ ]*$")
#: Letters by themselves, one blank or dot between them: "T U Y Ệ T".
_SPACED_OUT = re.compile(r"\b\w(?:[ .]\w)+\b")
#: A level whose two words ran into one when its letters were put together.
_RUN_TOGETHER = re.compile(r"\b(TUYỆT|TỐI)(?=MẬT\b)")
#: Capitals of other alphabets that look like the letters of a mark.
_LOOK_ALIKE = str.maketrans("МТОУІΜΤΟΥΙ", "MTOYIMTOYI")
#: How many letters of a paper are looked at; a stamp stands above its title.
_HEAD = 3_000
_SEPARATORS = re.compile(r"[-–—_.,;:|()\[\]{}/]+")
#: What stands between separators by itself; in small letters it may be any word.
_ALONE = frozenset({*_LEVELS, "Mật", "Tối mật", "Tối Mật", "Tuyệt mật", "Tuyệt Mật"})
_UNACCENTED = frozenset({"TUYET MAT", "TOI MAT"})
_KINDS = r"văn bản|công văn|tài liệu|kế hoạch|báo cáo|hồ sơ|quyết định|công điện|tờ trình|chỉ thị|thông báo|phương án"
_DOUBTS = (
    re.compile(r"\b(?:tuyệt|tối) mật\b", re.IGNORECASE),
    # Not "kế hoạch mật độ xây dựng", "tài liệu mật mã".
    re.compile(rf"\b(?:{_KINDS}) mật\b(?! (?:độ|mã|khẩu|thiết|ong|vụ|hoa)\b)", re.IGNORECASE),
    re.compile(r"\bđộ mật\b", re.IGNORECASE),
    # A word in capitals among others, which no title of capitals alone is.
    re.compile(r"(?<!BẢO )(?<!BÍ )(?<!CƠ )\bMẬT\b(?! (?:ĐỘ|MÃ|KHẨU|THIẾT|ONG|VỤ|HOA)\b)"),
)
_NUMBER_CERTAIN = re.compile(r"\((?:M|TM|TUM|TVM)\)\s*$|[-/]M\s*$|\b(?:TUYỆT |TỐI )?MẬT\b")
#: TM is also a section of trade or a staff: "12/KH-TM" names no body besides.
_NUMBER_DOUBT = re.compile(r"/(?:QĐ|CT|KH|PA|ĐA|DA|BC|BB|TTR|TB|CĐ|HD|NQ)-(?:TM|TUM|TVM)\s*$")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of a state secret.

    :ivar word: the mark as it stands there, blanks apart
    :ivar is_certain: whether it stands as a mark does; else it may be a word among others
    """

    word: str
    is_certain: bool


def find_in_name(name: str) -> Mark | None:
    """Return the mark in the name of a file or the abstract of a document, None without any."""
    text = _put_together(_plain(name))
    parts = [part.strip() for part in _SEPARATORS.split(text)]
    if word := next((part for part in parts if part in _ALONE), ""):
        return Mark(word, True)
    # Where no letter has an accent, the mark has none either; "MAT" alone may be another word.
    doubtful = _UNACCENTED | ({"MAT"} if text.isascii() else {"mật"})
    if word := next((part for part in parts if part in doubtful), ""):
        return Mark(word, False)
    for doubt in _DOUBTS:
        if match := doubt.search(text):
            return Mark(match[0], False)
    return None


def find_in_number(number: str) -> Mark | None:
    """Return the mark in the number and symbol of a document, such as "12/KH-UBND(M)", None without any."""
    text = _put_together(_plain(number).replace("_", " ")).strip().upper()
    if match := _NUMBER_CERTAIN.search(text):
        return Mark(match[0].strip("-/() "), True)
    if match := _NUMBER_DOUBT.search(text):
        return Mark(match[0].strip("/ "), False)
    return None


def find_on_page(text: str) -> Mark | None:
    """Return the stamp in the text of a first page, None without any; a page says the word often, so no doubts."""
    head = _plain(text)[:_HEAD]
    for pattern in (_STAMP, _BESIDE, _LEVEL_LINE):
        for match in pattern.finditer(head):
            before = head[: match.start()].rstrip("\n ").rpartition("\n")[2]
            if not _BROKEN_TITLE.search(before):
                return Mark(_word(match[1]), True)
    return None


def _plain(text: str) -> str:
    """Return `text` with its letters whole and its blanks alike, without long runs, which would cost their square."""
    # letters of other widths and faces are the same letters, and what is not seen is none
    text = unicodedata.normalize("NFKC", text or "").replace("\r", "\n").replace("\u00d0", "Đ").translate(_LOOK_ALIKE)
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    text = re.sub(r"[^\S\n]", " ", text)
    return re.sub(r" {3,}", "   ", text)


def _put_together(text: str) -> str:
    """Return a plain text in which no word has blanks between its letters."""
    text = _SPACED_OUT.sub(lambda found: re.sub(r"[ .]", "", found[0]), text)
    return re.sub(r"\s+", " ", _RUN_TOGETHER.sub(r"\1 ", text))


def _word(found: str) -> str:
    level = re.sub(r"\s+", "", found).upper()
    return next(word for word in _LEVELS if word.replace(" ", "") == level)
