"""Texts of cells: brought to one spelling, and folded so that words are found with or without diacritics."""

from __future__ import annotations

import re
import unicodedata

#: What Word and Excel leave between letters that nobody sees.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\u0000-\u0008\u000e-\u001f]")
#: What stands above and below Latin letters once they are decomposed.
_ACCENTS = re.compile("[\u0300-\u036f]+")
_NOT_A_WORD = re.compile(r"[^\w%#]+")


def clean(text: str) -> str:
    """Return `text` composed (NFC), on one line, without invisible characters or doubled spaces."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def fold(text: str) -> str:
    """Return the words of `text` in lower case without diacritics: "Điểm chuẩn (tối đa)" is "diem chuan toi da"."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    bare = _ACCENTS.sub("", decomposed)
    if not bare.isascii():
        bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return " ".join(_NOT_A_WORD.sub(" ", bare).split())
