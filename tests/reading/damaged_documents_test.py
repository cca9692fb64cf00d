"""Documents and texts that are damaged in every way that tests could think of: read, or refused with a reason."""

import random
import time
import tracemalloc
import zipfile

import documents as word
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading.delimited import read_text
from reading.document import read_document
from reading.limits import Reason, Unreadable

GOOD = word.document(
    word.paragraph("BẢNG CHẤM ĐIỂM"),
    word.table(
        ["STT", "Tiêu chí", word.cell("Điểm", '<w:gridSpan w:val="2"/>')],
        *(
            [word.cell(word.paragraph(properties=word.numbered(1))), f"Tiêu chí {row}", "1,0", "0,5"]
            for row in range(30)
        ),
    ),
    numbering='<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%2"/>'
    '</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
)
BODY = word.parts(word.table(["a", "b"], ["c", "d"]))
VALUES = ("0", "-1", "99999", "999999999999", "x", "", "１", "1e9", "%s", "../..")


def changed(name, part, source=BODY):
    return word.packed({**source, name: part})


def cut_short(places=24):
    return [GOOD[: len(GOOD) * place // places] for place in range(1, places)]


def with_noise(count=40):
    chance = random.Random(2020)
    for _file in range(count):
        content = bytearray(GOOD)
        for _byte in range(chance.choice((1, 5, 50))):
            content[chance.randrange(len(content))] = chance.randrange(256)
        yield bytes(content)


def with_bad_parts():
    document = BODY["word/document.xml"]
    yield from (
        changed(name, part) for name in BODY for part in ("", "<", "<a/>", "\0", document[: len(document) // 2])
    )
    for value in VALUES:
        yield word.document(word.table([word.cell("a", f'<w:gridSpan w:val="{value}"/>'), "b"]))
        yield word.document(word.paragraph("a", properties=f'<w:ind w:left="{value}"/>{word.numbered(value, value)}'))
    yield word.document(
        body="<w:tc><w:p/></w:tc><w:tr/><w:gridSpan w:val='3'/><w:t>x</w:t></w:tr>".replace("</w:tr>", "")
    )
    yield word.document(body="<w:tbl><w:tc><w:p/></w:tc><w:tr><w:tr><w:tc/></w:tr></w:tr></w:tbl>")


def corpus():
    """Return (name, bytes) of every damaged file."""
    files = [*cut_short(), *with_noise(), *with_bad_parts()]
    return [pytest.param(content, id=f"damaged-{number}") for number, content in enumerate(files)]


@pytest.mark.parametrize("content", corpus())
def test_a_damaged_document_is_read_or_refused(content):
    try:
        grids = read_document(content)
    except Unreadable as refused:
        assert isinstance(refused.reason, Reason)
    else:
        assert all(grid.rows for grid in grids)


def test_the_corpus_is_large_and_mostly_refused():
    refused = 0
    files = [one.values[0] for one in corpus()]
    for content in files:
        try:
            read_document(content)
        except Unreadable:
            refused += 1
    assert len(files) >= 80
    assert refused > len(files) / 2


BOMB = "<w:p><w:r><w:t>" + "0" * 150_000_000 + "</w:t></w:r></w:p>"
DTD = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (lambda: word.document(BOMB), Reason.BOMB),
        (lambda: changed("word/document.xml", DTD + BODY["word/document.xml"]), Reason.ENTITIES),
        (lambda: changed("word/vbaProject.bin", b"x"), Reason.MACROS),
        (
            lambda: changed(
                "[Content_Types].xml",
                BODY["[Content_Types].xml"].replace(
                    word.MAIN + ".document.main+xml", "application/vnd.ms-word.document.macroEnabled.main+xml"
                ),
            ),
            Reason.MACROS,
        ),
        (lambda: bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"), Reason.ENCRYPTED),
        (lambda: bytes.fromhex("D0CF11E0A1B11AE1") + b"WordDocument", Reason.OLD_FORMAT),
        (lambda: b"%PDF-1.7", Reason.NOT_THIS_FORMAT),
        (lambda: word.packed({"a.txt": "a"}), Reason.NOT_THIS_FORMAT),
        (lambda: word.document(word.table(["x"] * 300)), Reason.TOO_MANY_COLUMNS),
        (lambda: word.document(word.table(*[["x"]] * 20_001)), Reason.TOO_MANY_ROWS),
        (lambda: word.document(word.paragraph(random.Random(1).randbytes(4_100_000).hex())), Reason.TOO_MUCH_TEXT),
    ],
)
@pytest.mark.no_cover  # that takes time and memory too
def test_what_may_do_harm_is_refused_within_seconds_and_little_memory(content, reason):
    file = content()
    tracemalloc.start()
    started = time.process_time()
    with pytest.raises(Unreadable) as refused:
        read_document(file)
    elapsed, (_now, peak) = time.process_time() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refused.value.reason is reason
    assert elapsed < 20
    assert peak < 250_000_000


@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=30))
def test_any_bytes_changed(changes):
    content = bytearray(GOOD)
    for place, byte in changes:
        content[place] = byte
    try:
        read_document(bytes(content))
    except Unreadable:
        pass


MARKUP = st.lists(
    st.sampled_from(
        [
            *("<w:p>", "</w:p>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>", "</w:tc>", "<w:r>", "</w:r>"),
            *("<w:t>a</w:t>", "<w:tab/>", "<w:br/>", "<w:b/>", "<w:gridSpan w:val='2'/>", "<w:noBreakHyphen/>"),
            *("<w:pPr>", "</w:pPr>", "<w:numId w:val='1'/>", "<w:ilvl w:val='1'/>", "<w:drawing>", "</w:drawing>"),
            *("<w:rPr>", "</w:rPr>", "<w:ind w:left='9'/>", "<w:gridBefore w:val='3'/>", "<w:sdt>", "</w:sdt>"),
        ]
    ),
    max_size=30,
)


def balanced(tags):
    """Close what is open and drop what closes nothing, so that the markup is well-formed in whatever disorder."""
    kept, opened = [], []
    for tag in tags:
        if tag.startswith("</"):
            if not opened or opened[-1] != tag:
                continue
            opened.pop()
        elif not tag.endswith("/>") and tag != "<w:t>a</w:t>":
            opened.append(f"</{tag[1:]}")
        kept.append(tag)
    return "".join(kept + opened[::-1])


@given(MARKUP)
def test_elements_in_any_disorder(tags):
    try:
        grids = read_document(word.packed(word.parts(body=balanced(tags)), zipfile.ZIP_STORED))
    except Unreadable:
        return
    assert all(grid.rows for grid in grids)


@given(st.binary(max_size=300) | st.text(alphabet="a1|;,\t \n\r\"'\u0301é-.", max_size=200))
def test_any_text(content):
    try:
        grids = read_text(content)
    except Unreadable:
        return
    for grid in grids:
        assert sum(len(row) > 1 for row in grid.rows) > 1
