from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.agency_evaluation.scoring.points import format_points

from ..cases.facts_case import FactsCase, Sheet2020Case

#: The points that the rules of the 2020 sheet give by the facts of the report.
SUGGESTED_2020 = {
    "I.1.2-1": 2.75,
    "I.1.2-2": 2.75,
    "I.1.3-1": 2.0,
    "I.1.3-2": 1.0,
    "I.2.1-1": 2.5,
    "I.2.1-2": 2.5,
    "I.5-1": 1.75,
    "I.5-2": 2.0,
    "I.5-3": 2.5,
    "II.2-2": 2.0,
    "II.2-3": 2.0,
    "II.2-4": 2.0,
    "II.2-7": 4.0,
    "IV.1": 1.0,
    "IV.2": 1.0,
    "IV.3": 1.0,
    "IV.4": 1.0,
    "IV.5": 1.0,
}
#: For each rule row: facts that differ from the report, and the points and the working in Vietnamese that follow.
CASES_2020 = [
    (
        "I.1.2-1",
        {"ct_thang": {12: 3}},
        3.0,
        "12/12 tháng × 0,25 = 3,0",
        "Cộng: Chương trình công tác tháng đã ban hành: 12/12 tháng ≥ 1 chương trình.",
    ),
    # Two programmes in one month do not make up for none in another.
    (
        "I.1.2-1",
        {"ct_thang": {1: 12}},
        2.75,
        "11/12 tháng × 0,25 = 2,75",
        "Cộng: Chương trình công tác tháng đã ban hành: 11/12 tháng ≥ 1 chương trình.",
    ),
    (
        "I.1.2-2",
        {"ct_thang_dung_han": {11: 0}},
        2.5,
        "10/12 tháng × 0,25 = 2,5",
        "Cộng: Chương trình công tác tháng gửi đúng thời gian: 10/12 tháng ≥ 1 chương trình.",
    ),
    ("I.1.3-1", {"da_dieu_chinh": 3}, 0.5, "2,0 − 3 văn bản phải điều chỉnh × 0,5 = 0,5"),
    ("I.1.3-1", {"da_dieu_chinh": 5}, 0.0, "2,0 − 5 văn bản phải điều chỉnh × 0,5 = −0,5; ít nhất 0"),
    (
        "I.1.3-2",
        {"ty_le_thong_qua": 92},
        1.0,
        "Tỷ lệ đề án, dự thảo văn bản trình UBND tỉnh được thông qua 92% ≥ 90%: 1,0",
        None,
    ),
    (
        "I.1.3-2",
        {"ty_le_thong_qua": 89.9},
        0.0,
        "Tỷ lệ đề án, dự thảo văn bản trình UBND tỉnh được thông qua 89,9% < 90%: 0",
        None,
    ),
    ("I.2.1-1", {"bc_thang_dung_han": {1: 0}}, 2.25, "9/10 tháng × 0,25 = 2,25"),
    ("I.2.1-2", {"bc_thang_noi_dung": {1: 0, 2: 0}}, 2.0, "8/10 tháng × 0,25 = 2,0"),
    (
        "I.5-1",
        {},
        1.75,
        "2,0 − 1 nhiệm vụ chậm × 0,25 = 1,75",
        "Trừ: Nhiệm vụ UBND tỉnh, Chủ tịch UBND tỉnh giao triển khai chậm: 1 nhiệm vụ chậm.",
    ),
    ("I.5-1", {"nv_cham": 9}, 0.0, "2,0 − 9 nhiệm vụ chậm × 0,25 = −0,25; ít nhất 0"),
    (
        "I.5-2",
        {"nv_qua_han": 0},
        2.0,
        "2,0 − 0 nhiệm vụ quá hạn × 0,25 = 2,0",
        "Không trừ: Nhiệm vụ quá hạn trên Hệ thống quản lý cơ sở dữ liệu theo dõi của UBND tỉnh: 0 nhiệm vụ quá hạn.",
    ),
    (
        "I.5-3",
        {"th_nhiem_vu": {11: 5}},
        2.75,
        "11/12 tháng × 0,25 = 2,75",
        "Cộng: Tổng hợp kết quả thực hiện nhiệm vụ gửi Văn phòng UBND tỉnh: 11/12 tháng ≥ 1 báo cáo.",
    ),
    (
        "II.2-2",
        {"gn_dien_tu": 0},
        1.0,
        "1,0",
        "Cộng: Gửi, nhận văn bản giấy đúng quy định: có (+1,0).",
        "Không cộng: Gửi, nhận văn bản điện tử đúng quy định: không.",
    ),
    ("II.2-3", {"so_mat": 0}, 1.0, "1,0"),
    (
        "II.2-4",
        {"hs_phan_loai": 0, "hs_bien_muc": 0},
        0.0,
        "0",
        "Không cộng: Hồ sơ hiện hành được phân loại, sắp xếp khoa học: không; "
        "Hồ sơ hiện hành được biên mục, viết chứng từ kết thúc: không.",
    ),
    ("II.2-7", {"pm_khai_thac": 0}, 3.0, "1,0 + 1,0 + 1,0 = 3,0"),
    ("IV.1", {"may_khong_diet_virus": 1}, 1.0, "1,0"),
    ("IV.1", {"may_khong_diet_virus": 2}, 0.5, "1,0 − 0,5 = 0,5"),
    ("IV.2", {"iso_ap_dung": 0, "iso_cai_tien": 0}, 0.0, "1,0 − 1,0 − 0,5 = −0,5; ít nhất 0"),
    ("IV.3", {"hop_su_co": 1}, 0.5, "0,5 + 0,5 − 1 cuộc có sự cố × 0,5 = 0,5"),
    (
        "IV.4",
        {"lich_lanh_dao": 0, "tt_sai": 0, "tin_cong": {12: 10}},
        1.0,
        "1,5 − 0,5 = 1,0",
        "Trừ: Cập nhật đầy đủ, kịp thời lịch làm việc của lãnh đạo: không (−0,5).",
        "Không trừ: Thông tin cơ cấu tổ chức, lãnh đạo đơn vị cập nhật sai: 0 lần sai < 1 lần sai; "
        "Tin cập nhật trên Cổng thông tin điện tử: 0/12 tháng < 10 tin.",
    ),
    (
        "IV.4",
        {"lich_lanh_dao": 1, "tt_sai": 4, "tin_cong": {12: 10}},
        1.0,
        "1,5 − 0,5 = 1,0",
        "Trừ: Thông tin cơ cấu tổ chức, lãnh đạo đơn vị cập nhật sai: 4 lần sai ≥ 1 lần sai (−0,5).",
        "Không trừ: Cập nhật đầy đủ, kịp thời lịch làm việc của lãnh đạo: có; "
        "Tin cập nhật trên Cổng thông tin điện tử: 0/12 tháng < 10 tin.",
    ),
    (
        "IV.4",
        {"lich_lanh_dao": 1, "tt_sai": 0, "tin_cong": {11: 9, 12: 9}},
        1.0,
        "1,5 − (2/12 tháng → tối đa 1 lần) × 0,5 = 1,0",
        "Trừ: Tin cập nhật trên Cổng thông tin điện tử: 2/12 tháng < 10 tin (−0,5).",
        "Không trừ: Cập nhật đầy đủ, kịp thời lịch làm việc của lãnh đạo: có; "
        "Thông tin cơ cấu tổ chức, lãnh đạo đơn vị cập nhật sai: 0 lần sai < 1 lần sai.",
    ),
    ("IV.5", {"cb_gui_cham": 5}, 0.0, "1,0 − (5 văn bản gửi chậm ÷ 2 → 2 lần) × 0,5 = 0"),
    ("IV.5", {"cb_gui_cham": 1}, 1.0, "1,0"),
]


