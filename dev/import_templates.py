#!/usr/bin/env python3
"""Write the templates that the import screen offers: static/xls/*.xlsx, the same bytes every time."""

from datetime import datetime
from pathlib import Path

import xlsxwriter

FOLDER = Path(__file__).resolve().parents[1] / "static" / "xls"
#: Title of the column and examples, by file. The titles are what Odoo calls the fields in Vietnamese.
TEMPLATES = {
    "criteria": [
        ("Mã", 12, ["A", "A.1", "A.1-1", "A.1-2", "B"]),
        ("Mã mục cấp trên", 18, ["", "A", "A.1", "A.1", ""]),
        ("Thứ tự", 10, [1, 2, 3, 4, 5]),
        ("Số", 8, ["I", "1", "-", "-", "II"]),
        (
            "Nội dung",
            60,
            [
                "CÔNG TÁC THÔNG TIN TỔNG HỢP",
                "Thực hiện chế độ báo cáo",
                "Gửi đúng thời gian quy định",
                "Nội dung đầy đủ, chính xác",
                "CÔNG TÁC VĂN THƯ, LƯU TRỮ",
            ],
        ),
        ("Điểm chuẩn", 12, [3, 3, 2, 1, 2.5]),
        ("Hướng dẫn", 40, ["", "", "Theo sổ đăng ký văn bản đi", "", ""]),
    ],
    "indicators": [
        ("Mã", 18, ["ct_thang", "bao_cao", "cong_van"]),
        ("Tên", 50, ["Chương trình công tác tháng đã ban hành", "Báo cáo đã ban hành", "Công văn đã ban hành"]),
        ("Đơn vị", 14, ["chương trình", "báo cáo", "văn bản"]),
        ("Kỳ số liệu", 14, ["Hằng tháng", "Cả kỳ", "Cả kỳ"]),
        ("Bắt buộc", 12, [True, True, False]),
        ("Ghi chú", 40, ["Theo sổ đăng ký văn bản đi", "", ""]),
    ],
    "facts": [
        ("Mã số liệu", 18, ["ct_thang", "bao_cao"]),
        ("Số", 10, ["", 118]),
        *((f"T{month}", 7, [1, ""]) for month in range(1, 13)),
        ("Ghi chú", 40, ["Theo sổ đăng ký văn bản đi", "Đến ngày 10/12"]),
    ],
    "documents": [
        ("Số, ký hiệu", 18, ["15/QĐ-STN", "27/BC-STN"]),
        ("Trích yếu", 50, ["Ban hành Quy chế làm việc", "Báo cáo công tác tháng 6"]),
        ("Ngày ban hành", 16, [datetime(2020, 1, 15), datetime(2020, 6, 25)]),
        ("Cơ quan ban hành", 26, ["Sở Thử nghiệm", "Sở Thử nghiệm"]),
        ("Mục, trang", 16, ["Điều 5, trang 3", "Mục II, trang 2"]),
        ("Lưu giữ ở nơi khác", 18, [True, True]),
        ("Sổ theo dõi", 40, ["Sổ văn bản đi năm 2020, số 15", "Sổ văn bản đi năm 2020, số 27"]),
        ("Mã tiêu chí", 22, ["A.1-1; A.1-2", "B"]),
    ],
}


def write(name, columns):
    """Write the template `name`: a line of titles, then examples."""
    with xlsxwriter.Workbook(FOLDER / f"{name}.xlsx") as workbook:
        workbook.set_properties({"created": datetime(2020, 1, 1)})
        title = workbook.add_format({"bold": True, "bottom": 1})
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        worksheet = workbook.add_worksheet("Import")
        worksheet.freeze_panes(1, 0)
        writers = {
            str: worksheet.write_string,
            bool: worksheet.write_boolean,
            int: worksheet.write_number,
            float: worksheet.write_number,
            datetime: worksheet.write_datetime,
        }
        for column, (heading, width, examples) in enumerate(columns):
            worksheet.set_column(column, column, width)
            worksheet.write_string(0, column, heading, title)
            for line, example in enumerate(examples, 1):
                style = [day] if isinstance(example, datetime) else []
                writers[type(example)](line, column, example, *style)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for file_name, its_columns in TEMPLATES.items():
        write(file_name, its_columns)
