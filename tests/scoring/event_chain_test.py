"""The chain: whatever is done to it is found, and both exports bring back every byte."""

import base64
import io
import json
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scoring import event_chain
from scoring.event_chain import NOTHING_BEFORE, Checker, Entry, Export, Stamp, check_export, digest, link, write

SCRIPT = Path(event_chain.__file__)
WRITERS = (event_chain.write_csv, event_chain.write_json)
TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=40)


def make(texts, chain="A"):
    entries, previous = [], NOTHING_BEFORE
    for number, text in enumerate(texts, 1):
        told = {
            "time": "2020-12-31T00:00:00Z",
            "kind": "decision",
            "who": {"id": 1, "login": text},
            "evaluation": {"id": 5, "reference": text} if number % 2 else None,
            "what": {"reason": text},
        }
        entries.append(link(write(told), chain, number, previous))
        previous = entries[-1].sha256
    return entries


def der(tag, *values):
    content = b"".join(values)
    size = len(content)
    length = bytes([size]) if size < 128 else bytes([0x82, *size.to_bytes(2, "big")])
    return bytes([tag]) + length + content


def token(sha256):
    """Return a time stamp as far as its form goes, with what it is about deep inside."""
    imprint = der(0x30, der(0x30, bytes(200)), der(4, bytes.fromhex(sha256)))
    information = der(0x30, der(2, b"\1"), der(6, b"x"), imprint)
    encapsulated = der(0x30, der(6, b"x"), der(0xA0, der(4, information)))
    return der(0x30, der(6, b"x"), der(0xA0, der(0x30, der(2, b"\3"), der(0x31), encapsulated)))


def export(writer, records, entries=None, **end):
    entries = [record for record in records if isinstance(record, Entry)] if entries is None else entries
    last = entries[-1] if entries else Entry(0, "", NOTHING_BEFORE)
    told = {"count": last.number, "head": last.sha256, **end}
    return "".join(writer({"form": 1, "chain": "A"}, records, told))


def opened(text):
    return io.StringIO(text, newline="")


def kinds(text, anchors=None):
    return {(fault.kind, fault.number) for fault in check_export(opened(text), anchors)[2]}


@pytest.mark.parametrize("writer", WRITERS)
@given(texts=st.lists(TEXTS, max_size=5))
@example(texts=["\\u003b", "a;\\\\u003b", ";", "\\;"])
def test_an_export_brings_back_every_byte(writer, texts):
    entries = make(texts)
    stamps = [Stamp(entry.number, entry.sha256, token(entry.sha256)) for entry in entries[-1:]]
    read = Export(opened(export(writer, [*entries, *stamps])))
    found = [Entry(entry.number, entry.content, entry.sha256) for entry in read.entries()]
    assert (found, read.stamps) == (entries, stamps)
    assert not kinds(export(writer, [*entries, *stamps]))


@given(text=st.text(st.sampled_from(";\\u003b'=+-@\t\r\n\"{} x"), max_size=12))
def test_no_cell_of_the_csv_begins_a_formula(text):
    cells = [
        part
        for line in event_chain.csv.reader(opened(export(event_chain.write_csv, make([text]))[1:]))
        for cell in line
        for part in cell.split(";")
    ]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]


@pytest.mark.parametrize("writer", WRITERS)
def test_what_is_done_to_a_chain_is_found(writer):
    entries = make("abcdef")
    other = make("abcdef", "B")
    changed = Entry(3, entries[2].content.replace('"c"', '"x"'), entries[2].sha256)
    forged = Entry(3, changed.content, digest(changed.content))
    inserted = link(write({"what": 1}), "A", 3, entries[1].sha256)
    cases = {
        ("changed", 3): [*entries[:2], changed, *entries[3:]],
        ("unlinked", 4): [*entries[:2], forged, *entries[3:]],
        ("gap", 4): [*entries[:2], *entries[3:]],
        ("gap", 3): [*entries[:2], inserted, *entries[2:]],
        ("unlinked", 2): [entries[0], entries[2], entries[1], *entries[3:]],
        ("foreign", 3): [*entries[:2], other[2], *entries[3:]],
        ("cut", 4): entries[:4],
        ("unreadable", 2): [entries[0], Entry(2, "[]", digest("[]")), *entries[2:]],
    }
    for expected, records in cases.items():
        assert expected in kinds(export(writer, records, entries)), expected
    assert ("gap", 2) in kinds(export(writer, entries[1:], entries))


def test_what_stands_beside_the_content_is_held_to_it():
    text = export(event_chain.write_csv, make("ab"))
    assert kinds(text.replace('"2020-12-31T00:00:00Z","decision","b"', '"2020-12-31T00:00:00Z","decision","c"')) == {
        ("shown", 2)
    }


