#!/usr/bin/env python3
"""Kiểm tra hồ sơ kiểm chứng đã giải nén, không cần mạng và không cần máy chủ.

    python3 kiem_tra.py                      kiểm tra thư mục chứa tệp này
    python3 kiem_tra.py MÃ                   so thêm với mã niêm phong in trên bản giấy
    python3 kiem_tra.py --tep TỆP MÃ         so SHA-256 của một tệp, như manifest.json đính trong tệp PDF in trước đây

Chỉ dùng thư viện chuẩn của Python 3.8 trở lên. Mã trả về: 0 - không thấy sai; 1 - có chỗ sai; 2 - không kiểm tra được.
"""

# pylint: disable=print-used
# This script is part of the evidence dossier, and is read and run by people who have nothing else of the addon.

import hashlib
import json
import os
import sys
from datetime import datetime, timedelta

LIST, SEAL, PEOPLE, PAPERS = "manifest.json", "seal.json", "people.json", "papers.json"
HISTORY = "Lịch sử thay đổi.jsonl"
#: What can be concluded of a dossier by itself, and what cannot; the guide beside the script says the same.
CONCLUDED = (
    "Tệp nào trong hồ sơ còn đúng như khi hồ sơ được lập, tệp nào thiếu, thừa hoặc đã bị sửa.",
    "Tệp seal.json có đúng là dữ liệu mang mã niêm phong hay không. Nếu mã đó trùng với mã in trên bản giấy đã ký, thì"
    " điểm, số liệu, thuyết minh và quá trình xử lý ghi trong seal.json là những gì đã được phê duyệt.",
    "Tài liệu kiểm chứng nào trong hồ sơ trùng từng byte với tài liệu đã được niêm phong.",
    "Lịch sử thay đổi (ai sửa gì, khi nào, từ giá trị nào thành giá trị nào) có đúng như khi phê duyệt hay không.",
    "Họ tên trong people.json (nếu có) có đúng là họ tên đã được niêm phong hay không.",
    "Nội dung in trên các văn bản, ghi trong papers.json (nếu có), có đúng là nội dung đã được niêm phong hay không.",
)
NOT_CONCLUDED = (
    "Mã niêm phong trong hồ sơ có phải do hệ thống của cơ quan lập ra: ai sửa được cả hồ sơ thì cũng tính lại được mã."
    " Phải so với mã in trên bản giấy đã ký, hoặc với trang kiểm tra.",
    "Kết quả đã bị thay thế hoặc hủy bỏ sau đó hay chưa: chỉ trang kiểm tra cho biết.",
    "Thời điểm phê duyệt: giờ do máy chủ của cơ quan ghi.",
    "Chữ ký số trên bản đã ký có hợp lệ hay không: kiểm tra bằng phần mềm ký số.",
    "Các văn bản PDF, Word, Excel trong hồ sơ có in đúng từng chữ của seal.json, papers.json: chúng do hệ thống in ra.",
)
_PIECE = 1024 * 1024


class Outcome:
    """What was found: each finding is printed, and what is wrong is counted."""

    def __init__(self):
        self.wrong = 0

    def right(self, text):
        print(f"[ĐÚNG]     {text}")

    def fault(self, text):
        self.wrong += 1
        print(f"[SAI]      {text}")

    def note(self, text):
        print(f"[LƯU Ý]    {text}")


def digest_of(path):
    """Return the size in bytes and the SHA-256 of a file, which is read piece by piece."""
    size, sha = 0, hashlib.sha256()
    with open(path, "rb") as file:
        for piece in iter(lambda: file.read(_PIECE), b""):
            size += len(piece)
            sha.update(piece)
    return size, sha.hexdigest()


def plain_code(text):
    """Return a SHA-256 as people copy it from a paper, in two lines and with spaces."""
    return "".join(text.split()).lower()


def check_files(folder, listed, outcome):
    """Compare the files of the folder with the list; return the SHA-256 of those that are as listed."""
    found, known = set(), {LIST}
    for entry in listed["files"]:
        path = os.path.join(folder, *entry["path"].split("/"))
        known.add(entry["path"])
        if os.path.relpath(os.path.realpath(path), os.path.realpath(folder)).startswith(".."):
            outcome.fault(f"{entry['path']}: dẫn ra ngoài hồ sơ")
        elif not os.path.isfile(path):
            outcome.fault(f"{entry['path']}: thiếu trong hồ sơ")
        elif digest_of(path) != (entry["size"], entry["sha256"]):
            outcome.fault(f"{entry['path']}: đã bị sửa sau khi lập hồ sơ")
        else:
            found.add(entry["sha256"])
    for place, _folders, names in os.walk(folder):
        for name in names:
            path = os.path.relpath(os.path.join(place, name), folder).replace(os.sep, "/")
            if path not in known:
                outcome.note(f"{path}: không có trong danh mục của hồ sơ")
    if not outcome.wrong:
        outcome.right(f"{len(listed['files'])} tệp đúng như khi lập hồ sơ")
    for entry in listed["missing"]:
        if entry.get("state") == "unread":
            outcome.note(f"{entry['path']}: chưa đọc được khi lập hồ sơ, vì kho lưu trữ không trả lời")
        else:
            outcome.note(f"{entry['path']}: đã không có trong kho lưu trữ khi lập hồ sơ")
    return found


