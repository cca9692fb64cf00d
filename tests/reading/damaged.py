"""Workbooks that no office program wrote: made from a good one by the tests, so that none lies about as a binary."""

import functools
import io
import random
import struct
import warnings
import zipfile

import xlsxwriter

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
OLE = bytes.fromhex("D0CF11E0A1B11AE1")
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"


def good():
    """Return a workbook as a program writes it, with something of every kind."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("Điểm")
        for row in range(40):
            sheet.write_string(row, 0, f"I.{row}")
            sheet.write_number(row, 1, row / 4)
            sheet.write_string(row, 2, f"Giải trình {row} " * 5)
            sheet.write_formula(row, 3, f"=B{row + 1}*2", None, row / 2)
        sheet.merge_range("A50:C50", "Tổng cộng")
        workbook.add_worksheet("Số liệu").write_string(0, 0, "mã")
    return content.getvalue()


def parts_of(content):
    archive = zipfile.ZipFile(io.BytesIO(content))
    return {info.filename: archive.read(info) for info in archive.infolist()}


def packed(parts, method=zipfile.ZIP_DEFLATED):
    """Return an archive of the parts; a list of pairs may name one twice."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, part in parts.items() if isinstance(parts, dict) else parts:
            archive.writestr(name, part)
    return content.getvalue()


def changed(method=zipfile.ZIP_DEFLATED, **parts):
    """Return the good workbook with parts replaced, or removed where None."""
    names = {"sheet": SHEET, "strings": STRINGS, "types": "[Content_Types].xml", "book": "xl/workbook.xml"}
    names |= {"book_relations": "xl/_rels/workbook.xml.rels", "relations": "_rels/.rels", "styles": "xl/styles.xml"}
    found = parts_of(good())
    for key, part in parts.items():
        if part is None:
            del found[names[key]]
        else:
            found[names[key]] = part.encode() if isinstance(part, str) else part
    return packed(found, method)


def sheet(rows, after="", method=zipfile.ZIP_DEFLATED):
    """Return the good workbook with a first sheet of these rows, as XML."""
    return changed(method, sheet=f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>')


def endless_rows(rows):
    """Return a workbook of so many rows, packed piece by piece."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in parts_of(good()).items():
            if name != SHEET:
                archive.writestr(name, part)
        with archive.open(SHEET, "w") as part:
            part.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            for row in range(1, rows + 1):
                part.write(f'<row r="{row}"><c><v>1</v></c></row>'.encode())
            part.write(b"</sheetData></worksheet>")
    return content.getvalue()


def bomb(megabytes, name=SHEET):
    """Return a workbook one part of which unpacks to so many megabytes of blanks."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for other, part in parts_of(good()).items():
            if other != name:
                archive.writestr(other, part)
        with archive.open(name, "w", force_zip64=True) as part:
            for _megabyte in range(megabytes):
                part.write(b" " * 1_000_000)
    return content.getvalue()


def lying_bomb(megabytes):
    """Return a bomb whose directory says that it unpacks to 100 bytes."""
    content = bytearray(bomb(megabytes))
    place = content.rindex(b"PK\x01\x02")
    struct.pack_into("<I", content, place + 24, 100)
    return bytes(content)


@functools.cache
def corpus(rows):
    """Return damaged and hostile files by what was done to them, always the same.

    :param rows: how many rows those have that have too many
    """
    files = dict(_wrong_kinds())
    files |= _damaged_bytes()
    files |= _damaged_archives()
    files |= _damaged_parts()
    files |= _damaged_sheets(rows)
    return files


def _wrong_kinds():
    yield "nothing", b""
    yield "text", "Số TT;Tiêu chí;Điểm\nI;Văn thư;10".encode()
    yield "page named xlsx", b"<html><table><tr><td>1</td></tr></table></html>"
    yield "PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    yield "picture", b"\x89PNG\r\n\x1a\n" + bytes(100)
    yield "old Excel", OLE + bytes(2_000)
    yield "encrypted", OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(900)
    yield "archive of nothing", b"PK\x05\x06" + bytes(18)
    yield "first bytes alone", b"PK\x03\x04"
    yield "archive of a text", packed({"đọc tôi.txt": b"1"})
    yield "OpenDocument", packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})
    word = SHEET_TYPE.replace("spreadsheetml.sheet", "wordprocessingml.document")
    yield "Word", changed(types=_types(word))
    yield "binary workbook", changed(types=_types("application/vnd.ms-excel.sheet.binary.macroEnabled.main"))
    yield "macro workbook", changed(types=_types("application/vnd.ms-excel.sheet.macroEnabled.main+xml"))
    yield "workbook inside", packed({"inner.xlsx": good()})
    yield "workbook inside a workbook's part", changed(sheet=good())
    yield "macros under another name", packed(parts_of(good()) | {"xl/VBAPROJECT.bin": OLE})
    yield "noise", random.Random(5).randbytes(5_000)
    yield "noise that starts as an archive", b"PK\x03\x04" + random.Random(6).randbytes(5_000)


