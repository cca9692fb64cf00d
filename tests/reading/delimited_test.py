import pytest

from reading.delimited import decode, read_text
from reading.limits import Limits, Reason, Unreadable

HEADER = ["STT", "Tiêu chí", "Điểm chuẩn", "Tự chấm"]
ROWS = [
    HEADER,
    ["I", "CÔNG TÁC VĂN THƯ; LƯU TRỮ", "10", "9,5"],
    ["1", "Tiếp nhận", "4,5", "4"],
    ["-", "Gửi", "5,5", ""],
]


def texts(content, limits=None):
    """Return the rows as the likeliest delimiter parts them, without what is empty at their ends."""
    grid = read_text(content, limits)[0]
    return [[(cell.value or "").strip() for cell in row] for row in grid.rows]


def joined(delimiter, quote=""):
    return "\n".join(delimiter.join(f"{quote}{cell}{quote}" for cell in row) for row in ROWS)


@pytest.mark.parametrize(
    "text",
    [
        joined("\t"),
        joined("\t").replace("\n", "\r\n"),
        joined("|"),
        "\n".join(f"| {' | '.join(row)} |" for row in [HEADER, ["---"] * 4, *ROWS[1:]]),
        joined(",", '"'),
        joined(";", '"'),
        joined("   ").rstrip(),
    ],
)
def test_the_delimiter_is_found(text):
    rows = texts(text)
    assert [row + [""] * (4 - len(row)) for row in rows] == ROWS


def test_lines_around_the_table_are_kept():
    assert texts("BẢNG ĐIỂM\n\n" + joined("\t") + "\nGIÁM ĐỐC\n\n") == [["BẢNG ĐIỂM"], [], *ROWS, ["GIÁM ĐỐC"]]


def test_quoted_cells_may_hold_line_ends_but_a_lone_quote_is_a_character():
    assert texts('1\t"hai\ndòng"\t3\n4\t5\t6') == [["1", "hai\ndòng", "3"], ["4", "5", "6"]]
    assert texts('1\t"một\t3\n4\t5\t6') == [["1", '"một', "3"], ["4", "5", "6"]]


def test_spaces_at_the_start_are_an_indent():
    (grid,) = read_text("Tiêu chí   Điểm\n  Một   4\n    Hai   6")
    assert [row[0].value for row in grid.rows] == ["Tiêu chí", "  Một", "    Hai"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_the_encoding_is_told(encoding):
    text = joined("\t")
    if encoding == "cp1258":
        content = b"".join(to_cp1258(letter) for letter in text)
    else:
        content = text.encode(encoding)
    assert texts(content) == ROWS
    assert texts(b"\xfe\xff" + text.encode("utf-16-be")) == ROWS


def to_cp1258(letter):
    """Encode a letter as windows-1258 does: the tone stands behind its vowel as a character of its own."""
    import unicodedata

    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        base, *tones = unicodedata.normalize("NFD", letter)
        shaped = [tone for tone in tones if tone not in "\u0300\u0301\u0303\u0309\u0323"]
        tones = [tone for tone in tones if tone not in shaped]
        return unicodedata.normalize("NFC", base + "".join(shaped)).encode("cp1258") + "".join(tones).encode("cp1258")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        # "Công tác văn thư" in TCVN3, as the font .VnTime shows it
        (b"C\xabng t\xb8c v\xa8n th\xad l\xadu tr\xf7 \xae\xb8nh gi\xb8\t4\n" * 3, Reason.ENCODING),
        (b"\xff\xfe\x00\xd8\t\x00", Reason.ENCODING),
        (b"a\tb\n\xd9\x8a\x8d\x8e", Reason.ENCODING),
        (b"a\tb\n\x00\xff", Reason.NOT_THIS_FORMAT),
        (b"a\tb\0c\td", Reason.NOT_THIS_FORMAT),
    ],
)
def test_what_is_no_text_is_refused(content, reason):
    with pytest.raises(Unreadable) as refused:
        read_text(content)
    assert refused.value.reason is reason


@pytest.mark.parametrize(
    ("content", "limits", "reason"),
    [
        ("a\tb\n" * 10, Limits(size=10), Reason.TOO_LARGE),
        ("a\tb\n" * 10, Limits(characters=10), Reason.TOO_MUCH_TEXT),
        ("\n" * 100, Limits(rows=10), Reason.TOO_MANY_ROWS),
        ("a\tb\n" * 11, Limits(rows=10), Reason.TOO_MANY_ROWS),
        ("a\tb\n\ta\tb\tc", Limits(columns=3), Reason.TOO_MANY_COLUMNS),
        ("a\tb\n" * 10, Limits(cells=19), Reason.TOO_MANY_CELLS),
        ("a\t" + "b" * 20_000 + "\na\tb", None, Reason.TOO_MUCH_TEXT),
        ("a\t" + "b" * 200_000 + "\na\tb", None, Reason.TOO_MUCH_TEXT),
    ],
)
def test_limits_are_kept(content, limits, reason):
    with pytest.raises(Unreadable) as refused:
        read_text(content, limits)
    assert refused.value.reason is reason


def test_a_text_without_columns_has_no_grid():
    assert read_text("Kính gửi\nVăn phòng") == []
    assert read_text("") == []
    assert decode(b"") == ""
