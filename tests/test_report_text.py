from markupsafe import Markup

from odoo.tests import tagged

from .facts_case import FactsCase


@tagged("post_install", "-at_install")
class TestReportText(FactsCase):
    """The sections of a report: their titles and what they print."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reported_set = cls.make_facts_set("REPORT", sections=["Kết quả năm {{year}}"])
        cls.reported = cls.make_consistent(cls.reported_set)
        cls.section = cls.reported.section_ids

    def test_a_title_names_the_year_of_the_evaluation(self):
        self.assertEqual((self.section.title, self.section.level), ("Kết quả năm 2020", 0))
        self.assertEqual(self.section.display_name, "Kết quả năm 2020")

    def test_a_text_is_printed_without_marks_and_with_its_numbers(self):
        self.section.body = (
            "<p>Đã họp <span class='o_agency_mark' data-id='hop'><b>5</b></span> cuộc, nộp {{nop}} &amp; {{ty_le}}, "
            "còn {{khong_co}}.</p><ul class='o_agency_mark x' data-id='shortcomings'><li>Chậm</li></ul>"
            "<ol class='o_agency_mark' data-id='directions'><li>Nhanh<br>hơn</li></ol>"
        )
        printed = self.section._printed_body()
        self.assertIsInstance(printed, Markup)
        self.assertEqual(
            printed,
            "<p>Đã họp <b>5</b> cuộc, nộp 10 &amp; 100\N{NO-BREAK SPACE}%, còn …….</p>"
            '<ul class="x"><li>Chậm</li></ul><ol><li>Nhanh<br>hơn</li></ol>',
        )

    def test_a_name_prints_as_text_and_never_as_tags(self):
        self.unit.name = "Phòng <b>A</b>"
        self.section.body = "<p>{{unit}}</p>"
        self.assertEqual(self.section._printed_body(), "<p>Phòng &lt;b&gt;A&lt;/b&gt;</p>")

    def test_nothing_written_prints_nothing(self):
        self.assertEqual(self.section._printed_body(), "")
