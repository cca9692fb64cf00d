"""Writes the page of an evidence dossier that explains how it is checked."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lxml.html import tostring
from lxml.html.builder import E

from . import dossier_check
from .dossier import GUIDE, MANIFEST, PAPERS, PEOPLE, SCRIPT, SEAL, SEAL_WITHOUT_NAMES, STAMP, Dossier
from .history import LINES

_TITLE = "Cách kiểm tra hồ sơ này"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def write(dossier: Dossier) -> bytes:
    """Return the page as HTML."""
    steps = [
        "Giải nén toàn bộ hồ sơ vào một thư mục.",
        f"Chạy: python3 {SCRIPT} (trên Windows: py {SCRIPT}), cần Python 3.8 trở lên, không cần mạng.",
        f"Nhập thêm mã niêm phong in trên bản giấy đã ký để so: python3 {SCRIPT} MÃ.",
    ]
    page = dossier.about.get("Trang kiểm tra")
    if page:
        steps.append(f"Mở trang kiểm tra để biết kết quả còn giá trị hay đã được thay thế, hủy bỏ: {page}")
    body = [E.h1(_TITLE), E.ol(*(E.li(step) for step in steps)), *_contents(dossier)]
    for title, texts in (
        ("Không cần máy chủ cũng kết luận được", dossier_check.CONCLUDED),
        ("Không có máy chủ thì không kết luận được", dossier_check.NOT_CONCLUDED),
    ):
        body += [E.h2(title), E.ul(*(E.li(text) for text in texts))]
    body.append(
        E.p(
            f"Tệp PDF in trước đây có thể đính kèm {MANIFEST}: trích tệp đó ra rồi chạy"
            f" python3 {SCRIPT} --tep {MANIFEST} MÃ; SHA-256 của nó phải là mã niêm phong."
        )
    )
    if dossier.stamp:
        body += _stamp(dossier.seal)
    head = E.head(
        E.meta(charset="utf-8"),
        E.meta({"http-equiv": "Content-Security-Policy", "content": _POLICY}),
        E.meta(name="viewport", content="width=device-width, initial-scale=1"),
        E.title(_TITLE),
        E.style((Path(__file__).parent / "dossier.css").read_text("utf-8")),
    )
    return tostring(E.html(head, E.body(*body), lang="vi"), doctype="<!DOCTYPE html>", encoding="utf-8")


def _contents(dossier: Dossier) -> list:
    files = [(MANIFEST, "danh mục mọi tệp của hồ sơ, với dung lượng và SHA-256")]
    if dossier.sealed:
        files.append((SEAL, "chính dữ liệu đã được niêm phong khi phê duyệt; SHA-256 của tệp là mã niêm phong"))
    if dossier.sealed_without_names:
        files.append(
            (
                SEAL_WITHOUT_NAMES,
                "dữ liệu đã được niêm phong, đã thay họ tên bằng chức danh nên SHA-256 khác mã niêm phong; "
                "muốn kiểm tra niêm phong phải đề nghị cơ quan cung cấp bản đầy đủ",
            )
        )
    if dossier.people:
        files.append((PEOPLE, "họ tên những người tham gia, đối chiếu được với niêm phong"))
    elif dossier.sealed:
        files.append((SEAL, "chỉ ghi chức danh của những người tham gia, theo thiết lập của cơ quan"))
    if dossier.sealed_papers:
        files.append((PAPERS, "nội dung mà các văn bản in ra, đối chiếu được với niêm phong"))
    if dossier.stamp:
        files.append((STAMP, "dấu thời gian (RFC 3161) của mã niêm phong; cách kiểm tra ở cuối trang"))
    files.append((LINES, "lịch sử thay đổi, mỗi thay đổi một dòng; SHA-256 của tệp được niêm phong khi phê duyệt"))
    files.append((SCRIPT, f"chương trình kiểm tra, chỉ dùng thư viện chuẩn của Python; {GUIDE} là trang này"))
    return [E.h2("Các tệp dùng để kiểm tra"), E.ul(*(E.li(E.b(name), f": {text}") for name, text in files))]


def _stamp(seal: str) -> list:
    """Return how the time stamp is checked: by openssl, which has the certificates of the authority from its reader."""
    command = f"openssl ts -verify -token_in -in {STAMP} -digest {seal} -CAfile CHỨNG_THƯ_GỐC.pem"
    return [
        E.h2("Kiểm tra dấu thời gian"),
        E.p(
            "Dấu thời gian do một tổ chức cấp dấu thời gian ký, cho biết mã niêm phong đã có vào lúc đó. Lấy chứng thư"
            " gốc của tổ chức này từ nguồn tin cậy, rồi chạy:"
        ),
        E.p(E.code(command)),
        E.p(f"Xem thời điểm và tổ chức ký: openssl ts -reply -token_in -in {STAMP} -text"),
    ]


@cache
def script() -> bytes:
    """Return the script that checks a dossier, as it stands beside this module."""
    return Path(dossier_check.__file__).read_bytes()
