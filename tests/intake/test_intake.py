from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ...models.intake.intake import NO_DOUBTS
from ...scoring.intake import doubts
from ...scoring.intake.recognition import recognise
from ..cases.intake_case import IntakeCase
from ..scoring import papers

LINE = "agency.evaluation.intake.line"


@tagged("post_install", "-at_install")
class TestIntake(IntakeCase):
    """The import of a sheet that nobody prepared, from its source to the criteria set and the evaluation."""

    def test_the_2020_sheet_pasted(self):
        intake = self.import_sheet(papers.paper_text())
        self.assertRecordValues(
            intake,
            [{"state": "preview", "name": papers.TITLE, "year": 2020, "criterion_count": 93, "total_points": 100.0}],
        )
        marked = {
            (line.code or line.criterion_code or line.kind, line.doubts) for line in intake.line_ids if line.doubts
        }
        self.assertEqual(
            marked,
            {
                ("I.1.2-1", "The words say 0,5 points each, the product counts 0,25."),
                ("I.1.2-1", "The rule may mean something else: see how it was understood."),
                ("I.4", "Self-scored: states 0, the rows below are blank."),
                ("IV.4", "The rule may mean something else: see how it was understood."),
                ("VI", "Self-scored: states 10, the rows below give 7,5."),
                ("total", "The self-scored total states 93, the rows give 90,5."),
            },
        )
        self.assertEqual((intake.doubt_count, intake.blocking_count), (6, 0))
        action = intake.action_make_criteria_set()
        criteria_set = intake.criteria_set_id
        self.assertEqual((action["res_model"], action["res_id"]), (criteria_set._name, criteria_set.id))
        self.assertRecordValues(
            criteria_set, [{"state": "draft", "declared_points": 100.0, "total_points": 100.0, "year": 2020}]
        )
        self.assertEqual(self.made_criteria(criteria_set), self.expected_criteria())
        self.assertEqual(self.made_rules(criteria_set), papers.RULES)
        self.assertEqual(
            {row.code: row.base_points for row in criteria_set.criterion_ids if row.base_points},
            {
                "I.1.3-1": 2.0,
                "I.5-1": 2.0,
                "I.5-2": 2.0,
                "IV.1": 1.0,
                "IV.2": 1.0,
                "IV.3": 0.5,
                "IV.4": 1.5,
                "IV.5": 1.0,
            },
        )

    def test_rows_are_stored_as_the_orm_would(self):
        """Whatever a row says and leaves out, and whoever reads the sheet: all columns but ids and times."""
        intake = self.import_sheet(papers.paper_text())
        entries = recognise(intake._read_tables()[0]).entries
        other = self.make_intake(papers.paper_text())
        Line = self.env[LINE].with_user(self.users["manager"])
        Line.create(
            [
                {"intake_id": other.id, "sequence": number, **Line._prepare_values(entry)}
                for number, entry in enumerate(entries, 1)
            ]
        )
        stored, expected = self.columns(intake), self.columns(other)
        self.assertGreater(len({row["kind"] for row in stored}), 2)
        self.assertEqual(stored, expected)
        self.assertEqual(intake.line_ids.create_uid, self.users["manager"])
        self.assertEqual(intake.line_ids.ids, sorted(intake.line_ids.ids))

    def columns(self, intake):
        self.env.flush_all()
        self.cr.execute(
            "SELECT * FROM agency_evaluation_intake_line WHERE intake_id = %s ORDER BY sequence", [intake.id]
        )
        left_out = {"id", "intake_id", "create_date", "write_date"}
        return [{name: value for name, value in row.items() if name not in left_out} for row in self.cr.dictfetchall()]

    def test_rows_are_stored_in_as_many_queries_however_many_they_are(self):
        counts = []
        for rows in (5, 20, 400):
            text = "TT\tTiêu chí\tĐiểm chuẩn\n" + "\n".join(f"{n}\tTiêu chí số {n}\t1" for n in range(1, rows))
            intake = self.make_intake(text)
            self.env.flush_all()
            before = self.cr.sql_log_count
            intake.action_read()
            counts.append(self.cr.sql_log_count - before)
            self.assertEqual(len(intake.line_ids), rows - 1)
        self.assertEqual(counts[1], counts[2])

    def test_the_evaluation_that_the_paper_states(self):
        intake = self.import_sheet(papers.paper_text())
        intake.action_make_criteria_set()
        with self.assertRaisesRegex(UserError, "Choose the unit"):
            intake.action_make_evaluation()
        intake.write({"department_id": self.unit.id, "user_id": self.users["evaluator"].id})
        with self.assertRaisesRegex(
            UserError, "Justify these 1 warnings before it is published; Check lists them:\n- I.1.2-1"
        ):
            intake.action_make_evaluation()
        intake.criteria_set_id.finding_ids._unjustified().action_justify("Theo phép tính: 0,25 điểm")
        intake.action_make_evaluation()
        evaluation = intake.evaluation_id
        self.assertEqual(intake.criteria_set_id.state, "published")
        self.assertRecordValues(
            evaluation, [{"state": "draft", "department_id": self.unit.id, "stated_points": 93.0, "answered_count": 0}]
        )
        stated = {line.code: line.stated_points if line.is_stated else None for line in evaluation.line_ids}
        self.assertEqual(stated, {row["code"]: row["self"] for row in papers.nodes()})
        with self.assertRaises(AccessError):
            self.as_user("manager", evaluation).action_take_stated()
        self.assertFalse(self.as_user("manager", evaluation).can_take_stated)
        as_evaluator = self.as_user("evaluator", evaluation)
        self.assertTrue(as_evaluator.can_take_stated)
        as_evaluator.action_take_stated()
        self.assertEqual(evaluation.self_points, 90.5)
        self.assertEqual(evaluation.line_ids.answered_by_id, self.users["evaluator"])
        with self.assertRaisesRegex(UserError, "made already"):
            intake.action_make_evaluation()

    def test_what_was_scored_is_not_taken_over(self):
        self.evaluation._state_paper_points({"A": 6.0, "A.1-1": 3.0, "A.2": 2.0, "B.1": None})
        self.row("A.1-1").self_points = 1.0
        self.as_user("evaluator").action_take_stated()
        answers = {line.code: (line.status, line.self_points) for line in self.evaluation.line_ids}
        self.assertEqual(answers["A.1-1"], ("scored", 1.0))
        self.assertEqual(answers["A.2"], ("scored", 2.0))
        self.assertEqual(answers["B.1"], ("todo", 0.0))

    def test_corrections_decide(self):
        intake = self.import_sheet("TT\tTiêu chí\tĐiểm\nI\tMột\t1o\n1\tA\t6\n2\tB: trừ 1 điểm\t4\n\tGhi chú\t\n")
        group, first, second, rule, note = intake.line_ids
        self.assertEqual((group.doubts, rule.kind, note.kind), ("“1o” is no number of points.", "rule", "rule"))
        group.write({"max_text": "10"})
        first.write({"level": 3, "is_bonus": True})
        self.assertEqual(first.doubts, "Level 3 is too deep here: it may be one below the row above at most.")
        self.assertTrue(first.is_blocking)
        with self.assertRaisesRegex(UserError, "I.1: Level 3 is too deep"):
            intake.action_make_criteria_set()
        self.assertEqual((intake.state, first.level), ("preview", 3))
        first.level = 2
        rule.write({"fact_code": "không được"})
        with self.assertRaisesRegex(UserError, "I.2: không được cannot name a fact"), self.cr.savepoint():
            intake.action_make_criteria_set()
        self.assertFalse(self.env["agency.evaluation.criteria.set"].search([("name", "=", intake.name)]))
        rule.write({"fact_code": "so_lan", "fact_name": "Số lần", "basis": "each"})
        note.kind = "ignored"
        intake.write({"code": "SUA", "name": "Bảng đã sửa", "is_shared": True})
        intake.action_make_criteria_set()
        criteria_set = intake.criteria_set_id
        self.assertRecordValues(
            criteria_set, [{"code": "SUA", "name": "Bảng đã sửa", "company_id": False, "declared_points": 10.0}]
        )
        self.assertEqual(criteria_set.criterion_ids.filtered("is_bonus").code, "I.1")
        made = criteria_set.criterion_ids.rule_ids
        self.assertRecordValues(made, [{"effect": "deduct", "points": 1.0, "basis": "each", "is_printed": False}])
        self.assertRecordValues(
            made.indicator_id, [{"code": "so_lan", "name": "Số lần", "frequency": "year", "decimals": 0, "least": "0"}]
        )

    def test_rules_with_one_code_read_one_fact(self):
        intake = self.import_sheet("TT\tTiêu chí\tĐiểm\n1\tA: trừ 1 điểm\t4\n2\tB: trừ 2 điểm\t4\n3\tB: trừ 2 điểm\t4")
        rules = intake.rule_line_ids
        rules[:2].fact_code = "chung"
        intake.action_make_criteria_set()
        criteria_set = intake.criteria_set_id
        self.assertEqual(criteria_set.indicator_ids.mapped("code"), ["chung", "b"])
        self.assertEqual(len(criteria_set.criterion_ids.rule_ids.indicator_id), 2)
        self.assertEqual(criteria_set.code, f"BCD-{criteria_set.year}")

    def test_a_code_that_is_taken_gets_the_next(self):
        codes = []
        for _import in range(3):
            intake = self.import_sheet("Tiêu chí\tĐiểm\nMột\t4", year=2031)
            intake.action_make_criteria_set()
            codes.append(intake.criteria_set_id.code)
        self.assertEqual(codes, ["BCD-2031", "BCD-2031-2", "BCD-2031-3"])

    def test_a_line_turned_into_a_rule_is_understood(self):
        intake = self.import_sheet("TT\tTiêu chí\tĐiểm\n1\tA\t4\n2\tMỗi lỗi trừ 0,5 điểm\t\n")
        with Form(intake) as form, form.line_ids.edit(1) as line:
            line.kind = "rule"
        rule = intake.rule_line_ids
        self.assertRecordValues(
            rule, [{"effect": "deduct", "points": 0.5, "basis": "each", "fact_name": "Lỗi", "criterion_code": "1"}]
        )

    def test_doubts_follow_what_is_corrected_before_it_is_saved(self):
        intake = self.import_sheet("TT\tTiêu chí\tĐiểm\nI\tMột\t10\n1\tA\t6\n2\tB\t4\n")
        group, first, second = intake.line_ids
        self.assertFalse(intake.doubt_count)
        with Form(intake) as form:
            for points, given in (("7", "11"), ("5", "9,0"), ("6", None), ("8", "12")):
                with form.line_ids.edit(1) as line:
                    line.max_text = points
                told = given and f"States 10 points, the rows below give {given}."
                self.assertEqual(form.row_notes[str(group.id)]["doubts"] or None, told)
                self.assertEqual(form.doubt_count, bool(given))
        self.assertEqual(group.doubts, told)
        self.assertEqual(intake.row_notes[str(first.id)], {**NO_DOUBTS, "code": "I.1"})
        # As in the form, after a row was drawn above the others.
        with Form(intake) as form, form.line_ids.edit(2) as line:
            line.sequence = 0
            line.level = 1
        self.assertEqual([line.code for line in (second, group, first)], ["2", "I", "I.1"])

    def test_doubts_of_more_rows_than_the_orm_reads_at_once(self):
        intake = self.import_sheet("TT\tTiêu chí\tĐiểm\nI\tMột\t1\n" + "-\tMục\t1\n" * 1500)
        self.env.flush_all()
        self.env.invalidate_all()
        as_auditor = self.as_user("auditor", intake)
        self.assertEqual(as_auditor.line_ids[0].doubts, "States 1,0 points, the rows below give 1500.")
        self.assertEqual(as_auditor.line_ids[-1].code, "I-1500")

    def test_what_was_made_stays(self):
        intake = self.import_sheet("Tiêu chí\tĐiểm\nMột\t4")
        intake.action_make_criteria_set()
        attempts = [
            lambda: intake.write({"name": "x"}),
            lambda: intake.write({"state": "source"}),
            lambda: intake.write({"criteria_set_id": False}),
            lambda: intake.line_ids.write({"name": "x"}),
            lambda: intake.line_ids.unlink(),
            lambda: intake.line_ids.copy(),
            lambda: intake.action_read(),
            lambda: intake.action_make_criteria_set(),
            lambda: self.make_intake("x", state="done"),
        ]
        for record in (intake, intake.sudo()):
            for number, attempt in enumerate(attempts):
                with self.subTest(number=number), self.assertRaises(UserError), self.cr.savepoint():
                    attempt()
            intake = record
        intake.write({"department_id": self.unit.id})

    def test_only_a_manager_imports(self):
        intake = self.import_sheet("Tiêu chí\tĐiểm\nMột\t4")
        for role in ("evaluator", "reviewer", "approver", "auditor"):
            with self.subTest(role=role):
                as_user = self.as_user(role, intake)
                for action in ("action_read", "action_make_criteria_set", "action_make_evaluation"):
                    with self.assertRaises(AccessError):
                        getattr(as_user, action)()

    def test_reading_the_doubts_of_a_long_sheet_writes_nothing(self):
        """More rows than the ORM computes at once, of an import that is closed."""
        intake = self.import_sheet("TT\tTiêu chí\tĐiểm\nI\tNhóm\t1200\n" + "-\tMục\t1\n" * 1200)
        intake.action_make_criteria_set()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        with patch.object(doubts, "find_doubts", wraps=doubts.find_doubts) as found:
            self.assertEqual(intake.line_ids[-1].code, "I-1200")
            self.assertEqual(len(intake.row_notes), 1201)
            self.assertEqual((intake.doubt_count, intake.criterion_count), (0, 1201))
        self.assertLess(self.cr.sql_log_count - before, 15)
        found.assert_called_once()

    def test_a_criteria_set_is_made_of_what_was_found_once(self):
        intake = self.import_sheet("TT\tTiêu chí\tĐiểm\nI\tNhóm\t4\n1\tMột\t4")
        self.env.flush_all()
        self.env.invalidate_all()
        with patch.object(doubts, "find_doubts", wraps=doubts.find_doubts) as found:
            intake.action_make_criteria_set()
        found.assert_called_once()
        self.assertEqual(intake.criteria_set_id.declared_points, 4.0)

    def test_the_number_of_queries_does_not_grow_with_the_rows(self):
        counts = {}
        for groups in (3, 9, 27):
            rows = [f"{group}\tNhóm {group}\t10\n" + "-\tMục: trừ 1 điểm\t1\n" * 10 for group in range(1, groups + 1)]
            intake = self.make_intake("TT\tTiêu chí\tĐiểm\n" + "".join(rows))
            counts[groups] = (
                self.count(intake.action_read),
                self.count(lambda intake=intake: intake.line_ids.mapped("doubts")),
                self.count(intake.action_make_criteria_set),
            )
        # Odoo's ORM sends a statement for every hundred records of a model.
        self.assertLess(counts[27][0] - counts[9][0], 15, counts)
        self.assertEqual(counts[27][1], counts[9][1], counts)
        self.assertLess(counts[27][2] - counts[9][2], 40, counts)

    def count(self, function):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        function()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_a_paper_about_a_quarter_becomes_the_evaluation_of_that_quarter(self):
        for year, title, kind, first in (
            (2031, "BẢNG CHẤM ĐIỂM QUÝ II NĂM 2031", "quarter", "2031-04-01"),
            (2031, "BẢNG CHẤM ĐIỂM NĂM 2031", "year", "2031-01-01"),
            (2032, "BẢNG CHẤM ĐIỂM QUÝ II NĂM 2031", "year", "2032-01-01"),
        ):
            with self.subTest(title, year=year):
                intake = self.import_sheet(f"{title}\nTiêu chí\tĐiểm\nMột\t4")
                self.assertEqual((intake.name, intake.year), (title, 2031))
                intake.write({"year": year, "department_id": self.unit.id, "user_id": self.users["evaluator"].id})
                intake.action_make_criteria_set()
                intake.action_make_evaluation()
                evaluation = intake.evaluation_id
                self.assertEqual((evaluation.period_kind, str(evaluation.date_from)), (kind, first))