def check_seal(folder, listed, code, outcome):
    """Compare the seal with the code; return what was sealed, None where it cannot be told."""
    seal = listed["seal_sha256"]
    if not seal:
        outcome.note("Kết quả chưa được phê duyệt khi lập hồ sơ, nên chưa có niêm phong")
        return None
    if code and code != seal:
        outcome.fault(f"Mã niêm phong của hồ sơ là {seal}, khác mã đã nhập")
    path = os.path.join(folder, SEAL)
    if not os.path.isfile(path):
        outcome.note("Hồ sơ không có seal.json, nên không kiểm tra được niêm phong")
        return None
    _size, digest = digest_of(path)
    if digest != seal:
        outcome.fault(f"seal.json có SHA-256 {digest}, khác mã niêm phong {seal}")
        return None
    outcome.right(f"seal.json đúng với mã niêm phong {seal}")
    if code == seal:
        outcome.right("Mã niêm phong trùng với mã đã nhập")
    elif not code:
        outcome.note("Hãy so mã này với mã in trên bản giấy đã ký")
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def check_evidence(sealed, found, outcome):
    """Tell which sealed files are in the dossier as they were sealed."""
    files = sealed["records"].get("ir.attachment", {}).values()
    missing = [file for file in files if file["evidence_sha256"] not in found]
    if files:
        outcome.right(f"{len(files) - len(missing)}/{len(files)} tệp đã niêm phong có trong hồ sơ, trùng từng byte")
    for file in missing:
        outcome.note(f"{file['name']}: đã niêm phong, không có trong hồ sơ này (SHA-256 {file['evidence_sha256']})")


def check_history(folder, sealed, outcome):
    """Compare the history of changes with the SHA-256 of it that was sealed."""
    (header,) = sealed["records"]["agency.evaluation"].values()
    held, path = header.get("history_digest"), os.path.join(folder, HISTORY)
    if not held:
        outcome.note("Lịch sử thay đổi không thuộc niêm phong này")
    elif not os.path.isfile(path):
        outcome.note(f"Hồ sơ không có {HISTORY}, nên không kiểm tra được lịch sử thay đổi")
    elif digest_of(path)[1] == held:
        outcome.right("Lịch sử thay đổi đúng như khi phê duyệt")
    else:
        outcome.fault(f"{HISTORY} không đúng với lịch sử thay đổi đã niêm phong")


def check_people(folder, sealed, outcome):
    """Compare the names beside the seal with what it is held to."""
    path, people = os.path.join(folder, PEOPLE), sealed.get("people", {})
    if not os.path.isfile(path):
        return
    with open(path, encoding="utf-8") as file:
        named = json.load(file)
    for reference, person in named.items():
        text = f"{person['salt']} {person['name']}".encode()
        if hashlib.sha256(text).hexdigest() == people.get(reference, {}).get("commitment"):
            outcome.right(f"{reference}: {person['name']}")
        else:
            outcome.fault(f"{reference}: {person['name']} không phải họ tên đã niêm phong")


def check_papers(folder, sealed, outcome):
    """Compare what the papers print with what the seal is held to."""
    path, held = os.path.join(folder, PAPERS), sealed.get("papers")
    if not held:
        return  # it was approved before papers were sealed
    if not os.path.isfile(path):
        outcome.note(f"Hồ sơ không có {PAPERS}, nên không kiểm tra được nội dung in trên các văn bản")
    elif digest_of(path)[1] == held:
        outcome.right(f"{PAPERS} đúng là nội dung in trên các văn bản, như đã niêm phong")
    else:
        outcome.fault(f"{PAPERS} không phải nội dung đã niêm phong")


def tell(sealed):
    """Print what was sealed, as far as everybody understands it."""
    (header,) = sealed["records"]["agency.evaluation"].values()
    self_points, final_points = (header[name].replace(".", ",") for name in ("self_points", "final_points"))
    approved = datetime.strptime(header["approved_on"][:19], "%Y-%m-%dT%H:%M:%S") + timedelta(hours=7)
    print(f"\nĐã niêm phong: {sealed['unit']}, năm {header['year']}, tự chấm {self_points},", end=" ")
    print(f"kết luận {final_points}, xếp loại {sealed['grade'] or '-'},", end=" ")
    print(f"lúc {approved:%H:%M:%S ngày %d/%m/%Y} (giờ Việt Nam)")


def conclude(outcome):
    print("\nKhông cần máy chủ cũng kết luận được:")
    for text in CONCLUDED:
        print(f"  - {text}")
    print("Không có máy chủ thì KHÔNG kết luận được:")
    for text in NOT_CONCLUDED:
        print(f"  - {text}")
    print(f"\n{'KHÔNG THẤY SAI' if not outcome.wrong else f'CÓ {outcome.wrong} CHỖ SAI'}")
    return 1 if outcome.wrong else 0


def check_folder(folder, code):
    try:
        with open(os.path.join(folder, LIST), encoding="utf-8") as file:
            listed = json.load(file)
        outcome = Outcome()
        found = check_files(folder, listed, outcome)
        sealed = check_seal(folder, listed, code, outcome)
        if sealed:
            check_evidence(sealed, found, outcome)
            check_history(folder, sealed, outcome)
            check_people(folder, sealed, outcome)
            check_papers(folder, sealed, outcome)
            tell(sealed)
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"Không kiểm tra được: {error}")
        return 2
    return conclude(outcome)


def check_file(path, code):
    try:
        _size, digest = digest_of(path)
    except OSError as error:
        print(f"Không đọc được: {error}")
        return 2
    print(f"SHA-256: {digest}")
    print("Trùng với mã đã nhập" if digest == code else "KHÁC mã đã nhập")
    return 0 if digest == code else 1


def main(arguments):
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    if arguments[:1] == ["--tep"] and len(arguments) > 2:
        return check_file(arguments[1], plain_code("".join(arguments[2:])))
    if arguments and arguments[0].startswith("-"):
        print(__doc__)
        return 2
    return check_folder(os.path.dirname(os.path.abspath(__file__)), plain_code("".join(arguments)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
