import hashlib
import json

from scoring.changes import Change, digest, write_lines

CHANGE = Change("2026-11-28T05:30:00Z", "row", "I.1", "explanation", None, "Đủ\n“hồ sơ”", "res.users,7", None)


def test_each_change_is_a_line_of_json_that_says_all_of_it():
    other = Change("2026-11-28T05:31:00Z", "fact", "hop", "month_03", "5", "6", "res.users,8", "import")
    first, second, rest = write_lines([CHANGE, other]).decode().split("\n")
    assert rest == ""
    assert json.loads(first) == {
        "on": "2026-11-28T05:30:00Z",
        "part": "row",
        "code": "I.1",
        "field": "explanation",
        "old": None,
        "new": "Đủ\n“hồ sơ”",
        "by": "res.users,7",
        "way": None,
    }
    assert list(json.loads(second)) == sorted(json.loads(second))
    assert "Đủ" in first


def test_the_digest_is_that_of_the_bytes():
    assert digest([CHANGE]) == hashlib.sha256(write_lines([CHANGE])).hexdigest()
    assert digest([]) == hashlib.sha256(b"").hexdigest()
