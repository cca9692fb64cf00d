import re

from markupsafe import Markup

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..cases.facts_case import FactsCase

#: What the sections of the made-up set are worded like: title, text.
SECTIONS = [
    (
        "Kết quả năm {{year}}",
        "<p>Năm {{year}}, {{unit}} họp {{hop}} cuộc, nộp {{da_nop}}/{{nop}} hồ sơ, đạt <b>{{ty_le}}</b>; "
        "{{bao_cao}} báo cáo.</p>",
    ),
    ("Tồn tại", "<p>Còn tồn tại:</p><ol><li>{{shortcomings}}</li></ol>"),
    ("Phương hướng năm {{next_year}}", "<ul><li><p>{{ directions }}</p></li></ul>"),
    ("Tự xếp loại", "<p>Đạt {{total}} điểm, {{grade}}; {{documents}} tài liệu.</p>"),
]


@tagged("post_install", "-at_install")
class TestReportText(FactsCase):
    """The sections of a report: what they are filled with, what stays, and what they print."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reported_set = cls.make_facts_set("REPORT", publish=False)
        for sequence, (title, body) in enumerate(SECTIONS, 1):
            cls.make_template(number=("I", "II", "III", "IV")[sequence - 1], sequence=sequence, title=title, body=body)
        cls.reported_set.action_publish()
        cls.evaluation = cls.make_consistent(cls.reported_set)
        cls.results, cls.shortcomings, cls.directions, cls.grading = cls.evaluation.section_ids

    @classmethod
    def make_template(cls, criteria_set=None, **values):
        return cls.env["agency.evaluation.section.template"].create(
            {"set_id": (criteria_set or cls.reported_set).id, **values}
        )

    def fill(self, sections=None):
        self.as_user("evaluator", sections or self.evaluation.section_ids).action_fill()
        self.env.invalidate_all()

    def edit(self, section, old, new):
        """Edit the text of a section as the evaluator, as its editor would send it."""
        self.assertIn(old, section.body)
        self.as_user("evaluator", section).write({"body": str(section.body).replace(old, new)})

    def assert_says(self, section, text):
        """Check that a section says `text` on paper."""
        self.assertIn(text, re.sub(r"<[^>]+>", "", section._printed_body()))

    def test_a_new_report_knows_its_year_and_leaves_numbers_open(self):
        evaluation = self.make_evaluation(self.reported_set, department_id=self.other_unit.id)
        results, *_others = evaluation.section_ids
        self.assertEqual(results.display_name, "I. Kết quả năm 2020")
        self.assertEqual(evaluation.section_ids[2].title, "Phương hướng năm 2021")
        self.assert_says(results, "Năm 2020, Sở Khác họp …… cuộc, nộp ……/…… hồ sơ, đạt ……; …… báo cáo.")
        self.assertEqual([section.open_count for section in evaluation.section_ids], [5, 1, 1, 3])
        self.assertFalse(evaluation.outdated_count)

    def test_numbers_are_filled_in_as_officials_write_them(self):
        self.evaluation._state_facts({"nop": (7219, ""), "da_nop": (6584, "")})
        self.fill()
        self.assert_says(self.results, "Sở Thử nghiệm họp 06 cuộc, nộp 6.584/7.219 hồ sơ, đạt 91,2%; 06 báo cáo.")
        self.assert_says(self.grading, "Đạt 9,0 điểm, Tốt; 01 tài liệu.")
        self.assertFalse(self.results.outdated_text)
        self.assertFalse(self.results.open_count)

    def test_a_changed_fact_is_shown_beside_what_the_text_still_says(self):
        self.evaluation._state_facts({"hop": (118, ""), "so_hop": (118, "")})
        self.fill()
        self.evaluation._state_facts({"hop": (405, ""), "so_hop": (405, "")})
        self.assertEqual(self.results.outdated_text, "“Cuộc họp”: the text says 118, the fact says 405.")
        self.assertEqual(self.results.outdated, {"hop": {"state": "STALE", "value": "405"}})
        self.assertEqual(self.evaluation.outdated_count, 1)
        self.assert_says(self.results, "họp 118 cuộc")
        self.edit(self.results, "cuộc", "cuộc họp thường kỳ")
        self.fill(self.results)
        self.assert_says(self.results, "họp 405 cuộc họp thường kỳ, nộp 10/10")
        self.assertFalse(self.results.outdated_text)

    def test_a_fact_that_is_taken_back_is_left_open(self):
        self.fill()
        self.evaluation._state_facts({"hop": (None, "")})
        self.assertEqual(self.results.outdated_text, "“Cuộc họp”: the text says 06, the fact says …….")
        self.fill()
        self.assert_says(self.results, "họp …… cuộc")

    def test_a_number_that_was_typed_over_stays_and_is_reported(self):
        self.fill()
        self.edit(self.results, ">06</span> cuộc", ">08</span> cuộc")
        self.fill()
        self.assert_says(self.results, "họp 08 cuộc")
        self.assertEqual(self.results.outdated_text, "“Cuộc họp”: 08 was typed over, the fact says 06.")
        self.edit(self.results, ">08</span>", ">6</span>")
        self.assertFalse(self.results.outdated_text, "the same number, written otherwise")

    def test_what_is_typed_at_the_edge_of_a_number_is_no_part_of_it(self):
        self.fill()
        self.edit(self.results, ">06</span> cuộc", ">tới 06 phiên,</span> cuộc")
        self.assert_says(self.results, "họp tới 06 phiên, cuộc")
        self.assertFalse(self.results.outdated_text)
        self.evaluation._state_facts({"hop": (7, "")})
        self.fill()
        self.assert_says(self.results, "họp tới 07 phiên, cuộc")

    def test_a_number_that_is_taken_out_leaves_no_mark(self):
        self.fill()
        self.edit(self.results, ">06</span> cuộc", "> </span> cuộc")
        self.evaluation._state_facts({"hop": (7, "")})
        self.assertFalse(self.results.outdated_text)

    def test_a_placeholder_that_is_typed_becomes_a_number(self):
        self.fill()
        self.edit(self.results, "báo cáo.", "báo cáo; còn {{ chua_nop }} hồ sơ của {{unit}}.")
        self.assert_says(self.results, "còn 0 hồ sơ của Sở Thử nghiệm.")
        self.evaluation._state_facts({"chua_nop": (3, "")})
        self.assertEqual(self.results.outdated_text, "“Hồ sơ chưa nộp”: the text says 0, the fact says 03.")

    def test_a_text_that_is_no_html_is_stored_as_far_as_it_can_be_read(self):
        body = "<?xml version='1.0' encoding='utf-8'?><p>{{hop}} cuộc<script>x</script><b>nữa"
        self.as_user("evaluator", self.results).write({"body": body})
        self.assertEqual(self.results._printed_body(), "<p>06 cuộc<b>nữa</b></p>")
        self.as_user("evaluator", self.results).write({"body": False})
        self.assertEqual(self.results._printed_body(), "")

    def test_a_placeholder_that_stands_for_nothing_is_refused(self):
        with self.assertRaisesRegex(
            ValidationError, r"Section “I\. Kết quả năm 2020”: \{\{da_nopp\}\} stands for nothing\. Did you mean da_nop"
        ):
            self.edit(self.results, "báo cáo.", "{{da_nopp}}.")
        with self.assertRaisesRegex(ValidationError, r"\{\{shortcomings\}\} becomes a list"):
            self.edit(self.results, "báo cáo.", "{{shortcomings}}.")

    def test_bold_numbers_stay_bold(self):
        self.fill()
        self.edit(self.results, ">06</span> cuộc", "><strong>06</strong></span> cuộc")
        self.evaluation._state_facts({"hop": (7, "")})
        self.fill()
        self.assertIn("<strong>07</strong>", self.results._printed_body())

    def test_shortcomings_come_from_rows_that_lost_points(self):
        self.row("M.1").write({"self_points": 2.0, "explanation": "một cuộc họp\nkhông có biên bản"})
        self.row("N.1").write({"self_points": 1.5})
        self.fill()
        self.assertEqual(
            self.shortcomings._printed_body(),
            "<p>Còn tồn tại:</p><ol><li>Một cuộc họp không có biên bản.</li><li>Row N.1 (đạt 1,5/3,0 điểm).</li></ol>",
        )

    def test_directions_come_from_what_will_be_improved(self):
        self.row("M.1").write({"improvement": "ghi biên bản mọi cuộc họp"})
        self.fill()
        self.assertEqual(self.directions._printed_body(), "<ul><li>Ghi biên bản mọi cuộc họp.</li></ul>")
        self.row("M.2").write({"improvement": "Ghi biên bản mọi cuộc họp."})
        self.fill()
        self.assertEqual(self.directions._printed_body(), "<ul><li>Ghi biên bản mọi cuộc họp.</li></ul>")
        self.row("M.1").write({"improvement": False})
        self.fill()
        self.assertEqual(self.directions._printed_body(), "<ul><li>Ghi biên bản mọi cuộc họp.</li></ul>")

    def test_a_list_that_was_edited_keeps_every_edit(self):
        self.row("M.1").write({"self_points": 2.0, "explanation": "Thiếu biên bản"})
        self.row("N.1").write({"self_points": 1.5, "explanation": "Nộp chậm"})
        self.row("M.3").write({"self_points": 1.5, "explanation": "Thiếu báo cáo"})
        self.fill()
        self.edit(self.shortcomings, "<li>Nộp chậm.</li>", "<li>Một số hồ sơ nộp chậm.</li><li>Ý viết thêm.</li>")
        self.edit(self.shortcomings, "<li>Thiếu báo cáo.</li>", "")
        self.assertFalse(self.shortcomings.outdated_text, "what was edited by hand is not out of date")
        self.row("M.1").write({"explanation": "Thiếu 02 biên bản"})
        self.row("M.2").write({"self_points": 0.5, "explanation": "Tỷ lệ thấp"})
        self.env.invalidate_all()
        self.assertEqual(
            self.shortcomings.outdated_text,
            "The list “Shortcomings” is not up to date; new: Tỷ lệ thấp.; changed: Thiếu 02 biên bản.",
        )
        self.fill()
        self.assertEqual(
            re.findall("<li>(.*?)</li>", self.shortcomings._printed_body()),
            ["Thiếu 02 biên bản.", "Một số hồ sơ nộp chậm.", "Ý viết thêm.", "Tỷ lệ thấp."],
        )
        self.row("M.1").write({"self_points": 3.0})
        self.env.invalidate_all()
        self.assertIn("no longer: Thiếu 02 biên bản.", self.shortcomings.outdated_text)

    def test_the_check_finds_what_the_report_says_otherwise(self):
        self.fill()
        self.evaluation._state_facts({"hop": (8, ""), "so_hop": (8, "")})
        self.row("N.1").write({"self_points": 1.5, "explanation": "Nộp chậm"})
        found = {finding.code: finding for finding in self.check()}
        self.assertEqual(
            {code: (finding.severity, finding.message) for code, finding in found.items() if "section" in code},
            {
                "section_unfinished": (
                    "info",
                    "The section “III. Phương hướng năm 2021” of the report still has 1 open places.",
                )
            },
        )
        self.assertEqual(
            self.evaluation.finding_ids.filtered_domain([("code", "=", "text_differs_from_fact")]).mapped("message"),
            [
                "Section “I. Kết quả năm 2020”: “Cuộc họp”: the text says 06, the fact says 08.",
                "Section “IV. Tự xếp loại”: “Total of the points”: the text says 9,0, the fact says 7,5.",
                "Section “IV. Tự xếp loại”: “Self-Classification”: the text says Tốt, the fact says Khá.",
            ],
        )
        self.assertEqual(found["text_differs_from_fact"].severity, "warning")
        self.assertEqual(found["text_differs_from_fact"]._about(), self.grading)
        self.fill()
        self.assertFalse(self.check().filtered(lambda found: found.severity != "info"))

    def test_a_list_that_fell_behind_its_rows_is_found(self):
        self.row("N.1").write({"self_points": 1.5, "explanation": "Nộp chậm"})
        self.fill()
        self.row("N.1").write({"explanation": "Nộp chậm 02 hồ sơ"})
        (found,) = self.check().filtered(lambda finding: finding.severity == "warning")
        self.assertEqual(
            found.message,
            "Section “II. Tồn tại”: The list “Shortcomings” is not up to date; changed: Nộp chậm 02 hồ sơ.",
        )

    def test_a_heading_above_other_sections_is_not_empty(self):
        criteria_set = self.make_facts_set("LEVELS", publish=False)
        for sequence, (number, level) in enumerate([("I", 0), ("1", 1), ("1.1", 2), ("2", 1), ("II", 0)]):
            self.make_template(criteria_set, number=number, level=level, sequence=sequence, title=f"Mục {number}")
        criteria_set.action_publish()
        empty = self.check(self.make_consistent(criteria_set)).mapped("subject")
        self.assertEqual(empty, ["1.1. Mục 1.1", "2. Mục 2", "II. Mục II"])

    def test_a_text_is_printed_without_marks_and_with_its_numbers(self):
        # As an evaluation holds it that is older than the marks.
        body = (
            "<p>Đã họp <span class='o_agency_mark' data-id='hop'><b>5</b></span> cuộc, nộp {{nop}} &amp; {{ty_le}}, "
            "còn {{khong_co}}.</p><ul class='o_agency_mark x' data-id='shortcomings'><li>Chậm</li></ul>"
            "<ol class='o_agency_mark' data-id='directions'><li>Nhanh<br>hơn</li></ol>"
        )
        self.env.cr.execute("UPDATE agency_evaluation_section SET body = %s, filled = NULL", [body])
        self.env.invalidate_all()
        printed = self.results._printed_body()
        self.assertIsInstance(printed, Markup)
        self.assertEqual(
            printed,
            "<p>Đã họp <b>5</b> cuộc, nộp 10 &amp; 100%, còn …….</p>"
            '<ul class="x"><li>Chậm</li></ul><ol><li>Nhanh<br>hơn</li></ol>',
        )
        self.fill(self.results)
        self.assert_says(self.results, "Đã họp 06 cuộc, nộp 10")

    def test_a_name_is_text_and_never_tags(self):
        unit = self.env["hr.department"].create({"name": "Phòng <b>A</b>"})
        evaluation = self.make_evaluation(self.reported_set, department_id=unit.id)
        self.assertIn("Phòng &lt;b&gt;A&lt;/b&gt;", evaluation.section_ids[0]._printed_body())

    def test_a_template_is_refused_where_it_names_nothing(self):
        criteria_set = self.make_facts_set("FAULTY", publish=False)
        for body, message in (
            ("<p>{{da_nopp}}</p>", r"Section “II\. Mục”: \{\{da_nopp\}\} stands for nothing\. Did you mean da_nop"),
            ("<p>{{zzz}}</p>", r"Section “II\. Mục”: \{\{zzz\}\} stands for nothing\.$"),
            ("<p>Gồm {{directions}}</p>", r"\{\{directions\}\} becomes a list"),
            ("<ul><li>Gồm {{directions}}</li></ul>", r"\{\{directions\}\} becomes a list"),
            ("<ul><li>{{directions}} và khác</li></ul>", r"\{\{directions\}\} becomes a list"),
        ):
            with self.subTest(body=body), self.assertRaisesRegex(ValidationError, message), self.cr.savepoint():
                self.make_template(criteria_set, number="II", title="Mục", body=body)
        with self.assertRaisesRegex(ValidationError, "Năm.*hop.* stands for nothing"), self.cr.savepoint():
            self.make_template(criteria_set, title="Năm {{hop}}")

    def test_a_set_is_not_published_once_a_fact_is_gone_that_its_report_names(self):
        criteria_set = self.make_facts_set("GONE", publish=False)
        self.make_template(criteria_set, title="Mục", body="<p>{{bao_cao}}</p>")
        criteria_set.indicator_ids.filtered(lambda fact: fact.code == "bao_cao").code = "bc_quy"
        with self.assertRaisesRegex(ValidationError, r"Section “Mục”: \{\{bao_cao\}\} stands for nothing"):
            criteria_set.action_publish()

    def test_a_fact_and_a_text_that_names_it_are_saved_together(self):
        criteria_set = self.make_facts_set("TOGETHER", publish=False)
        criteria_set.write(
            {
                "section_ids": [Command.create({"title": "Mục", "body": "<p>{{moi}}</p>"})],
                "indicator_ids": [Command.create({"code": "moi", "name": "Mới"})],
            }
        )
        self.assertEqual(criteria_set.section_ids.body, "<p>{{moi}}</p>")

    def test_only_the_unit_fills_and_only_a_draft(self):
        for role in ("reviewer", "approver", "manager", "auditor"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.as_user(role).action_fill_report()
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.as_user(role, self.results).action_fill()
        self.submit()
        for section in (self.results, self.results.sudo()):
            with self.assertRaises(UserError):
                self.as_user("evaluator", section).action_fill()

    def test_filling_takes_as_many_queries_for_few_sections_as_for_many(self):
        counts = []
        for number in (2, 3, 30, 300):  # the first one warms up
            criteria_set = self.make_facts_set(f"MANY-{number}", publish=False)
            for place in range(number):
                self.make_template(criteria_set, title=f"Mục {place}", body=SECTIONS[0][1])
            criteria_set.action_publish()
            evaluation = self.as_user("evaluator", self.make_consistent(criteria_set))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            evaluation.action_fill_report()
            evaluation.section_ids.mapped("outdated_text")
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
        self.assertLessEqual(counts[3], counts[2] + 6, "the ORM writes some hundred records at a time")
