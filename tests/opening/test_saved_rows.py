import json
import random
from contextlib import suppress
from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..cases.full_sheet_case import FullSheetCase
from ..sheet.test_queries import what_a_form_asks_for, what_opening_asks_for

SIZES = (93, 325, 930)
#: The statements of a save by somebody who has worked on the sheet before: those of the write, the set, and one that
#: reads what follows from it. The totals are brought up to date after the commit.
QUERIES = 12
BYTES = 6000


@tagged("post_install", "-at_install")
class TestSavedRows(FullSheetCase):
    """The answer to a save of rows says all that is different since, and little else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sheets = {rows: cls.make_full_sheet(cls.make_full_set(rows)) for rows in SIZES}
        cls.sheet = cls.sheets[SIZES[0]]
        cls.leaves = cls.sheet.line_ids.filtered(lambda line: not line.is_heading)
        cls.env.flush_all()

    def look(self, role):
        """Return what the form shows, the rows by their ids, and what it asks for."""
        env = self.env(user=self.users[role])
        specification = what_a_form_asks_for(env, "agency_evaluation.agency_evaluation_view_form", "agency.evaluation")
        self.env.flush_all()
        self.env.invalidate_all()
        [shown] = self.sheet.with_user(self.users[role]).web_read(specification)
        rows = {row["id"]: row for row in shown["line_ids"]}
        single = {name: value for name, value in shown.items() if not isinstance(value, list)}
        return single, rows, specification

    def assert_told(self, values_by_row, role="evaluator"):
        """Save rows, and compare what was shown and what the answer says with what is shown when all is read again."""
        shown, rows, specification = self.look(role)
        commands = [(1, row.id, values) for row, values in values_by_row.items()]
        sheet = self.sheet.with_user(self.users[role])
        [answer] = sheet.web_save_rows({"line_ids": commands}, specification)
        self.assertLess(len(json.dumps(answer, default=str)), BYTES)
        for row in answer.pop("line_ids"):
            rows[row["id"]].update(row)
        shown.update(answer)
        shown_now, rows_now, _specification = self.look(role)
        self.assertEqual(shown, shown_now)
        for id_, row in rows_now.items():
            self.assertEqual(rows[id_], row)
        return answer

    def test_answers(self):
        first, second, third = self.leaves[:3]
        self.assert_told({first: {"self_points": 0.5}})
        self.assert_told({first: {"self_points": 0.25, "explanation": "Có lý do"}})
        self.assert_told({first: {"self_points": False}})
        self.assert_told({first: {"status": "not_applicable", "explanation": "Không có"}, second: {"self_points": 1}})
        self.assert_told({first: {"self_points": 0.0}, third: {"explanation": "Chỉ giải trình"}})
        self.assert_told({second: {"is_stated": True, "stated_points": 0.75}})
        self.assert_told({second: {"is_stated": False}})

    def test_any_answers(self):
        """Whatever is saved after whatever else, the screen says the same as when all is read anew."""
        chance = random.Random(12)
        rows = self.leaves.filtered("max_points")
        rows.criterion_id[::2]._write_through({"may_not_apply": True})
        answers = (
            lambda line: {"self_points": chance.randrange(int(line.max_points * 4) + 1) / 4, "status": "scored"},
            lambda line: {"self_points": False, "status": "todo"},
            lambda line: {"self_points": line.max_points, "status": "scored"},
            lambda line: {"explanation": chance.choice(["Thiếu văn bản", "", "Chậm  tiến độ;"])},
            lambda line: {"improvement": chance.choice(["Sẽ làm sớm hơn", ""])},
            lambda line: (
                {"status": "not_applicable", "self_points": False, "explanation": "Không có"}
                if line.may_not_apply
                else {"status": "todo", "self_points": False}
            ),
        )
        for _turn in range(40):
            chosen = rows.browse(chance.sample(rows.ids, chance.choice((1, 1, 2))))
            self.assert_told({line: chance.choice(answers)(line) for line in chosen})

    def test_what_is_saved_as_it_was_is_not_followed(self):
        """Forms send status and points together; what only follows from the status is not told of without need."""
        first = self.leaves[0]
        self.assert_told({first: {"self_points": 0.5, "status": "scored"}})
        answer = self.assert_told({first: {"self_points": 0.25, "status": "scored"}})
        self.assertIn("outdated_by_rows", answer)
        self.assertNotIn("outdated_by_facts", answer)
        self.assertNotIn("can_take_stated", answer)

    def test_what_somebody_else_saved_alike_is_followed(self):
        """Who saw another status than the one that is stored is told what follows from it."""
        first = self.leaves[0]
        first.write({"self_points": False})
        shown, rows, specification = self.look("evaluator")
        seen = {"agency.evaluation.line": {str(first.id): {"status": "todo", "self_points": 0.0}}}
        first.write({"self_points": 0.5})
        sheet = self.sheet.with_user(self.users["evaluator"]).with_context(agency_seen={"tab": "x", "values": seen})
        save = {"line_ids": [(1, first.id, {"status": "scored", "self_points": 0.5})]}
        [answer] = sheet.web_save_rows(save, specification)
        for row in answer.pop("line_ids"):
            rows[row["id"]].update(row)
        shown.update(answer)
        shown_now, rows_now, _specification = self.look("evaluator")
        self.assertEqual(shown, shown_now)
        self.assertEqual(rows, rows_now)

    def test_the_whole_sheet(self):
        """A grade and a suggestion follow from the rows, too."""
        answer = self.assert_told({line: {"self_points": line.max_points} for line in self.leaves[:20]})
        self.assertEqual(answer["self_points"], self.sheet.self_points)
        self.assert_told({line: {"self_points": False} for line in self.leaves[:20]})

    def test_of_another(self):
        """Whoever answers for the first time may not approve any more."""
        self.users["evaluator_too"] = self.users["approver"]
        self.users["approver"].group_ids += self.env.ref("agency_evaluation.group_evaluator")
        self.env["hr.employee"].create(
            {"name": "x", "user_id": self.users["approver"].id, "department_id": self.unit.id}
        )
        self.assert_told({self.leaves[5]: {"self_points": 0.5}}, "approver")

    def test_review(self):
        self.sheet.finding_ids.filtered(lambda finding: finding.severity == "warning").justification = "Có lý do"
        self.sheet.criteria_set_id.check_setting_ids.unlink()
        self.sheet._write_through({"state": "submitted", "submitted_by_id": self.users["evaluator"].id})
        self.sheet._then_mark_settlements(None)
        first, second, third = self.leaves[:3]
        third.with_user(self.users["reviewer"]).action_question("Minh chứng?")
        self.assert_told({first: {"review_points": 0.25, "is_reviewed": True, "review_note": "Thiếu"}}, "reviewer")
        self.assert_told({first: {"is_reviewed": False}, second: {"review_note": "Xem lại"}}, "reviewer")
        self.assert_told({third: {"self_points": 0.5}})

    def test_queries(self):
        counts = []
        for sheet in self.sheets.values():
            mine = sheet.with_user(self.users["evaluator"])
            specification = what_opening_asks_for(mine.env)
            first, second = sheet.line_ids.filtered(lambda line: not line.is_heading)[:2]
            mine.web_save_rows({"line_ids": [(1, first.id, {"self_points": 0.5})]}, specification)
            save = {"line_ids": [(1, second.id, {"self_points": 0.25})]}
            count, [answer] = self.count(lambda: mine.web_save_rows(save, specification))  # noqa: B023
            self.assertLess(len(json.dumps(answer, default=str)), BYTES)
            counts.append(count)
        self.assertEqual(len(set(counts)), 1, counts)
        self.assertLessEqual(counts[0], QUERIES)

    def test_what_is_taken_back_meanwhile(self):
        """Another module may try something during a save, and take it back; what was saved is told all the same."""
        model = self.env.registry["agency.evaluation"]
        save = model.web_save

        def save_and_try(sheet, vals, specification):
            with suppress(ZeroDivisionError), sheet.env.cr.savepoint():
                raise ZeroDivisionError
            answer = save(sheet, vals, specification)
            with suppress(ZeroDivisionError), sheet.env.cr.savepoint():
                raise ZeroDivisionError
            return answer

        with patch.object(model, "web_save", save_and_try):
            answer = self.assert_told({self.leaves[0]: {"self_points": 0.5}, self.leaves[1]: {"self_points": 0.25}})
        self.assertEqual(answer["self_points"], self.sheet.self_points)

    def test_queries_of_a_first_answer(self):
        """A row that was blank is answered: that more follows from it costs little, and no more for many rows."""
        counts = []
        for sheet in self.sheets.values():
            mine = sheet.with_user(self.users["evaluator"])
            specification = what_opening_asks_for(mine.env)
            first, second = sheet.line_ids.filtered(lambda line: not line.is_heading)[:2]
            second.write({"self_points": False})
            mine.web_save_rows({"line_ids": [(1, first.id, {"self_points": 0.5})]}, specification)
            save = {"line_ids": [(1, second.id, {"self_points": 0.25, "status": "scored"})]}
            count, _answer = self.count(lambda: mine.web_save_rows(save, specification))  # noqa: B023
            counts.append(count)
        self.assertEqual(len(set(counts)), 1, counts)
        self.assertLessEqual(counts[0], QUERIES + 3)

    def test_no_specification(self):
        for junk in (None, 5, "line_ids", ["line_ids"], {"line_ids": "rows"}, {"line_ids": {"fields": "status"}}):
            with self.assertRaises(ValidationError):
                self.sheet.with_user(self.users["evaluator"]).web_save_rows({}, junk)

    def test_rows_of_others(self):
        """No row is told of that the user may not read."""
        foreign = self.sheets[SIZES[1]].line_ids[-1]
        specification = {"line_ids": {"fields": {"self_points": {}}}}
        sheet = self.sheet.with_user(self.users["evaluator"])
        first = self.leaves[0]
        [answer] = sheet.web_save_rows({"line_ids": [(1, first.id, {"self_points": 0.5})]}, specification)
        told = {row["id"] for row in answer["line_ids"]}
        self.assertIn(first.id, told)
        self.assertNotIn(foreign.id, told)
