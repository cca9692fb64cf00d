from odoo.tests import tagged

from ..cases.facts_case import FactsCase, Sheet2020Case

#: What differs from the facts of the report of 2020, so that all facts agree and no rule takes points.
FACTS = {
    "ct_thang": dict.fromkeys(range(1, 13), 1),
    "ct_thang_dung_han": dict.fromkeys(range(1, 13), 1),
    "ty_le_thong_qua": 100,
    "bc_tong": 405,
    "nv_cham": 0,
    "th_nhiem_vu": dict.fromkeys(range(1, 13), 1),
    "vb_chuong_trinh": 13,
    "vb_di": 7222,
    "ky_luat": 0,
    "tin_cong": dict.fromkeys(range(1, 13), 12),
    "don_giao_gq": 57,
}
BONUS = {"I.6": 1.0, "II.4": 2.0}


@tagged("post_install", "-at_install")
class TestConsistent(Sheet2020Case):
    """An evaluation of 93 rows that contradicts nothing has no finding at all."""

    make_paper = FactsCase.__dict__["make_paper"]

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.evaluation = cls.make_evaluation(cls.env.ref("agency_evaluation.criteria_set_2020"), year=2021)
        cls.state_facts()
        cls.score()
        cls.attach()
        cls.report()

    @classmethod
    def state_facts(cls):
        facts = cls.facts_of_the_report()
        cls.evaluation._state_facts({code: (FACTS.get(code, number), "") for code, (number, _note) in facts.items()})

    @classmethod
    def score(cls):
        leaves = cls.evaluation.line_ids._leaves()
        leaves._write_each(
            {
                line.id: {"self_points": BONUS.get(line.code, 0.0) if line.is_bonus else line.max_points}
                for line in leaves
            }
        )
        for code in BONUS:
            cls.row(code).explanation = "Được khen thưởng tại quyết định kèm theo"
        cls.row("I.5-1").improvement = "Nhắc việc trước hạn 03 ngày"
        grades = cls.evaluation.criteria_set_id.grade_ids
        cls.evaluation.claimed_grade_id = grades.filtered(lambda grade: grade.name == "Hoàn thành tốt nhiệm vụ")

    @classmethod
    def attach(cls):
        proved = cls.evaluation.line_ids.filtered(
            lambda line: line.criterion_id.evidence_required or line.code in BONUS
        )
        for number, line in enumerate(proved, 101):
            cls.make_paper(
                cls.evaluation,
                codes=[line.code],
                number=f"{number}/QĐ-STN",
                name=f"Quyết định về {line.name[:40]}",
                issue_date="2021-05-04",
            )

    @classmethod
    def report(cls):
        cls.evaluation.section_ids._fill_all()

    def test_nothing_is_found(self):
        self.assertEqual((len(self.evaluation.line_ids), self.evaluation.self_points), (93, 93.5))
        self.assertEqual(self.check().mapped("display_name"), [])

    def test_it_may_be_submitted_without_a_word(self):
        self.as_user("evaluator").action_submit()
        self.assertEqual(self.evaluation.state, "submitted")

    def test_who_lost_nothing_clears_the_section_on_shortcomings(self):
        section = self.evaluation.section_ids.filtered(lambda section: section._tells_shortcomings())
        self.assertEqual(section.number, "III")
        section.body = False
        self.assertFalse(self.check())
        self.row("VI-4").write({"self_points": 1.5, "explanation": "Chưa niêm yết hai thủ tục"})
        self.assertIn("section_empty", self.check().mapped("code"), "now there is something to tell")
