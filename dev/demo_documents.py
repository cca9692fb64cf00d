#!/usr/bin/env python3
"""Print the documents of the demo evaluation (demo/documents/*.pdf) from dev/demo_documents.xml.

The same text gives the same bytes, so that a change of a file is a change of its text or layout.
Run it again after changing either: ``dev/demo_documents.py``.
"""

import os
import sys
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

from runtime import console, odoo

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "dev" / "demo_documents.xml"
TARGET = ROOT / "demo" / "documents"
FONTS = ROOT / "static" / "fonts" / "fonts.css"
#: Nothing may look like a paper that a real department issued.
MARK = "Tài liệu minh họa, không phải văn bản do cơ quan ban hành"
STYLE = f"""
@page {{
    size: A4;
    margin: 20mm 15mm 20mm 30mm;
    @top-center {{ content: counter(page); font: 13pt "Liberation Serif"; }}
    @bottom-center {{ content: "{MARK}"; color: #a00; font: italic 10pt "Liberation Serif"; }}
}}
@page :first {{ @top-center {{ content: none; }} }}
body {{ font: 14pt/1.3 "Liberation Serif"; }}
p {{ margin: 6pt 0 0; text-align: justify; text-indent: 1cm; }}
h1, h2 {{ font-size: 14pt; margin: 12pt 0 6pt; text-align: center; }}
h1 {{ line-height: 1.3; margin-top: 16pt; }}
main h2 ~ h2, main h2:first-child, .annex h2 {{ text-align: left; }}
.authority, .addressee {{ text-align: center; text-indent: 0; }}
.authority {{ font-weight: bold; }}
.basis, .attached {{ font-style: italic; }}
.attached {{ text-align: center; text-indent: 0; }}
.letterhead, .closing {{ table-layout: fixed; width: 100%; }}
.letterhead td, .closing td {{ text-align: center; vertical-align: top; }}
.letterhead p, .closing p {{ margin: 0; text-align: inherit; text-indent: 0; }}
.letterhead .left {{ width: 42%; }}
.letterhead .caps {{ font-size: 12pt; white-space: nowrap; }}
.letterhead .date {{ font-style: italic; }}
.letterhead .line {{ border-bottom: 0.8pt solid; margin: 2pt auto 6pt; width: 30%; }}
.letterhead .motto {{ border-bottom: 0.8pt solid; display: inline-block; margin-bottom: 6pt; }}
.letterhead .subject {{ font-size: 12pt; }}
.closing {{ break-inside: avoid; margin-top: 16pt; }}
.closing .recipients {{ font-size: 11pt; text-align: left; }}
.closing .signature {{ font-weight: bold; }}
.closing .name {{ font-weight: normal; font-style: italic; margin-top: 60pt; }}
main table, .annex table {{ border-collapse: collapse; margin-top: 6pt; width: 100%; }}
main th, main td, .annex td {{ border: 0.5pt solid; font-size: 13pt; padding: 2pt 4pt; text-align: left; }}
.annex {{ break-before: page; }}
.annex h1 {{ margin-top: 0; }}
"""


def in_words(day: date) -> str:
    """Write a date as Nghị định 30/2020/NĐ-CP wants it: days below 10 and months below 3 have two digits."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def html_of(document):
    """Return the page of a ``document`` element of the source."""
    get = document.get
    day = in_words(date.fromisoformat(get("date")))
    is_letter = get("kind") == "Công văn"
    title = "" if is_letter else f"<h1>{get('kind').upper()}<br/>{get('subject')}</h1>"
    subject = f'<p class="subject">{get("subject")}</p>' if is_letter else ""
    addressee = f'<p class="addressee">Kính gửi: {get("addressee")}</p>' if get("addressee") else ""
    recipients = "".join(f"<p>- {name};</p>" for name in get("recipients").split("; "))
    signer = "<br/>".join(get("signer").split(r"\n"))
    annex = document.find("annex")
    attached = ""
    if annex is not None:
        attached = (
            f'<section class="annex"><h1>{annex.get("title")}<br/>{annex.get("subject")}</h1>'
            f'<p class="attached">(Ban hành kèm theo Quyết định số {get("number")} {day}<br/>'
            f"của Giám đốc Sở Tài nguyên và Môi trường)</p>{inner(annex)}</section>"
        )
    return f"""<!DOCTYPE html>
        <html lang="vi"><head><title>{get("number")} – {get("subject")}</title></head><body>
        <table class="letterhead">
            <tr>
                <td class="left">
                    <p class="caps">UBND TỈNH BẮC GIANG</p>
                    <p class="caps"><b>SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG</b></p><p class="line"></p>
                </td>
                <td>
                    <p class="caps"><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b></p>
                    <p class="motto"><b>Độc lập - Tự do - Hạnh phúc</b></p>
                </td>
            </tr>
            <tr>
                <td class="left"><p>Số: {get("number")}</p>{subject}</td>
                <td><p class="date">Bắc Giang, {day}</p></td>
            </tr>
        </table>
        {title}{addressee}
        <main>{inner(document.find("main"))}</main>
        <table class="closing"><tr>
            <td class="recipients"><p><i>Nơi nhận:</i></p>{recipients}<p>- Lưu: VT, VP.</p></td>
            <td class="signature"><p>{signer}</p><p class="name">(chữ ký, dấu; họ và tên)</p></td>
        </tr></table>
        {attached}
        </body></html>"""


def inner(element):
    return "".join(ElementTree.tostring(child, encoding="unicode") for child in element)


def print_documents():
    # found in Odoo's environment only
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    for document in ElementTree.parse(SOURCE).getroot().iterfind("document"):
        fonts = FontConfiguration()
        styles = [CSS(FONTS, font_config=fonts), CSS(string=STYLE, font_config=fonts)]
        page = HTML(string=html_of(document))
        target = TARGET / f"{document.get('file')}.pdf"
        page.write_pdf(target, stylesheets=styles, font_config=fonts)
        console.say(f"{target.relative_to(ROOT)}: {target.stat().st_size} bytes")


def main(_arguments: list[str]) -> None:
    interpreter = odoo.venv().python
    if Path(sys.executable) == interpreter:
        print_documents()
    else:
        odoo.use()
        # a fixed time and hash seed keep the bytes the same
        environment = odoo.environment() | {"SOURCE_DATE_EPOCH": "0", "PYTHONHASHSEED": "0"}
        os.execve(interpreter, [str(interpreter), __file__], environment)


console.run(main)
