"""What files of strangers carry, made here one by one: none of them does any harm by being read."""

import io
import struct
import time
import zipfile
import zlib

import pikepdf
import pytest

from reading.dangers import Danger, find_dangers
from reading.pdf_dangers import MOST_OBJECTS

MINIMAL = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
CONTENT_TYPES = "<Types><Override PartName='/word/document.xml' ContentType='application/x.main+xml'/></Types>"


def pdf(change=lambda pdf: None, **options):
    """Return a PDF of one page as `change` makes it, its objects packed into streams."""
    made, stream = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    change(made)
    made.save(stream, object_stream_mode=pikepdf.ObjectStreamMode.generate, **options)
    return stream.getvalue()


def script(made):
    made.Root.OpenAction = made.make_indirect(
        pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    )


def script_within(made):
    made.pages[0].AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("1")))


def named_script(made):
    names = pikepdf.Array([pikepdf.String("x"), pikepdf.Dictionary()])
    made.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=names))


def script_of_a_rendition(made):
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Hide, JS=pikepdf.String("1"))


def launch(made):
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe"))


def acts(kind):
    def change(made):
        made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name(kind), F=pikepdf.String("https://example.com"))

    return change


def film(made):
    made.pages[0].Annots = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.RichMedia)])


def form(made):
    made.Root.AcroForm = pikepdf.Dictionary(XFA=pikepdf.String("<xdp/>"))


def embedded(name, content):
    def change(made):
        made.attachments[name] = pikepdf.AttachedFileSpec(made, content, filename=name)

    return change


@pytest.mark.parametrize(
    ("content", "dangers"),
    [
        (MINIMAL, []),
        (b"\xef\xbb\xbf" + MINIMAL, []),
        (pdf(), []),
        (pdf(script), [Danger.SCRIPT]),
        (pdf(script_within), [Danger.SCRIPT]),
        (pdf(named_script), [Danger.SCRIPT]),
        (pdf(script_of_a_rendition), [Danger.SCRIPT]),
        (pdf(form), [Danger.SCRIPT]),
        (pdf(launch), [Danger.LAUNCH]),
        (pdf(acts("/SubmitForm")), [Danger.SCRIPT]),
        (pdf(acts("/ImportData")), [Danger.SCRIPT]),
        (pdf(acts("/GoTo")), []),
        (pdf(film), [Danger.SCRIPT]),
        # The table of objects is broken: which of two objects of a number counts, each viewer decides for itself.
        (
            MINIMAL + b"1 0 obj<</Pages 2 0 R/OpenAction<</S/JavaScript/JS(x)>>>>endobj\nstartxref\n9\n%%EOF",
            [Danger.SCRIPT],
        ),
        (MINIMAL + b"1 0 obj<</Pages 2 0 R/OpenAction<</S/Launch/F(x)>>>>endobj\nstartxref\n9\n%%EOF", [Danger.LAUNCH]),
        (pdf(embedded("manifest.json", b"{}")), [Danger.FILES]),
        (pdf(embedded("setup.exe", b"{}")), [Danger.PROGRAM]),
        (pdf(embedded("picture.png", b"MZ\x90\0" + b"\0" * 100)), [Danger.PROGRAM]),
        (pdf(encryption=pikepdf.Encryption(owner="a", user="")), [Danger.ENCRYPTED]),
        (pdf(encryption=pikepdf.Encryption(owner="a", user="b")), [Danger.ENCRYPTED]),
        (pdf(launch, encryption=pikepdf.Encryption(owner="a", user="")), [Danger.ENCRYPTED, Danger.LAUNCH]),
        (b"%PDF-1.4\n", [Danger.DAMAGED]),
        (b"%PDF-1.4\n%%EOF" + b"x" * 500, [Danger.DAMAGED]),
        (b"<html><script>alert(1)</script>\n" + MINIMAL, [Danger.POLYGLOT]),
    ],
)
def test_pdf(content, dangers):
    assert find_dangers(content) == dangers


def test_a_search_of_bytes_would_find_nothing_of_what_is_packed():
    assert b"JavaScript" not in pdf(script) and b"/JS" not in pdf(script)