def test_what_was_known_before_holds_what_comes_later():
    entries = make("abc")
    text = export(event_chain.write_json, entries)
    assert not kinds(text, {2: entries[1].sha256})
    assert kinds(text, {2: "0" * 64}) == {("anchor", 2)}
    assert kinds(text, {5: "0" * 64}) == {("cut", 5)}


def test_a_check_goes_on_where_another_one_stopped():
    entries = make("abcdef")
    first = Checker()
    assert [fault for entry in entries[:3] for fault in first.check(entry)] == []
    second = Checker(chain=first.chain, number=first.number, sha256=first.sha256)
    assert [fault for entry in entries[3:] for fault in second.check(entry)] == []
    assert second.finish() == []


def test_the_imprint_of_a_time_stamp():
    sha256 = digest("x")
    assert event_chain.imprint(token(sha256)) == sha256
    for broken in (b"", b"0", b"\x30\x85", token(sha256)[:-1], der(0x30, der(6, b"x")), b"x" * 50):
        with pytest.raises(ValueError, match="this is no"):
            event_chain.imprint(broken)


@pytest.mark.parametrize("writer", WRITERS)
def test_a_time_stamp_on_something_else_is_found(writer):
    entries = make("abc")
    wrong = (
        Stamp(2, entries[1].sha256, token("0" * 64)),
        Stamp(2, "0" * 64, token("0" * 64)),
        Stamp(2, entries[1].sha256, b"x"),
    )
    for stamp in wrong:
        assert kinds(export(writer, [*entries, stamp])) == {("stamp", 2)}


def test_json_that_somebody_wrote_anew_is_read_too():
    entries = make("abc")
    records = [*entries, Stamp(3, entries[2].sha256, token(entries[2].sha256))]
    data = json.loads(export(event_chain.write_json, records))
    assert base64.b64decode(data["stamps"][0]["token"]) == records[-1].token
    assert not kinds(json.dumps(data, indent=1))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "{}",
        "[]",
        '"a","b"\r\n',
        "\ufeffnumber\r\n",
        '{"head":{},"entries":[\n{}\n],"stamps":[\n\n],"end":{}}\n',
        '{"entries":[],"stamps":[{}],"end":{}}',
        export(event_chain.write_csv, make("a"))[:-80],
        export(event_chain.write_json, make("a"))[:-80],
        export(event_chain.write_csv, make("a")).replace('"1"', '"1","1"', 1),
        export(event_chain.write_csv, [Stamp(1, "", b"")]).replace("token", "tokens"),
    ],
)
def test_what_is_no_export_is_refused(text, tmp_path, capsys):
    with pytest.raises(ValueError, match="."):
        check_export(opened(text))
    (tmp_path / "x").write_text(text, "utf-8")
    assert event_chain.main([str(tmp_path / "x")]) == 2
    assert "Không kiểm tra được" in capsys.readouterr().out


def test_the_program(tmp_path, capsys):
    entries = make("abc")
    early, late, wrong = tmp_path / "early.json", tmp_path / "late.csv", tmp_path / "wrong.csv"
    stamp = Stamp(2, entries[1].sha256, token(entries[1].sha256))
    early.write_text(export(event_chain.write_json, [*entries[:2], stamp]), "utf-8", newline="")
    late.write_text(export(event_chain.write_csv, [*entries, stamp], waiting=4), "utf-8", newline="")
    wrong.write_text(export(event_chain.write_csv, make("axc")), "utf-8", newline="")
    assert event_chain.main([str(late), "--truoc", str(early), "--tem", str(tmp_path / "stamps")]) == 0
    told = capsys.readouterr().out
    assert "KHÔNG THẤY SAI" in told and "4 sự kiện chưa vào chuỗi" in told and "openssl ts -verify" in told
    assert (tmp_path / "stamps" / "2.tst").read_bytes() == stamp.token
    assert event_chain.main([str(wrong), "--truoc", str(early)]) == 1
    assert "mục 2" in capsys.readouterr().out
    assert event_chain.main([]) == event_chain.main(["x", "--other", "y"]) == 2
    assert event_chain.main([str(tmp_path / "nowhere")]) == 2


def test_the_program_needs_nothing_else(tmp_path, monkeypatch):
    (tmp_path / "kiem_tra.py").write_bytes(SCRIPT.read_bytes())
    (tmp_path / "x.json").write_text(export(event_chain.write_json, make("ab")), "utf-8", newline="")
    command = [sys.executable, "-I", "-S", "kiem_tra.py", "x.json"]
    answer = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", env={})
    assert (answer.returncode, answer.stderr) == (0, "")
    monkeypatch.setattr(sys, "argv", ["kiem_tra.py", str(tmp_path / "x.json")])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(SCRIPT), run_name="__main__")
    assert ended.value.code == 0
