from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..cases.common import ROLES
from ..cases.facts_case import FactsCase


@tagged("post_install", "-at_install")
class TestComparison(FactsCase):
    """In what two evaluations differ, row by row."""

    def setUp(self):
        super().setUp()
        self.evaluation.line_ids.filtered(lambda line: line.code == "N.1").explanation = "Theo sổ"
        self.as_user("evaluator").action_check()
        self.submit()
        self.row("N.1").with_user(self.users["reviewer"]).write(
            {"review_points": 2.5, "review_note": "Thiếu một văn bản"}
        )
        self.as_user("approver").action_approve()

    def compare(self, evaluations, role="auditor"):
        action = self.as_user(role, evaluations).action_compare()
        self.assertEqual(action["res_model"], "agency.evaluation.comparison.row")
        rows = self.env["agency.evaluation.comparison.row"].with_user(self.users[role]).search(action["domain"])
        return {row.code: row for row in rows}

    def revise(self, **values):
        action = self.as_user("manager").action_revise("Sửa số liệu", **values)
        return self.env["agency.evaluation"].browse(action["res_id"])

    def test_a_revision_and_what_it_revises(self):
        revision = self.revise()
        self.row("M.1", revision).write({"self_points": 2.0, "explanation": "Đã trừ"})
        self.make_paper(revision, codes=["M.2"], number="02/BB")
        rows = self.compare(revision)
        self.assertEqual(list(rows), ["M.1", "M.2", "M.3", "N.1", "N.2"], "headings are no rows of their own")
        changed = rows["M.1"]
        self.assertEqual((changed.old_points, changed.new_points, changed.points_difference), (3.0, 2.0, -1.0))
        self.assertEqual((changed.change, changed.differences), ("answer", "points, explanation"))
        self.assertEqual((changed.old_explanation, changed.new_explanation), ("", "Đã trừ"))
        self.assertEqual(changed.group_name, "A. Row M")
        self.assertEqual((rows["M.2"].differences, rows["M.2"].old_documents), ("documents", ""))
        self.assertIn("02/BB", rows["M.2"].new_documents)
        self.assertEqual((rows["M.3"].change, rows["M.3"].differences), ("same", ""))
        # What the reviewer had given counts on one side, the unit's own points on the other.
        self.assertEqual((rows["N.1"].old_points, rows["N.1"].new_points), (2.5, 3.0))
        self.assertEqual({code: row.id for code, row in self.compare(self.evaluation).items()}.keys(), rows.keys())

    def test_two_years_with_other_sheets(self):
        later = self.criteria_set.copy({"code": "2021", "name": "2021", "year": 2021})
        codes = {row.code: row for row in later.criterion_ids}
        codes["M.2"].write({"name": "Nội dung khác", "max_points": 1.5})
        codes["M"].max_points = 6.5
        codes["M.3"].code = "M.9"
        codes["N.2"].unlink()
        codes["N"].max_points = 3.0
        codes["N.1"].copy({"set_id": later.id, "code": "N.8", "name": "Tiêu chí mới", "parent_id": codes["N"].id})
        codes["N"].max_points = 6.0
        later.grade_ids.unlink()
        later.declared_points = 12.5
        later.action_publish()
        second = self.make_evaluation(later)
        self.row("M.2", second).write({"self_points": 1.5})
        self.row("M.1", second).write({"status": "not_applicable"})
        rows = self.compare(self.evaluation + second)
        self.assertEqual(
            {code: (row.change, row.differences) for code, row in rows.items()},
            {
                "M.1": ("answer", "points, documents"),
                "M.2": ("criterion", "points, the text, the maximum points"),
                "M.9": ("answer", "points"),
                "N.1": ("answer", "points, explanation"),
                "N.2": ("removed", ""),
                "N.8": ("added", ""),
            },
        )
        self.assertEqual((rows["M.1"].new_status, rows["M.9"].new_status), ("not_applicable", "todo"))
        self.assertEqual((rows["M.2"].old_text, rows["M.2"].new_text), ("Row M.2", "Nội dung khác"))
        self.assertEqual((rows["M.9"].old_points, rows["N.2"].new_status), (2.0, "todo"))

    def test_of_one_year_alone_a_dialog_asks_for_the_other(self):
        later = self.make_evaluation(self.make_facts_set("NEXT", year=2021))
        action = self.as_user("auditor", later).action_compare()
        self.assertEqual(action["res_model"], "agency.evaluation.comparison")
        self.assertEqual(action["context"], {"default_old_id": self.evaluation.id, "default_new_id": later.id})
        Comparison = self.env["agency.evaluation.comparison"].with_user(self.users["auditor"])
        with self.assertRaisesRegex(UserError, "not the same"):
            Comparison.create({"old_id": later.id, "new_id": later.id}).action_show()
        with self.assertRaisesRegex(UserError, "or two of them"):
            (later + self.evaluation + self.make_evaluation(year=2019)).action_compare()

    def test_an_evaluation_is_chosen_by_its_unit_as_well(self):
        evaluations = self.as_user("manager")
        for text in (self.evaluation.name, self.unit.name):
            self.assertIn(self.evaluation.id, dict(evaluations.name_search(text)))
        self.assertFalse(evaluations.name_search(self.other_unit.name))

    def test_nobody_sees_more_than_the_rows_may_be_read(self):
        revision = self.revise()
        for role in ROLES:
            self.assertEqual(len(self.compare(revision, role)), 5)
        with self.assertRaises(AccessError):
            self.as_user("outsider", revision).action_compare()
        foreign = self.make_consistent(self.criteria_set, department_id=self.other_unit.id)
        with self.assertRaises(AccessError):
            self.as_user("evaluator", foreign + revision).action_compare()
        Comparison = self.env["agency.evaluation.comparison"].with_user(self.users["evaluator"])
        # What the user could read when the dialog was made may be lost since.
        self.row("M.1", foreign).user_id = self.users["evaluator"]
        lost = Comparison.create({"old_id": foreign.id, "new_id": revision.id})
        self.row("M.1", foreign).user_id = False
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            lost.action_show()
        # Whoever answers one row of another unit sees that one alone.
        self.row("M.1", foreign).user_id = self.users["evaluator"]
        self.assertEqual(list(self.compare(foreign + revision, "evaluator")), ["M.1"])
        rows = self.env["agency.evaluation.comparison.row"].search([("create_uid", "=", self.users["auditor"].id)])
        self.assertTrue(rows)
        with self.assertRaises(AccessError):
            rows.with_user(self.users["manager"]).read(["new_points"])
        with self.assertRaises(AccessError):
            rows.with_user(self.users["auditor"]).write({"new_points": 1.0})

    def test_queries_do_not_grow_with_rows(self):
        counts = []
        for size in (30, 93, 930):
            criteria_set = self.make_large_set(size)
            both = self.make_evaluation(criteria_set) + self.make_evaluation(criteria_set, year=2021)
            self.score_all(both[0], 0.5)
            self.make_paper(both[0]).line_ids = both[0].line_ids
            as_auditor = self.as_user("auditor", both)
            before = self.cr.sql_log_count
            as_auditor.action_compare()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
        self.assertLess(counts[2], 50)