def _damaged_bytes():
    content = good()
    files = {f"cut after {size}": content[:size] for size in range(30, len(content), len(content) // 25)}
    for seed in range(40):
        chance = random.Random(seed)
        bent = bytearray(content)
        for _flip in range(1 + seed // 8):
            bent[chance.randrange(len(bent))] ^= 1 << chance.randrange(8)
        files[f"bits flipped, {seed}"] = bytes(bent)
    for seed in range(10):
        chance = random.Random(seed)
        start = chance.randrange(len(content) - 200)
        files[f"a hole, {seed}"] = content[:start] + bytes(200) + content[start + 200 :]
        files[f"a gap, {seed}"] = content[:start] + content[start + 150 :]
    files["bytes before"] = b"\r\n" + content
    files["bytes after"] = content + bytes(70_000)
    return files


def _damaged_archives():
    parts = parts_of(good())
    twice = [*parts.items(), (SHEET, parts[SHEET])]
    encrypted = bytearray(good())
    encrypted[encrypted.index(b"PK\x01\x02") + 8] |= 1
    return {
        "part twice": _silently(packed, twice),
        "part twice, in capitals": packed(parts | {SHEET.upper(): parts[SHEET]}),
        "many parts": packed(parts | {f"xl/media/{number}.png": b"" for number in range(2_001)}, zipfile.ZIP_STORED),
        "part with a password": bytes(encrypted),
        "LZMA": packed(parts, zipfile.ZIP_LZMA),
        "bzip2": packed(parts, zipfile.ZIP_BZIP2),
        "bomb": bomb(100),
        "bomb of the shared texts": bomb(100, STRINGS),
        "bomb nobody reads": bomb(150, "xl/media/image1.png"),
        "bomb that says it is small": lying_bomb(30),
        "part outside": packed({"../../etc/passwd": b"x"}),
    }


def _damaged_parts():
    files = {}
    for key in ("sheet", "types", "book", "book_relations", "strings"):
        files[f"no {key}"] = changed(**{key: None})
        files[f"empty {key}"] = changed(**{key: ""})
        files[f"{key} is no XML"] = changed(**{key: "<a><b></a>"})
        files[f"{key} is of another kind"] = changed(**{key: "<html/>"})
        files[f"{key} is cut"] = changed(**{key: parts_of(good())[_path(key)][:-20]})
        entity = f'<!DOCTYPE a [<!ENTITY b "b">]><a xmlns="{MAIN}">&b;</a>'
        files[f"{key} with an entity"] = changed(**{key: entity})
        files[f"{key} in UTF-16 with an entity"] = changed(**{key: entity.encode("utf-16")})
        files[f"{key} in no encoding"] = changed(**{key: '<?xml version="1.0" encoding="klingon"?><a/>'})
    # The relations of the package may be missing: the workbook then stands in its usual place.
    files["relations are no XML"] = changed(relations="<a>")
    files["styles are no XML"] = changed(styles="<a>")
    secret = f'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><sst xmlns="{MAIN}"><si><t>&b;</t></si></sst>'
    files["text from a file of the server"] = changed(strings=secret)
    files["document type without entities"] = changed(book='<!DOCTYPE a SYSTEM "http://localhost/a.dtd"><a/>')
    book = parts_of(good())["xl/workbook.xml"].decode()
    files["two sheets of one name"] = changed(book=book.replace("Số liệu", "Điểm"))
    files["two sheets of one part"] = changed(book=book.replace("rId2", "rId1"))
    files["sheet without a name"] = changed(book=book.replace('name="Điểm"', 'name=""'))
    files["sheet of a part that is missing"] = changed(book=book.replace("rId2", "rId77"))
    many = "".join(f'<sheet name="a{n}" sheetId="{n}" r:id="rId1"/>' for n in range(60))
    files["many sheets"] = changed(book=book.replace("<sheets>", f"<sheets>{many}"))
    relations = parts_of(good())["xl/_rels/workbook.xml.rels"].decode()
    files["sheet in another file"] = changed(
        book_relations=relations.replace('Target="worksheets/sheet1.xml"', 'Target="file:///x" TargetMode="External"')
    )
    files["sheet outside"] = changed(book_relations=relations.replace("worksheets/sheet1.xml", "../../../etc/passwd"))
    for name, kind in {"charts only": "chartsheet", "macro sheet": "xlMacrosheet"}.items():
        files[name] = changed(book_relations=relations.replace("relationships/worksheet", f"relationships/{kind}"))
    return files


def _damaged_sheets(endless):
    value = "<v>1</v>"
    rows = {
        "row 0": f'<row r="0"><c r="A0">{value}</c></row>',
        "row below zero": f'<row r="-1"><c>{value}</c></row>',
        "row of a billion": f'<row r="1000000000"><c>{value}</c></row>',
        "row beyond Excel": f'<row r="1048577"><c>{value}</c></row>',
        "row that is no number": f'<row r="một"><c>{value}</c></row>',
        "row twice": f'<row r="2"><c>{value}</c></row><row r="2"><c>{value}</c></row>',
        "rows backwards": f'<row r="3"><c>{value}</c></row><row r="2"><c>{value}</c></row>',
        "row far below": f'<row r="900000"><c>{value}</c></row>',
        "cell of another row": f'<row r="2"><c r="A3">{value}</c></row>',
        "cell twice": f'<row r="2"><c r="B2">{value}</c><c r="B2">{value}</c></row>',
        "cells backwards": f'<row r="2"><c r="C2">{value}</c><c r="B2">{value}</c></row>',
        "cell without an address": f'<row r="2"><c r="">{value}</c></row>',
        "cell beyond Excel": f'<row r="2"><c r="ZZZ2">{value}</c></row>',
        "cell far right": f'<row r="2"><c r="XFD2">{value}</c></row>',
        "cell outside rows": f'<c r="A1">{value}</c>',
        "number that is a word": '<row r="1"><c><v>mười</v></c></row>',
        "number that is none": '<row r="1"><c><v>nan</v></c></row>',
        "number without end": '<row r="1"><c><v>inf</v></c></row>',
        "number too large": '<row r="1"><c><v>1e999</v></c></row>',
        "number of a million digits": f'<row r="1"><c><v>{"9" * 1_000_000}</v></c></row>',
        "number in Python's writing": '<row r="1"><c><v>1_000</v></c></row>',
        "text that is missing": '<row r="1"><c t="s"><v>99999</v></c></row>',
        "text below zero": '<row r="1"><c t="s"><v>-1</v></c></row>',
        "truth that is neither": '<row r="1"><c t="b"><v>7</v></c></row>',
        "kind that is none": '<row r="1"><c t="zzz"><v>7</v></c></row>',
        "date that is none": '<row r="1"><c t="d"><v>2020-13-45</v></c></row>',
        "many columns": f'<row r="1">{"<c><v>1</v></c>" * 300}</row>',
        "many cells": f"{'<row>' + '<c><v>1</v></c>' * 200 + '</row>'}" * 1_001,
        "wide gaps": "".join(f'<row><c r="IV{row}">{value}</c></row>' for row in range(1, 9_000)),
        "deep": "<a>" * 100_000 + "</a>" * 100_000 + f'<row r="0"><c>{value}</c></row>',
    }
    files = {name: sheet(xml) for name, xml in rows.items()}
    # Stored, for what packs this well is taken for a bomb.
    files["many rows without cells"] = sheet("<row/>" * 1_000_000, method=zipfile.ZIP_STORED)
    files["many elements"] = sheet("<a/>" * 1_000_001, method=zipfile.ZIP_STORED)
    text = '<row r="1"><c t="inlineStr"><is><t>' + "á" * 8_000_001 + "</t></is></c></row>"
    files["much text"] = sheet(text, method=zipfile.ZIP_STORED)
    files["merged nonsense"] = sheet("", after='<mergeCells><mergeCell ref="A1:?"/></mergeCells>')
    files["merged nowhere"] = sheet("", after="<mergeCells><mergeCell/></mergeCells>")
    files["formula over nonsense"] = sheet('<row r="1"><c><f t="array" ref="A0">1</f></c></row>')
    arrays = '<c><f t="array" ref="A1:IV20000">1</f><v>1</v></c>' * 200
    files["formulas over everything"] = sheet(f"<row>{arrays}</row>" + "<row><c><v>1</v></c></row>" * 19_999)
    files["endless rows"] = endless_rows(endless)
    return files


def _types(main):
    return parts_of(good())["[Content_Types].xml"].decode().replace(SHEET_TYPE, main)


def _path(key):
    return {
        "sheet": SHEET,
        "strings": STRINGS,
        "types": "[Content_Types].xml",
        "book": "xl/workbook.xml",
        "book_relations": "xl/_rels/workbook.xml.rels",
    }[key]


def _silently(function, argument):
    """Call a function that warns of the damage that it is asked to do."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return function(argument)
