import pytest

from scoring.revision import Aspect, Criterion, Sheet, digest_facts

BASE = [
    Criterion("I", None, "Chương trình công tác", 4.0, is_heading=True),
    Criterion("I-1", "I", "Đúng thời gian", 2.0, rules=(("award", 0.5),)),
    Criterion("I-2", "I", "Đầy đủ", 2.0),
    Criterion("II", None, "Báo cáo", 2.0, is_heading=True),
    Criterion("II-1", "II", "Đúng thời gian", 2.0, rules=(("award", 0.5),)),
]


def changed(code, **values):
    """The sheet with one row that has other values."""
    fields = ("code", "parent", "text", "maximum", "base", "is_bonus", "is_heading", "rules")
    return Sheet(
        Criterion(**{name: getattr(row, name) for name in fields} | values) if row.code == code else row for row in BASE
    )


def test_a_sheet_is_the_same_as_itself():
    sheet = Sheet(BASE)
    assert sheet.match(Sheet(BASE)) == {row.code: row.code for row in BASE}
    assert [sheet.changes(row.code, Sheet(BASE), row.code) for row in BASE] == [()] * 5


def test_equal_words_under_other_headings_are_other_rows():
    digests = Sheet(BASE).digests
    assert digests["I-1"] != digests["II-1"]
    assert len(digests["I-1"]) == 64


@pytest.mark.parametrize(
    ("values", "aspect"),
    [
        ({"text": "Đúng hạn"}, Aspect.TEXT),
        ({"maximum": 1.5}, Aspect.MAXIMUM),
        ({"base": 1.0}, Aspect.RULES),
        ({"rules": (("award", 0.25),)}, Aspect.RULES),
        ({"is_bonus": True}, Aspect.KIND),
    ],
)
def test_what_makes_a_row_another_one(values, aspect):
    new = changed("I-1", **values)
    assert new.changes("I-1", Sheet(BASE), "I-1") == (aspect,)
    assert new.match(Sheet(BASE))["I-1"] == "I-1"
    assert new.changes("I-2", Sheet(BASE), "I-2") == ()


def test_line_breaks_and_the_points_of_a_heading_change_nothing():
    assert changed("I-1", text=" Đúng\n thời  gian").digests == Sheet(BASE).digests
    assert changed("I", maximum=9.0).digests == Sheet(BASE).digests


def test_a_reworded_heading_makes_its_rows_others():
    new = changed("I", text="Kế hoạch công tác")
    assert new.changes("I-1", Sheet(BASE), "I-1") == (Aspect.HEADING,)
    assert new.changes("II-1", Sheet(BASE), "II-1") == ()


def test_rows_that_are_renumbered_are_found_by_what_they_are():
    """A group is put in front: what was I is II, and no row is taken for another of the same code."""
    codes = {"I": "II", "I-1": "II-1", "I-2": "II-2", "II": "III", "II-1": "III-1", None: None}
    moved = [
        Criterion(codes[row.code], codes[row.parent], row.text, row.maximum, is_heading=row.is_heading, rules=row.rules)
        for row in BASE
    ]
    first = [
        Criterion("I", None, "Văn thư", 1.0, is_heading=True),
        Criterion("I-1", "I", "Sổ văn bản đi", 1.0),
    ]
    found = Sheet(first + moved).match(Sheet(BASE))
    assert found == {"II": "I", "II-1": "I-1", "II-2": "I-2", "III": "II", "III-1": "II-1"}


def test_of_rows_that_cannot_be_told_apart_none_is_guessed():
    twins = [Criterion("A", None, "Như nhau", 1.0), Criterion("B", None, "Như nhau", 1.0)]
    assert Sheet([Criterion("C", None, "Như nhau", 1.0)]).match(Sheet(twins)) == {}
    assert Sheet([Criterion("B", None, "Như nhau", 1.0)]).match(Sheet(twins)) == {"B": "B"}


def test_rows_of_both_sheets_are_paired_in_their_order():
    new = Sheet([BASE[0], BASE[2], Criterion("I-3", "I", "Chất lượng", 1.0), BASE[3]])
    assert new.pair_up(Sheet(BASE)) == [
        ("I", "I"),
        ("I-1", None),
        ("I-2", "I-2"),
        (None, "I-3"),
        ("II", "II"),
        ("II-1", None),
    ]
    assert Sheet(BASE[3:]).pair_up(Sheet(BASE[:3])) == [("I", None), ("I-1", None), ("I-2", None)] + [
        (None, "II"),
        (None, "II-1"),
    ]


OWN = {code: [code, "Số liệu", ""] for code in "abcd"}
READ = {"a": [], "b": ["a"], "c": ["b", "a"], "d": []}
READ_BEFORE = {"d": ["b", "d"]}


def test_a_fact_is_another_one_where_what_it_reads_is():
    facts = digest_facts(OWN, READ, READ_BEFORE)
    assert len(set(facts.values())) == len(facts) == 4
    assert digest_facts({**OWN}, {**READ, "c": ["a", "b"]}, {"d": ["d", "b"]}) == facts

    def changed(own=None, **read):
        others = digest_facts({**OWN, **(own or {})}, {**READ, **read}, READ_BEFORE)
        return {code for code in facts if others[code] != facts[code]}

    assert changed({"a": ["a", "Khác", ""]}) == {"a", "b", "c"}, "what reads it by a detour, too"
    assert changed({"b": ["b", "Khác", ""]}) == {"b", "c", "d"}, "what reads its number of the last period, too"
    assert changed(c=["b"]) == {"c"}
    assert digest_facts(OWN, READ, {})["d"] != facts["d"]


def test_facts_that_read_each_other_in_many_ways_are_told_at_once():
    codes = [f"f{place}" for place in range(500)]
    read = {code: codes[max(place - 2, 0) : place] for place, code in enumerate(codes)}
    assert len(set(digest_facts({code: [code] for code in codes}, read, {}).values())) == 500
