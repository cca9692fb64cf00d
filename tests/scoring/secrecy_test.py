"""Marks of state secrets, and the many words that are none."""

import time
import unicodedata

import pytest

from scoring.secrecy import Mark, find_in_name, find_in_number, find_on_page


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("MẬT - kế hoạch tuyệt mật.pdf", "MẬT"),
        ("KH_12_MẬT.pdf", "MẬT"),
        ("[TỐI MẬT] phương án.docx", "TỐI MẬT"),
        ("Phương án (Tuyệt mật).docx", "Tuyệt mật"),
        ("TUYỆT MẬT", "TUYỆT MẬT"),
        ("Công văn 5 – Mật – bản ký", "Mật"),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_mark_by_itself_in_a_name_is_certain(name, word, form):
    assert find_in_name(unicodedata.normalize(form, name)) == Mark(word, True)


@pytest.mark.parametrize(
    "name",
    [
        "M Ậ T - kế hoạch.pdf",
        "Kế hoạch (M Ậ T)",
        "T.U.Y.Ệ.T M.Ậ.T - kế hoạch.pdf",
        "T U Y Ệ T  M Ậ T - kế hoạch.pdf",
        "T U Y Ệ T M Ậ T - kế hoạch.pdf",
        "ＴＵＹỆＴ ＭẬＴ - kế hoạch.pdf",
        "M\u200bẬT - kế hoạch.pdf",
        "TUY\u00adỆT MẬT - kế hoạch.pdf",
        "\u202eMẬT\u202c - kế hoạch.pdf",
        "\u041cẬ\u0422 - kế hoạch.pdf",
        "𝐓𝐔𝐘Ệ𝐓 𝐌Ậ𝐓 - kế hoạch.pdf",
        "TUYỆT\nMẬT",
        "TUYỆT\tMẬT",
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_mark_in_disguise_is_certain(name, form):
    mark = find_in_name(unicodedata.normalize(form, name))
    assert mark is not None and mark.is_certain


@pytest.mark.parametrize(
    "name",
    [
        "Kế hoạch tuyệt mật của Sở",
        "Quyết định ban hành danh mục bí mật nhà nước độ Tối mật",
        "Công văn mật số 5",
        "Công văn MẬT của Bộ",
        "TUYET MAT - ke hoach.pdf",
        "Kế hoạch (TUYET MAT)",
        "mật.pdf",
    ],
)
def test_a_mark_among_other_words_is_a_doubt(name):
    mark = find_in_name(name)
    assert mark is not None and not mark.is_certain


@pytest.mark.parametrize(
    "name",
    [
        "Kế hoạch bảo mật thông tin.pdf",
        "QUY CHẾ BẢO MẬT HỆ THỐNG",
        "QUY CHẾ BẢO VỆ BÍ MẬT NHÀ NƯỚC",
        "Quy chế bảo vệ bí mật nhà nước",
        "Bí mật kinh doanh",
        "an ninh mật mã",
        "AN NINH MẬT MÃ",
        "Hợp tác xã nuôi ong lấy mật",
        "HỢP TÁC XÃ MẬT ONG",
        "Báo cáo mật độ dân số",
        "Kế hoạch mật độ xây dựng",
        "Đổi mật khẩu - hướng dẫn",
        "Ông Lê Văn Mật - hồ sơ",
        "Quan hệ mật thiết",
        "Thông báo khám mắt - MAT_TRAN.pdf",
        "",
    ],
)
def test_words_that_hold_it_are_no_marks(name):
    assert find_in_name(name) is None


@pytest.mark.parametrize(
    ("number", "certain"),
    [
        ("12/KH-UBND(M)", True),
        ("12/BC-UBND (TM)", True),
        ("05/QĐ-MẬT", True),
        ("05/QĐ-UBND-M", True),
        ("12/KH-UBND MẬT", True),
        ("12/KH-UBND Tuyệt mật", True),
        ("12/KH-UBND TỐI_MẬT", True),
        ("12/KH-UBND T U Y Ệ T  M Ậ T", True),
        ("１２/ＫＨ-ＵＢＮＤ（Ｍ）", True),
        ("12/KH-TM", False),
        ("12/UBND-TM", None),  # the section of trade of an office
        ("12/KH-BTM", None),
        ("617/QĐ-TNMT", None),
        ("30/2020/NĐ-CP", None),
        ("", None),
    ],
)
def test_numbers(number, certain):
    mark = find_in_number(number)
    assert (mark.is_certain if mark else None) is certain


HEAD = "UBND TỈNH BẮC GIANG        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ TÀI NGUYÊN      Độc lập - Tự do\n"


@pytest.mark.parametrize(
    ("page", "word"),
    [
        (f"TỐI MẬT\n{HEAD}Số: 12/KH", "TỐI MẬT"),
        (f"{HEAD}| M Ậ T |\nKẾ HOẠCH", "MẬT"),
        (f"{HEAD}T U Y Ệ T   M Ậ T\nKẾ HOẠCH", "TUYỆT MẬT"),
        (f"{HEAD}T Ố I  M Ậ T\nKẾ HOẠCH", "TỐI MẬT"),
        (f"{HEAD}TUYỆT  M Ậ T\nKẾ HOẠCH", "TUYỆT MẬT"),
        ("SỞ NỘI VỤ        MẬT\nSố 12", "MẬT"),
        ("Số 12\nĐộ mật: Tối mật\n", "TỐI MẬT"),
        (f"{HEAD}QUY CHẾ BẢO VỆ BÍ\nMẬT\n", None),
        (f"{HEAD}QUY CHẾ BẢO VỆ BÍ MẬT NHÀ NƯỚC\nđộ Tuyệt mật, Tối mật, Mật", None),
        (f"{HEAD}Công tác bảo mật\nmật\n", None),
        ("", None),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_stamps_on_a_page(page, word, form):
    mark = find_on_page(unicodedata.normalize(form, page))
    assert (mark.word if mark else None) == word


def test_hostile_text_costs_no_time():
    started = time.process_time()
    for text in (" " * 100_000 + "M", "MẬT " * 20_000, "M " * 30_000, "( " * 30_000, "-" * 100_000):
        find_on_page(text)
        find_in_name(text[:2000])
    assert time.process_time() - started < 2