def many_objects(count, packed):
    """Return a PDF of so many objects, which are packed into a stream by their own count alone."""
    if packed:
        body = b" ".join(b"%d 0" % number for number in range(4, 1000))
        return MINIMAL.replace(
            b"trailer",
            b"9 0 obj<</Type/ObjStm/N %d/First 9/Length %d>>stream\n%b\nendstream endobj trailer"
            % (count, len(body), body),
        )
    return MINIMAL.replace(b"trailer", b"".join(b"%d 0 obj 1 endobj\n" % n for n in range(4, count)) + b"trailer")


@pytest.mark.parametrize("packed", [False, True])
def test_more_objects_than_a_paper_has_are_not_counted_one_by_one(packed):
    content, started = many_objects(MOST_OBJECTS * 10, packed), time.process_time()
    assert find_dangers(content) == [Danger.TOO_COMPLEX]
    assert time.process_time() - started < 3


def test_endless_values_in_one_object():
    content = MINIMAL.replace(b"trailer", b"4 0 obj [" + b"[0]" * 2_100_000 + b"] endobj trailer")
    started = time.process_time()
    assert find_dangers(content) == [Danger.TOO_COMPLEX]
    assert time.process_time() - started < 30


def office(parts, types=CONTENT_TYPES):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("word/document.xml", "<x/>")
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def relation(kind, target, mode="External"):
    return f'<Relationships><Relationship Id="1" Type="http://x/{kind}" Target="{target}" TargetMode="{mode}"/>'


@pytest.mark.parametrize(
    ("content", "dangers"),
    [
        (office({}), []),
        (office({"word/vbaProject.bin": "x"}), [Danger.MACROS]),
        (
            office(
                {}, "<Types><Default ContentType='application/vnd.ms-word.document.macroEnabled.main+xml'/></Types>"
            ),
            [Danger.MACROS],
        ),
        (office({"Basic/Standard/Module1.xml": "x"}), [Danger.MACROS]),
        (office({"word/activeX/activeX1.bin": "x"}), [Danger.PROGRAM]),
        (office({"word/embeddings/Workbook.xlsx": "x"}), [Danger.FILES]),
        (office({"word/embeddings/setup.exe": "x"}), [Danger.PROGRAM]),
        (
            office({"word/_rels/settings.xml.rels": relation("attachedTemplate", "https://x.vn/a.dotm")}),
            [Danger.OUTSIDE],
        ),
        (office({"word/_rels/document.xml.rels": relation("hyperlink", "https://x.vn/")}), []),
        (office({"META-INF/manifest.xml": "<manifest:encryption-data/>"}), [Danger.ENCRYPTED]),
        (b"PK\x03\x04" + b"x" * 100, [Danger.DAMAGED]),
        (b"PK\x03\x04" + b"PK\x01\x02" * 6_000, [Danger.TOO_COMPLEX]),
        (office({"word/media/a.xml": b"\0" * 70_000_000}), [Danger.TOO_COMPLEX]),
        (office({f"word/media/{number}.xml": b"\0" * 9_000_000 for number in range(8)}), [Danger.TOO_COMPLEX]),
        (office({"word/media/a.bmp": b"\xff" * 20_000_000}), []),
        (bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600, []),
        (bytes.fromhex("D0CF11E0A1B11AE1") + "_VBA_PROJECT".encode("utf-16-le"), [Danger.MACROS]),
        (bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"), [Danger.ENCRYPTED]),
        (b"{\\rtf1 Xin ch\\u224?o}", []),
        (b"{\\rtf1 {\\object\\objemb {\\*\\objdata 0105}}}", [Danger.PROGRAM]),
        (b"plain text", []),
    ],
)
def test_office(content, dangers):
    assert find_dangers(content) == dangers


def png(width, height):
    """Return a picture of a few bytes that says to have so many pixels."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = zlib.compress(b"\0" * 100)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("width", "height", "dangers"),
    [(20, 20, []), (12_000, 14_000, []), (50_000, 50_000, [Danger.PICTURE_TOO_LARGE])],
)
def test_pictures(width, height, dangers):
    assert find_dangers(png(width, height)) == dangers
