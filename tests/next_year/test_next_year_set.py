from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..cases.common import EvaluationCase


@tagged("post_install", "-at_install")
class TestNextYearSet(EvaluationCase):
    """The set of a year is copied for the next one; what still names the year is listed, and nothing is replaced."""

    def next_year(self, criteria_set=None):
        action = self.as_user("manager", criteria_set or self.criteria_set).action_next_year()
        return self.env["agency.evaluation.criteria.set"].browse(action["res_id"])

    def test_year_name_and_code(self):
        criteria_set = self.make_criteria_set("CTVP-2020", [("A", None, "I", 3.0)], name="Công tác văn phòng năm 2020")
        following = self.next_year(criteria_set)
        self.assertEqual((following.year, following.state), (2021, "draft"))
        self.assertEqual((following.code, following.name), ("CTVP-2021", "Công tác văn phòng năm 2021"))
        self.assertEqual(following.previous_set_id, criteria_set)
        self.assertEqual(self.next_year(criteria_set), following, "one set follows another")

    def test_texts_are_listed_and_stay(self):
        criteria_set = self.make_criteria_set("D", [("A", None, "I", 3.0), ("B", None, "II", 1.0)], publish=False)
        row, other = criteria_set.criterion_ids
        row.write({"name": "Kế hoạch năm 2020, trước 15/12/2020", "guidance": "Nghị định 30/2020/NĐ-CP"})
        other.name = "Giai đoạn trước 2010"
        criteria_set.note = "Ban hành năm 2020"
        criteria_set.action_publish()
        following = self.next_year(criteria_set)
        self.assertEqual(following.criterion_ids[0].name, "Kế hoạch năm 2020, trước 15/12/2020")
        found = following.finding_ids.filtered(lambda finding: finding.code == "text_of_year_before")
        self.assertCountEqual(
            found.mapped("display_name"),
            [
                "A: The text of the row says “năm 2020 · 15/12/2020”, as the set before did.",
                "The note says “năm 2020”, as the set before did.",
            ],
        )
        following.criterion_ids[0].name = "Kế hoạch năm 2021, so với năm 2020"
        self.as_user("manager", following).action_check()
        found = following.finding_ids.filtered(lambda finding: finding.code == "text_of_year_before")
        self.assertEqual(found.mapped("subject"), ["note"], "who wrote the text anew has looked at it")
        self.as_user("manager", following).action_publish()

    def test_texts_are_moved_on_by_whoever_has_looked_at_them(self):
        criteria_set = self.make_criteria_set("M", [("A", None, "I", 3.0)], publish=False, note="Từ năm 2020")
        criteria_set.criterion_ids.name = "Năm 2020 tăng so với năm 2019"
        rule = {"criterion_id": criteria_set.criterion_ids.id, "name": "Trước 15/12/2020"}
        self.env["agency.evaluation.rule"].create(rule)
        self.env["agency.evaluation.indicator"].create({"set_id": criteria_set.id, "code": "a", "name": "Số năm 2020"})
        criteria_set.action_publish()
        following = self.next_year(criteria_set)
        old = following.finding_ids.filtered(lambda finding: finding.code == "text_of_year_before")
        self.assertEqual(len(old), 4)
        self.assertTrue(all(old.mapped("can_move_on")))
        with self.assertRaises(AccessError):
            self.as_user("auditor", old).action_move_on()
        with self.assertRaises(UserError):
            self.as_user("manager", following.finding_ids - old).action_move_on()
        self.as_user("manager", old.filtered("criterion_id")).action_move_on()
        self.env.invalidate_all()
        self.assertEqual(following.criterion_ids.name, "Năm 2021 tăng so với năm 2020")
        self.assertEqual(following.criterion_ids.rule_ids.name, "Trước 15/12/2021")
        self.assertEqual(following.note, "Từ năm 2020", "the others stay")
        old = following.finding_ids.filtered(lambda finding: finding.code == "text_of_year_before")
        self.as_user("manager", old).action_move_on()
        self.env.invalidate_all()
        self.assertEqual((following.note, following.indicator_ids.name), ("Từ năm 2021", "Số năm 2021"))
        self.assertEqual(criteria_set.criterion_ids.name, "Năm 2020 tăng so với năm 2019")

    def test_changed_rows_are_marked(self):
        following = self.next_year()
        rows = {row.code: row for row in following.criterion_ids}
        self.assertFalse(any(following.criterion_ids.mapped("change_note")))
        rows["A.2"].name = "Khác"
        rows["B.1"].base_points = 1.0
        self.env["agency.evaluation.criterion"].create(
            {"set_id": following.id, "parent_id": rows["B"].id, "code": "B.2", "name": "Mới", "max_points": 0.0}
        )
        self.env.invalidate_all()
        notes = {row.code: row.change_note for row in following.criterion_ids if row.change_note}
        self.assertEqual(notes, {"A.2": "the text", "B.1": "the rules", "B.2": "New"})
        self.assertFalse(any(self.criteria_set.criterion_ids.mapped("change_note")))

    def test_who_and_when(self):
        for role in ("evaluator", "reviewer", "approver", "auditor"):
            with self.assertRaises(AccessError):
                self.as_user(role, self.criteria_set).action_next_year()
        draft = self.make_criteria_set("E", [("A", None, "I", 3.0)], publish=False)
        with self.assertRaises(UserError):
            self.as_user("manager", draft).action_next_year()
