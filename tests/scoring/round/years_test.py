"""Years that texts name: found with the words that they stand in, and told apart from numbers of documents."""

from datetime import date

import pytest

from scoring.round.years import find_years, move_years, same_day


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kế hoạch năm 2020", ["năm 2020"]),
        ("Năm  2020 và năm 2020", ["Năm 2020", "năm 2020"]),
        ("trước ngày 15/12/2020, tháng 3/2020", ["15/12/2020", "3/2020"]),
        ("giai đoạn 2016-2020", ["2020"]),
        ("so với năm 2019; phương hướng năm 2021", ["năm 2019", "năm 2021"]),
        ("Nghị định số 30/2020/NĐ-CP", []),
        ("từ năm 2010; 12020 văn bản; 20201", []),
        ("", []),
    ],
)
def test_places_that_name_a_year(text, found):
    assert list(find_years(text, (2019, 2020, 2021))) == found


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("Công tác văn phòng năm 2020", "Công tác văn phòng năm 2021"),
        ("CTVP-2020", "CTVP-2021"),
        ("ngày 15/12/2020 và năm 2019", "ngày 15/12/2021 và năm 2019"),
        ("theo Nghị định 30/2020/NĐ-CP", "theo Nghị định 30/2020/NĐ-CP"),
        ("Bộ tiêu chí", "Bộ tiêu chí"),
    ],
)
def test_a_year_moves_on(text, moved):
    assert move_years(text, [2020], 1) == moved


def test_years_beside_each_other_move_on_together():
    text = "Năm 2020 so với năm 2019; phương hướng năm 2021, tầm nhìn 2030"
    assert move_years(text, (2019, 2020, 2021), 1) == "Năm 2021 so với năm 2020; phương hướng năm 2022, tầm nhìn 2030"


@pytest.mark.parametrize(
    ("day", "year", "moved"),
    [
        (date(2020, 1, 1), 2021, date(2021, 1, 1)),
        (date(2020, 12, 31), 2021, date(2021, 12, 31)),
        (date(2020, 2, 29), 2021, date(2021, 2, 28)),
        (date(2023, 2, 28), 2024, date(2024, 2, 29)),
        (date(2024, 2, 28), 2025, date(2025, 2, 28)),
        (date(2020, 11, 14), 2021, date(2021, 11, 14)),
    ],
)
def test_a_day_of_another_year(day, year, moved):
    assert same_day(day, year) == moved
