import importlib
from datetime import date, datetime
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..cases.copy_case import CopyCase
from ..cases.mass import mass

damaged = importlib.import_module("odoo.addons.agency_evaluation.tests.reading.damaged")


def damaged_files():
    return damaged.corpus(mass(60_000, 1_000_000))


@tagged("post_install", "-at_install")
class TestFilledCopy(CopyCase):
    """A filled working copy shows all that it changes, and then changes all of it or nothing."""

    def test_a_copy_that_nobody_filled_in_changes_nothing(self):
        wizard = self.preview(self.export())
        self.assertFalse(wizard.outcome)

    def test_every_kind_of_entry_is_shown_first_and_then_written(self):
        self.row("M.2").write({"explanation": "Đã nộp"})
        before = self.snapshot()
        wizard = self.preview(
            self.fill(
                {
                    ("M.1", "points"): 2.5,
                    ("M.1", "explanation"): "Họp 5 cuộc\nthiếu tháng 12",
                    ("M.2", "points"): None,
                    ("M.2", "explanation"): None,
                    ("N.1", "improvement"): "Nộp đúng hạn",
                    ("M.3", "points"): None,
                    ("M.3", "not_applicable"): "KAD",
                    ("N.2", "points"): "0,75",
                    ("hop", "entry"): 5,
                    ("so_hop", "entry"): None,
                    ("so_hop", "note"): "Sổ họp năm 2020",
                    ("bao_cao", "month_01"): None,
                    ("bao_cao", "month_02"): "3,5",
                    ("bao_cao", "month_03"): 1,
                }
            )
        )
        self.assertEqual(
            self.differences(wizard, "change"),
            [
                ("M.1", "Self-Scored", "3,0", "2,5"),
                ("M.1", "Explanation", "", "Họp 5 cuộc\nthiếu tháng 12"),
                ("M.2", "Self-Scored", "1,0", ""),
                ("M.2", "Explanation", "Đã nộp", ""),
                ("M.3", "Self-Scored", "2,0", "KAD"),
                ("N.1", "Improvement", "", "Nộp đúng hạn"),
                ("N.2", "Self-Scored", "0", "0,75"),
                ("Cuộc", "Number", "6", "5"),
                ("Cuộc", "Number", "6", ""),
                ("Cuộc", "Note", "Sổ họp", "Sổ họp năm 2020"),
                ("Báo", "M1", "2", ""),
                ("Báo", "M2", "2", "3,5"),
                ("Báo", "M3", "2", "1"),
            ],
        )
        self.assertEqual(wizard.outcome[0]["sheet"], "Chấm điểm")
        self.assertEqual((wizard.change_count, wizard.conflict_count, wizard.refused_count), (13, 0, 0))
        self.assertEqual(self.snapshot(), before, "a preview writes nothing")

        wizard.action_apply()
        lines = self.evaluation.line_ids.filtered(lambda line: not line.is_heading)
        self.assertEqual(
            [(line.code, line.status, line.self_points, line.explanation) for line in lines],
            [
                ("M.1", "scored", 2.5, "Họp 5 cuộc\nthiếu tháng 12"),
                ("M.2", "todo", 0.0, False),
                ("M.3", "not_applicable", 0.0, False),
                ("N.1", "scored", 3.0, False),
                ("N.2", "scored", 0.75, False),
            ],
        )
        self.assertEqual(self.row("M.1").answered_by_id, self.users["evaluator"])
        self.assertEqual(self.row("N.1").improvement, "Nộp đúng hạn")
        self.assertEqual(self.evaluation.self_points, 6.25)
        self.assertEqual(self.row("M").self_points, 2.5)
        self.assertEqual((self.fact("hop").entry, self.fact("so_hop").entry), ("5", ""))
        self.assertEqual(self.fact("so_hop").note, "Sổ họp năm 2020")
        report = self.fact("bao_cao")
        self.assertEqual((report.month_01, report.month_02, report.month_03), ("", "3,5", "1"))

    def test_a_copy_is_taken_back_once(self):
        content = self.fill({("M.1", "points"): 2.5})
        self.preview(content).action_apply()
        self.assertFalse(self.preview(content).outcome)

    def test_points_may_be_typed_as_people_type_them(self):
        for typed, new in {
            " 2,5 ": "2,5",
            "2.5": "2,5",
            "02": "2,0",
            "2\N{NO-BREAK SPACE}": "2,0",
            2: "2,0",
            0: "0",
            " kad": "KAD",
            "": "",
            "   ": "",
        }.items():
            with self.subTest(typed=typed):
                wizard = self.preview(self.fill({("M.1", "points"): typed}))
                self.assertEqual(self.differences(wizard, "change"), [("M.1", "Self-Scored", "3,0", new)])

    def test_what_is_refused_is_named_with_row_cell_value_and_reason(self):
        before = self.snapshot()
        for changes, cell, new, reason in (
            ({("M.1", "points"): 3.5}, "G10", "3,5", "0 to 3,0 is allowed"),
            ({("M.1", "points"): -1}, "G10", "-1", "below zero"),
            ({("M.1", "points"): "1,255"}, "G10", "1,255", "more than two decimals"),
            ({("M.1", "points"): "ba"}, "G10", "ba", "not a number"),
            ({("M.1", "points"): "1.000"}, "G10", "1.000", "two ways, 1,000 or 1000"),
            ({("M.1", "points"): True}, "G10", "TRUE", "not a number"),
            ({("M.1", "points"): date(2020, 5, 1)}, "G10", "01/05/2020", "became a date"),
            ({("M.1", "points"): datetime(2020, 5, 1, 8)}, "G10", "01/05/2020", "became a date"),
            ({("M.1", "points"): "=1+1"}, "G10", "(formula)", "formula is never taken over"),
            ({("M.1", "explanation"): '=HYPERLINK("x")'}, "I10", "(formula)", "formula is never taken over"),
            ({("M.1", "not_applicable"): "KAD"}, "G10", "3", "points and KAD at once"),
            ({("M.1", "not_applicable"): "không"}, "H10", "không", "Choose KAD here"),
            ({("M.1", "not_applicable"): "=A1"}, "H10", "(formula)", "formula is never taken over"),
            ({("M", "points"): 6}, "G9", "6", "is a heading"),
            ({("M", "explanation"): "tốt"}, "I9", "tốt", "is a heading"),
            ({("hop", "entry"): "sáu"}, "E7", "sáu", "not a number"),
            ({("hop", "entry"): "7.219"}, "E7", "7.219", "two ways, 7,219 or 7219"),
            ({("hop", "entry"): 1e15}, "E7", "1000000000000000", "more than 15 digits"),
            ({("hop", "entry"): 1 / 3}, "E7", "0,333333333333333", "more than 6 decimals"),
            ({("hop", "entry"): -3}, "E7", "-3", "“Cuộc họp”: -3 is not possible, only a number"),
            ({("chua_nop", "entry"): 0.5}, "E11", "0,5", "“Hồ sơ chưa nộp”: 0,5 is not possible, only a whole number"),
            ({("hop", "entry"): date(2020, 5, 1)}, "E7", "01/05/2020", "became a date"),
            ({("hop", "entry"): "=6"}, "E7", "(formula)", "formula is never taken over"),
            ({("hop", "month_02"): 6}, "G7", "6", "by the year, or by months"),
            ({("bao_cao", "entry"): 6}, "E12", "6", "by the year, or by months"),
            ({("bao_cao", "month_12"): 6}, "Q12", "6", "not asked for in month 12"),
            ({("ty_le", "entry"): 50}, "E13", "50", "You may not fill in this cell"),
        ):
            with self.subTest(changes=changes):
                wizard = self.preview(self.fill({**changes, ("N.1", "points"): 2}))
                (refused,) = (shown for shown in wizard.outcome if shown["kind"] == "refused")
                self.assertEqual((refused["cell"], refused["new"]), (cell, new))
                self.assertIn(reason, refused["reason"])
                self.assertTrue(refused["row"])
                self.assertIn(refused["reason"].split("“")[0].split("<")[0], wizard.preview)
                with self.assertRaisesRegex(UserError, "Correct the file"):
                    wizard.action_apply()
                self.assertEqual(self.snapshot(), before)

    def test_a_refused_file_is_corrected_and_tried_again(self):
        wizard = self.preview(self.fill({("M.1", "points"): 9, ("N.1", "points"): 2}))
        self.assertEqual(wizard.refused_count, 1)
        corrected = self.take_back(self.fill({("M.1", "points"): 1, ("N.1", "points"): 2}))
        wizard.file = corrected.file
        wizard.action_preview()
        self.assertEqual((wizard.change_count, wizard.refused_count), (2, 0))
        wizard.action_apply()
        self.assertEqual((self.row("M.1").self_points, self.row("N.1").self_points), (1.0, 2.0))

    # What happens to sheets

    def test_rows_are_found_by_their_codes_wherever_they_are(self):
        workbook, rows, facts = self.open(self.fill({("M.1", "points"): 1, ("hop", "entry"): 5}))
        sheet = rows.worksheet
        first, last = rows.lines["M.1"], rows.lines["N.2"]
        upside_down = [[cell.value for cell in sheet[line]] for line in range(last, first - 1, -1)]
        for line, values in enumerate(upside_down, first):
            for column, value in enumerate(values, 1):
                sheet.cell(line, column).value = value if not str(value).startswith("=") else None
        sheet.insert_rows(first, 3)
        sheet.insert_cols(1)
        sheet.insert_rows(1, 2)
        sheet.title, facts.worksheet.title = "Trang của tôi", "Số"
        workbook.move_sheet("Số", -1)
        workbook.create_sheet("Ghi chú riêng")["A1"] = "=1+1"
        wizard = self.preview(self.save(workbook))
        self.assertEqual(
            self.differences(wizard, "change"), [("M.1", "Self-Scored", "3,0", "1,0"), ("Cuộc", "Number", "6", "5")]
        )
        self.assertFalse(wizard.refused_count)

    def test_rows_that_were_deleted_stay_as_they_are(self):
        workbook, rows, _facts = self.open(self.fill({("N.1", "points"): 1}))
        rows.worksheet.delete_rows(rows.lines["M.1"])
        wizard = self.preview(self.save(workbook))
        self.assertEqual(self.differences(wizard, "change"), [("N.1", "Self-Scored", "3,0", "1,0")])

    def test_rows_that_nobody_knows_are_refused(self):
        workbook, rows, facts = self.open(self.export())
        rows.worksheet.cell(rows.lines["N.2"], 1).value = "M.1"
        rows.worksheet.cell(40, rows.columns["points"]).value = 5
        facts.worksheet.cell(facts.lines["hop"], 1).value = "moi"
        wizard = self.preview(self.save(workbook))
        reasons = [cell["reason"] for cell in wizard.outcome]
        self.assertEqual(len(reasons), 4)
        self.assertEqual(wizard.refused_count, 4)
        self.assertEqual(sum("M.1 is in the sheet 2 times" in reason for reason in reasons), 2)
        self.assertEqual(sum("has no code" in reason for reason in reasons), 1)
        self.assertEqual(sum("moi is none of the rows" in reason for reason in reasons), 1)

    def assertRefused(self, content, message):
        before = self.snapshot()
        with self.assertRaisesRegex(UserError, message):
            self.preview(content)
        self.assertEqual(self.snapshot(), before)

    def test_other_workbooks_are_refused(self):
        other = self.make_consistent(self.criteria_set, year=2031)
        self.assertRefused(self.export(evaluation=other), f"is a working copy of {other.name}, not of")
        self.assertRefused(damaged.good(), "no working copy")
        workbook, rows, facts = self.open(self.export())
        del workbook[rows.worksheet.title]
        self.assertRefused(self.save(workbook), "no working copy")
        workbook, rows, facts = self.open(self.export())
        workbook.copy_worksheet(rows.worksheet)
        self.assertRefused(self.save(workbook), "twice")
        for sheet, message in ((rows, "misses columns: Explanation"), (facts, "misses columns: Month 2")):
            workbook, *sheets = self.open(self.export())
            key = "explanation" if sheet is rows else "month_02"
            target = sheets[0 if sheet is rows else 1]
            target.worksheet.delete_cols(target.columns[key])
            self.assertRefused(self.save(workbook), message)
        workbook, rows, facts = self.open(self.export())
        rows.worksheet.delete_cols(2)
        self.assertRefused(self.save(workbook), "misses columns: hidden columns")
        workbook, rows, facts = self.open(self.export())
        rows.worksheet.merge_cells("G10:G11")
        self.assertRefused(self.save(workbook), "G10:G11 are merged")
        self.assertRefused(b"", "Choose the filled working copy")

    def test_no_damaged_file_gets_further_than_a_message(self):
        before = self.snapshot()
        # What of a file is read at all is proved where it is read.
        for name, content in list(damaged_files().items())[:: mass(8, 1)]:
            with self.subTest(name):
                wizard = self.take_back(content)
                with self.assertRaises(UserError):
                    wizard.action_preview()
        self.assertEqual(self.snapshot(), before)

    def test_messages_name_what_is_wrong_with_a_file(self):
        for name, message in {
            "endless rows": "“Điểm”: The sheet has more than 20\N{NO-BREAK SPACE}000 rows",
            "macro workbook": "contains macros",
            "bomb": "unpacks to far more",
            "encrypted": "protected by a password",
            "old Excel": "before 2007. Save it anew as .xlsx and",
            "number that is a word": "“Điểm” A1: The file is damaged",
        }.items():
            self.assertRefused(damaged_files()[name], message)

    # Conflicts

    def test_what_changed_on_both_sides_is_decided_by_the_user(self):
        content = self.fill({("M.1", "points"): 2.5, ("M.2", "points"): 0.5, ("N.1", "points"): 1, ("hop", "entry"): 5})
        self.row("M.1").write({"self_points": 2.0})
        self.row("M.2").write({"self_points": 0.5})  # the same as in the file
        self.row("M.3").write({"self_points": 1.0})  # only here
        self.fact("hop").write({"entry": "7"})
        for keep, points, meetings in (("evaluation", 2.0, "7"), ("file", 2.5, "5")):
            with self.subTest(keep=keep), self.cr.savepoint() as savepoint:
                wizard = self.preview(content)
                self.assertEqual(self.differences(wizard, "change"), [("N.1", "Self-Scored", "3,0", "1,0")])
                self.assertEqual(
                    self.differences(wizard, "conflict"),
                    [("M.1", "Self-Scored", "2,0", "2,5"), ("Cuộc", "Number", "7", "5")],
                )
                before = self.snapshot()
                with self.assertRaisesRegex(UserError, "Choose what counts"):
                    wizard.action_apply()
                self.assertEqual(self.snapshot(), before)
                wizard.keep = keep
                wizard.action_apply()
                self.env.invalidate_all()
                self.assertEqual(
                    [self.row(code).self_points for code in ("M.1", "M.2", "M.3", "N.1")], [points, 0.5, 1.0, 1.0]
                )
                self.assertEqual(self.fact("hop").entry, meetings)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_what_changed_after_the_preview_is_shown_before_it_is_written(self):
        wizard = self.preview(self.fill({("M.1", "points"): 2.5, ("N.1", "points"): 1}))
        self.row("M.1").write({"self_points": 2.0})
        before = self.snapshot()
        action = wizard.action_apply()
        self.assertEqual(action["res_id"], wizard.id)
        self.assertTrue(wizard.is_outdated)
        self.assertEqual((wizard.change_count, wizard.conflict_count), (1, 1))
        self.assertEqual(self.snapshot(), before)
        wizard.keep = "file"
        wizard.action_apply()
        self.assertEqual((self.row("M.1").self_points, self.row("N.1").self_points), (2.5, 1.0))

    def test_nothing_is_written_that_was_not_shown(self):
        wizard = self.take_back(self.fill({("M.1", "points"): 2.5}))
        before = self.snapshot()
        wizard.action_apply()
        self.assertEqual(self.snapshot(), before)
        self.assertEqual(wizard.change_count, 1)

    def test_a_fingerprint_that_is_gone_makes_a_conflict(self):
        workbook, rows, _facts = self.open(self.fill({("M.1", "points"): 2.5}))
        for line in rows.lines.values():
            rows.worksheet.cell(line, 2).value = "?"
        wizard = self.preview(self.save(workbook))
        self.assertEqual(self.differences(wizard, "conflict"), [("M.1", "Self-Scored", "3,0", "2,5")])
        self.assertEqual(len(wizard.outcome), 1)

    def test_a_failure_amid_the_import_takes_everything_back(self):
        before = self.snapshot()
        wizard = self.preview(self.fill({("M.1", "points"): 2.5, ("hop", "entry"): 5, ("hop", "note"): "x"}))
        Fact = type(self.env["agency.evaluation.fact"])
        with (
            self.assertRaises(UserError),
            patch.object(Fact, "_write_each", side_effect=UserError("x")),
            self.cr.savepoint(),
        ):
            wizard.action_apply()
        self.env.invalidate_all()
        self.assertEqual(self.snapshot(), before)

    # Who may

    def test_only_who_may_fill_in_a_draft_takes_copies_back(self):
        content = self.fill({("M.1", "points"): 2.5})
        for role in ("reviewer", "approver", "manager", "auditor", "outsider"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.preview(content, role)
            with self.subTest(role), self.assertRaises(UserError):
                self.export(role)
        wizard = self.preview(content)
        self.submit()
        for action in (wizard.action_preview, wizard.action_apply):
            with self.assertRaisesRegex(UserError, "is submitted"):
                action()
        with self.assertRaisesRegex(UserError, "is submitted"):
            self.export()
        self.assertEqual(self.row("M.1").self_points, 3.0)

    def test_a_stranger_to_the_unit_is_refused(self):
        other = self.make_consistent(self.criteria_set, department_id=self.other_unit.id, year=2032)
        content = self.export("evaluator")
        with self.assertRaises(AccessError):
            self.export("evaluator", other)
        with self.assertRaises(AccessError):
            self.preview(content, evaluation=other)

    def test_whoever_is_assigned_a_row_fills_in_that_row(self):
        other = self.make_consistent(self.criteria_set, department_id=self.other_unit.id, year=2032)
        self.row("M.1", other).user_id = self.users["evaluator"]
        content = self.export("evaluator", other)
        workbook, rows, *facts = self.open(content)
        self.assertEqual(list(rows.lines), ["M.1"])
        self.assertFalse(facts)
        rows.cell("M.1", "points").value = 1.5
        wizard = self.preview(self.save(workbook), evaluation=other)
        wizard.action_apply()
        self.assertEqual(self.row("M.1", other).self_points, 1.5)
        # The copy of someone who sees all of them changes none of the others.
        row = [cell.value for cell in rows.worksheet[rows.lines["M.1"]]]
        row[0] = "M.2"
        rows.worksheet.append(row)
        wizard = self.preview(self.save(workbook), evaluation=other)
        self.assertIn("M.2 is none of the rows", [cell["reason"] for cell in wizard.outcome][-1])

    def test_a_forged_preview_opens_nothing(self):
        wizard = self.preview(self.fill({("M.1", "points"): 9}))
        forged = [{**cell, "kind": "change", "reason": ""} for cell in wizard.outcome]
        before = self.snapshot()
        wizard.write({"outcome": forged, "is_previewed": True})
        wizard.action_apply()
        self.assertEqual(self.snapshot(), before)
        self.assertEqual(wizard.refused_count, 1)
        with self.assertRaises(AccessError):
            self.as_user("reviewer", wizard).action_apply()

    def test_preview_shows_text_as_text(self):
        wizard = self.preview(self.fill({("M.1", "explanation"): "<script>alert(1)</script>"}))
        self.assertIn("&lt;script&gt;", wizard.preview)
        self.assertNotIn("<script>", wizard.preview)

    # Anything at all

    def test_whatever_is_typed_is_written_whole_or_not_at_all(self):
        content = self.export()
        keys = [("M.1", "points"), ("M.2", "not_applicable"), ("N.1", "points"), ("N.1", "explanation")]
        keys += [("hop", "entry"), ("bao_cao", "month_01"), ("hop", "note"), ("M", "points"), ("ty_le", "entry")]
        # XML cannot hold the two that are named, and openpyxl fails on them.
        letters = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff")
        text = st.text(letters, max_size=20)
        value = st.one_of(
            st.none(),
            st.booleans(),
            st.floats(-1e300, 1e300),
            st.floats(0, 4).map(lambda number: round(number, 2)),
            st.dates(date(1901, 1, 1), date(2100, 1, 1)),
            text,
            st.sampled_from(["KAD", "kad", "1,5", "1.5", "=1+1", "-", "1e5", "٣", "½", "  ", "\N{NO-BREAK SPACE}2"]),
        )

        @settings(
            max_examples=mass(15, 400),
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        @given(st.dictionaries(st.sampled_from(keys), value, min_size=1, max_size=6))
        def try_it(changes):
            with self.cr.savepoint() as savepoint:
                before = self.snapshot()
                wizard = self.preview(self.fill(changes, content))
                try:
                    wizard.action_apply()
                except UserError:
                    self.assertTrue(wizard.refused_count)
                    self.assertEqual(self.snapshot(), before)
                else:
                    self.env.invalidate_all()
                    # All that was shown is there now, so that the file says the same as the evaluation.
                    self.assertFalse(self.preview(self.fill(changes, content)).outcome)
                savepoint.rollback()
            self.env.invalidate_all()

        try_it()
