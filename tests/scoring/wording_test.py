import json
from pathlib import Path

import pytest

from scoring.wording import Contradiction, FoundContradiction, find_contradictions

PAPER = json.loads((Path(__file__).parent.parent / "data" / "sheet_2020.json").read_text(encoding="utf-8"))


def rows(nodes):
    for node in nodes:
        yield node
        yield from rows(node.get("children", ()))


def test_the_2020_sheet_contradicts_itself_in_one_row():
    found = {row["code"]: find_contradictions(row["name"], row["max"]) for row in rows(PAPER["groups"])}
    assert {code: findings for code, findings in found.items() if findings} == {
        "I.1.2-1": [FoundContradiction(Contradiction.WORDS, 0.5, 0.25)]
    }


@pytest.mark.parametrize(
    ("text", "maximum", "findings"),
    [
        ("mỗi BC được 0,25 điểm: 10 x 0,25 = 2,5 điểm", 2.5, []),
        ("mỗi tháng 0.5 điểm: 12 × 0.5 = 6", 6.0, []),
        ("tối đa 3,0 điểm: 12 x 0,25 = 3,0", 3.0, []),
        ("10 x 0,25 = 2,5", 3.0, [FoundContradiction(Contradiction.MAXIMUM, 2.5, 3.0)]),
        ("10 x 0,25 = 3,0", 3.0, [FoundContradiction(Contradiction.PRODUCT, 3.0, 2.5)]),
        ("văn bản giấy: 01 điểm; văn bản điện tử: 01 điểm", 2.0, []),
        ("", 1.0, []),
    ],
)
def test_finds_what_does_not_agree(text, maximum, findings):
    assert find_contradictions(text, maximum) == findings