@tagged("post_install", "-at_install")
class TestSuggestions(FactsCase):
    """What follows from facts, and taking it over."""

    def test_a_suggestion_follows_its_facts_at_once(self):
        row = self.row("M.1")
        self.assertEqual((row.has_suggestion, row.suggested_points), (True, 3.0))
        self.assertEqual(row.working, "6 × 0,5 = 3,0\nAwarded: Cuộc họp: 6.")
        self.as_user("evaluator", self.fact("hop")).write({"entry": "5"})
        self.assertEqual((row.suggested_points, row.working), (2.5, "5 × 0,5 = 2,5\nAwarded: Cuộc họp: 5."))
        self.as_user("evaluator", self.fact("hop")).write({"entry": "20"})
        limited = "20 × 0,5 = 10; at most 3,0\nAwarded: Cuộc họp: 20."
        self.assertEqual((row.suggested_points, row.working), (3.0, limited))
        self.as_user("evaluator", self.fact("hop")).write({"entry": ""})
        self.assertEqual((row.has_suggestion, row.suggested_points), (False, 0.0))
        self.assertEqual(row.working, "No number yet: Cuộc họp.")
        self.assertEqual(row.self_points, 3.0, "what was typed stays")

    def test_each_basis(self):
        self.as_user("evaluator", self.fact("da_nop")).write({"entry": "7"})
        self.assertEqual((self.row("M.2").has_suggestion, self.row("M.2").suggested_points), (True, 0.0))
        self.as_user("evaluator", self.fact("bao_cao")).write({"month_01": "1", "month_02": "0"})
        self.assertEqual(self.row("M.2").working, "Tỷ lệ nộp 70% < 80%: 0")
        working = "2,0 − 2/3 months × 0,25 = 1,5\nDeducted: Báo cáo quý I: 2/3 months < 2."
        self.assertEqual(self.row("M.3").working, working)

    def test_deductions_end_at_zero(self):
        criteria_set = self.make_facts_set("DEDUCT", publish=False)
        criteria_set.criterion_ids.rule_ids.filtered(lambda rule: rule.effect == "deduct").points = 1.5
        criteria_set.action_publish()
        evaluation = self.make_consistent(criteria_set)
        evaluation._state_facts({"bao_cao": ({1: 0, 2: 0, 3: 2}, "")})
        row = self.row("M.3", evaluation)
        self.assertEqual((row.has_suggestion, row.suggested_points), (True, 0.0))
        working = "2,0 − 2/3 months × 1,5 = −1,0; at least 0\nDeducted: Báo cáo quý I: 2/3 months < 2."
        self.assertEqual(row.working, working)

    def test_judged_and_bonus_rows_say_that_they_have_none(self):
        for code, working in (
            ("N.1", "Judged: the sheet states no rule."),
            ("N.2", "Bonus, at most 1,0: the sheet states no rule."),
            ("M", False),
        ):
            row = self.row(code)
            self.assertEqual((row.has_suggestion, row.working), (False, working))

    def test_one_row_a_group_or_all_are_taken_over(self):
        def points():
            return {line.code: line.self_points for line in self.evaluation.line_ids if not line.is_heading}

        self.evaluation.line_ids.filtered(lambda line: not line.is_heading).write({"self_points": 0.5})
        start = points()
        self.as_user("evaluator", self.row("M.1")).action_accept_suggestions()
        self.assertEqual(points(), {**start, "M.1": 3.0})
        self.as_user("evaluator", self.row("M")).action_accept_suggestions()
        self.assertEqual(points(), {**start, "M.1": 3.0, "M.2": 1.0, "M.3": 2.0})
        self.assertEqual((self.row("M").self_points, self.evaluation.self_points), (6.0, 7.0))
        self.evaluation.line_ids.filtered(lambda line: not line.is_heading).write({"self_points": 0.5})
        self.as_user("evaluator").action_accept_suggestions()
        self.assertEqual(points(), {**start, "M.1": 3.0, "M.2": 1.0, "M.3": 2.0})

    def test_a_row_that_does_not_apply_is_not_taken_over(self):
        self.row("M.1").write({"status": "not_applicable"})
        self.assertFalse(self.row("M.1").has_suggestion)
        self.as_user("evaluator").action_accept_suggestions()
        self.assertEqual(self.row("M.1").status, "not_applicable")

    def test_who_may_take_over_and_when(self):
        for role in ("reviewer", "approver", "manager", "auditor"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.as_user(role).action_accept_suggestions()
        self.as_user("evaluator").action_submit()
        with self.assertRaises(UserError):
            self.as_user("evaluator").action_accept_suggestions()

    def test_the_working_is_in_the_language_of_the_user(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        self.as_user("evaluator", self.fact("hop")).write({"entry": "20"})
        for lang, working in (
            ("vi_VN", "20 × 0,5 = 10; tối đa 3,0\nCộng: Cuộc họp: 20."),
            ("en_US", "20 × 0,5 = 10; at most 3,0\nAwarded: Cuộc họp: 20."),
        ):
            self.assertEqual(self.row("M.1").with_context(lang=lang).working, working)

    def test_what_a_yes_or_no_gives(self):
        criteria_set = self.make_facts_set("YES", publish=False)
        criteria_set.indicator_ids.filtered(lambda fact: fact.code == "so_hop").unit = "có = 1"
        rule = criteria_set.criterion_ids.rule_ids.filtered(lambda rule: rule.criterion_id.code == "M.2")
        rule.write(
            {
                "indicator_id": criteria_set.indicator_ids.filtered(lambda fact: fact.code == "so_hop").id,
                "threshold": 1,
            }
        )
        criteria_set.action_publish()
        evaluation = self.make_consistent(criteria_set)
        for number, working in ((1, "(có): 1,0"), (0, "(no): 0"), (0.5, "0,5 < 1: 0")):
            evaluation._state_facts({"so_hop": (number, "")})
            self.assertEqual(self.row("M.2", evaluation).working, f"Cuộc họp trong sổ {working}")

    def test_how_the_author_understood_a_rule_stands_beside_it(self):
        criteria_set = self.make_facts_set("NOTED", publish=False)
        rules = criteria_set.criterion_ids.rule_ids
        rules.filtered(lambda rule: rule.criterion_id.code == "M.1").note = "Chọn 0,5"
        criteria_set.action_publish()
        evaluation = self.make_consistent(criteria_set)
        self.assertEqual(self.row("M.1", evaluation).rule_notes, "“Quy tắc M.1”: Chọn 0,5")
        self.assertFalse(self.row("M.2", evaluation).rule_notes)


@tagged("post_install", "-at_install")
class TestSuggestions2020(Sheet2020Case):
    """Every rule of the 2020 sheet."""

    def test_the_rows_that_state_a_rule_have_a_suggestion_and_no_others(self):
        suggested = self.evaluation.line_ids.filtered("has_suggestion")
        self.assertEqual({line.code: line.suggested_points for line in suggested}, SUGGESTED_2020)
        self.assertEqual(len(suggested), 18)
        bonus = self.evaluation.line_ids.filtered("is_bonus")
        self.assertEqual(len(bonus), 5)
        for line in bonus:
            self.assertFalse(line.has_suggestion)
            maximum = format_points(line.max_points)
            self.assertEqual(line.working, f"Bonus, at most {maximum}: the sheet states no rule.")

    def test_each_rule_by_other_facts(self):
        facts = {fact.code: fact for fact in self.evaluation.fact_ids}
        self.assertEqual({code for code, *_case in CASES_2020}, SUGGESTED_2020.keys())
        self.env["res.lang"]._activate_lang("vi_VN")
        for code, changes, points, *working in CASES_2020:
            with self.subTest(row=code, facts=changes), self.cr.savepoint() as savepoint:
                self.evaluation._state_facts({fact: (value, facts[fact].note) for fact, value in changes.items()})
                line = self.row(code, self.evaluation).with_context(lang="vi_VN")
                lines = [*line.working.split("\n"), None][: len(working)]
                self.assertEqual((line.suggested_points, lines), (points, working))
                savepoint.rollback()
            self.env.invalidate_all()

    def test_nine_months_in_time_out_of_nine_are_full_marks(self):
        evaluation = self.make_evaluation(
            self.evaluation.criteria_set_id, department_id=self.other_unit.id, date_from="2020-04-01"
        )
        months = dict.fromkeys(range(4, 13), 1)
        reports = dict.fromkeys((4, 5, 7, 8, 9, 10, 11), 1)
        evaluation._state_facts(
            {
                **{code: (months, "") for code in ("ct_thang", "ct_thang_dung_han", "th_nhiem_vu")},
                **{code: (reports, "") for code in ("bc_thang_dung_han", "bc_thang_noi_dung")},
            }
        )
        for code in ("I.1.2-1", "I.1.2-2", "I.2.1-1", "I.2.1-2", "I.5-3"):
            row = self.row(code, evaluation)
            self.assertEqual((row.suggested_points, row.has_suggestion), (row.max_points, True), row.working)

    def test_ambiguous_rules_say_how_they_were_understood(self):
        notes = {
            rule.criterion_id.code
            for rule in self.evaluation.criteria_set_id.criterion_ids.rule_ids
            if rule.effect and rule.note
        }
        self.assertLessEqual({"I.1.2-1", "I.1.3-2", "IV.1", "IV.2", "IV.3", "IV.4", "IV.5"}, notes)

    def test_all_suggestions_make_the_total_of_the_facts(self):
        self.as_user("evaluator").action_accept_suggestions()
        self.assertEqual(self.evaluation.self_points, 89.75)
        self.as_user("evaluator", self.fact("nv_qua_han")).write({"entry": "1"})
        self.as_user("evaluator").action_accept_suggestions()
        self.assertEqual(self.evaluation.self_points, 89.5)
