"""What periods are called, against the sentences that papers have."""

from datetime import date, timedelta

import pytest

from scoring.period_names import Kind, following, name, name_in_edition, read, write_day


def day(text):
    return date(*reversed([int(part) for part in text.split("/")]))


@pytest.mark.parametrize(
    ("first", "last", "year", "text"),
    [
        ("1/1/2020", "31/12/2020", 2020, "năm 2020"),
        ("1/1/2020", "10/12/2020", 2020, "năm 2020"),
        ("1/1/2020", "15/11/2020", 2020, "năm 2020"),
        ("1/1/2020", "31/10/2020", 2020, "từ ngày 01/01/2020 đến ngày 31/10/2020"),
        ("1/12/2019", "30/11/2020", 2020, "năm 2020"),
        ("11/12/2019", "10/12/2020", 2020, "năm 2020"),
        ("1/12/2019", "30/11/2020", 2019, "từ ngày 01/12/2019 đến ngày 30/11/2020"),
        ("31/10/2019", "30/10/2020", 2020, "từ ngày 31/10/2019 đến ngày 30/10/2020"),
        ("1/7/2019", "30/6/2020", 2020, "từ ngày 01/7/2019 đến ngày 30/6/2020"),
        ("1/1/2021", "31/3/2021", 2021, "quý I năm 2021"),
        ("1/4/2021", "30/6/2021", 2021, "quý II năm 2021"),
        ("1/7/2021", "30/9/2021", 2021, "quý III năm 2021"),
        ("1/10/2021", "31/12/2021", 2021, "quý IV năm 2021"),
        ("1/1/2021", "30/6/2021", 2021, "6 tháng đầu năm 2021"),
        ("1/7/2021", "31/12/2021", 2021, "6 tháng cuối năm 2021"),
        ("1/1/2021", "30/9/2021", 2021, "9 tháng đầu năm 2021"),
        ("1/2/2020", "29/2/2020", 2020, "tháng 02 năm 2020"),
        ("1/2/2020", "28/2/2020", 2020, "từ ngày 01/02/2020 đến ngày 28/02/2020"),
        ("1/3/2021", "31/3/2021", 2021, "tháng 3 năm 2021"),
        ("1/12/2021", "31/12/2021", 2021, "tháng 12 năm 2021"),
        ("1/4/2020", "31/12/2020", 2020, "từ ngày 01/4/2020 đến ngày 31/12/2020"),
        ("1/2/2021", "30/4/2021", 2021, "từ ngày 01/02/2021 đến ngày 30/4/2021"),
        ("1/4/2021", "30/9/2021", 2021, "từ ngày 01/4/2021 đến ngày 30/9/2021"),
        ("2/1/2020", "31/12/2020", 2020, "từ ngày 02/01/2020 đến ngày 31/12/2020"),
        ("1/11/2020", "31/1/2021", 2021, "từ ngày 01/11/2020 đến ngày 31/01/2021"),
    ],
)
def test_what_a_period_is_called(first, last, year, text):
    assert name((day(first), day(last)), year).text == text


def test_what_was_approved_when_all_were_of_years_is_that_of_its_year():
    period = (date(2020, 4, 1), date(2020, 12, 31))
    assert name_in_edition(1, period, 2020).text == "năm 2020"
    assert name_in_edition(2, period, 2020).text == "từ ngày 01/4/2020 đến ngày 31/12/2020"


@pytest.mark.parametrize(
    ("first", "last", "year", "text"),
    [
        ("1/1/2020", "10/12/2020", 2020, "năm 2021"),
        ("1/1/2021", "31/3/2021", 2021, "quý II năm 2021"),
        ("1/10/2021", "31/12/2021", 2021, "quý I năm 2022"),
        ("1/1/2021", "30/6/2021", 2021, "6 tháng cuối năm 2021"),
        ("1/7/2021", "31/12/2021", 2021, "6 tháng đầu năm 2022"),
        ("1/12/2021", "31/12/2021", 2021, "tháng 01 năm 2022"),
        ("1/1/2020", "31/1/2020", 2020, "tháng 02 năm 2020"),
        ("1/1/2021", "30/9/2021", 2021, "quý IV năm 2021"),
        ("1/4/2020", "31/12/2020", 2020, "năm 2021"),
        ("5/3/2020", "20/5/2020", 2020, "từ ngày 21/5/2020 đến ngày 31/12/2020"),
        ("1/12/2019", "20/1/2020", 2019, "từ ngày 21/01/2020 đến ngày 31/12/2020"),
    ],
)
def test_what_follows(first, last, year, text):
    assert following(name((day(first), day(last)), year)).text == text


def test_each_part_of_a_year_has_a_name_of_its_own():
    """Every month, quarter and half of every year is told from all others, and ends where the next one begins."""
    for year in (2020, 2021):
        names = set()
        for kind, months in ((Kind.MONTH, 1), (Kind.QUARTER, 3), (Kind.HALF, 6)):
            for month in range(1, 13, months):
                after = date(year + (month + months > 12), (month + months - 1) % 12 + 1, 1)
                named = name((date(year, month, 1), after - timedelta(days=1)), year)
                assert (named.kind, named.number) == (kind, (month - 1) // months + 1)
                assert following(named).period[0] == after
                names.add(named.text)
        assert len(names) == 12 + 4 + 2


def test_names_in_files_have_no_slashes():
    assert name((date(2020, 1, 1), date(2020, 12, 31)), 2020).file_part == "2020"
    assert name((date(2021, 1, 1), date(2021, 3, 31)), 2021).file_part == "quý I năm 2021"
    assert name((date(2020, 4, 1), date(2020, 12, 31)), 2020).file_part == "từ ngày 01-4-2020 đến ngày 31-12-2020"


def test_days_are_written_as_the_decree_has_them():
    assert [write_day(date(2021, month, 5)) for month in (1, 2, 3, 12)] == [
        "05/01/2021",
        "05/02/2021",
        "05/3/2021",
        "05/12/2021",
    ]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("BẢNG CHẤM ĐIỂM ĐÁNH GIÁ QUÝ I NĂM 2021", "quý I năm 2021"),
        ("Bảng chấm điểm quý IV/2021", "quý IV năm 2021"),
        ("Bảng chấm điểm quý 2 năm 2021", "quý II năm 2021"),
        ("Bảng chấm điểm Quý  III\nnăm 2021", "quý III năm 2021"),
        ("6 THÁNG ĐẦU NĂM 2021", "6 tháng đầu năm 2021"),
        ("06 tháng cuối năm 2021", "6 tháng cuối năm 2021"),
        ("9 tháng đầu năm 2021", "9 tháng đầu năm 2021"),
        ("Kết quả tháng 02 năm 2020", "tháng 02 năm 2020"),
        ("Kết quả tháng 12/2020", "tháng 12 năm 2020"),
        ("BẢNG CHẤM ĐIỂM NĂM 2020", None),
        ("Kèm theo báo cáo ngày 15 tháng 12 năm 2020", None),
        ("quý V năm 2021", None),
        ("tháng 13 năm 2021", None),
        ("9 tháng cuối năm 2021", None),
        ("nội quý I", None),
    ],
)
def test_titles_name_parts_of_years(title, expected):
    found = read(title)
    assert (found and name(found, found[0].year).text) == expected
