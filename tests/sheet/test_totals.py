from itertools import product
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.agency_evaluation.models.sheet.fill import fill
from odoo.addons.agency_evaluation.models.sheet.total import TOTALS
from odoo.addons.agency_evaluation.scoring import rollup

from ..cases.query_case import QueryCase
from ..cases.seal_case import SealCase

_HEADING = ("status", "self_points", "has_points", "final_points", "points_difference")


@tagged("post_install", "-at_install")
class TestTotals(SealCase):
    """What is added up: headings and whole sheets on read, and totals of many from a row of their own."""

    def stored(self, evaluation=None):
        """Return the totals that the database sorts and filters by, as the row holds them."""
        evaluation = evaluation or self.evaluation
        self.env.flush_all()
        self.cr.execute(
            f"SELECT {', '.join(TOTALS)} FROM agency_evaluation_total WHERE evaluation_id = %s", [evaluation.id]
        )
        return self.cr.fetchall()

    def shown(self, evaluation=None):
        return tuple((evaluation or self.evaluation)[name] for name in TOTALS)

    def places(self, table):
        """Return where the rows of a table stand: a row that is written stands elsewhere."""
        self.env.flush_all()
        self.cr.execute(f"SELECT id, ctid::text FROM {table} WHERE evaluation_id = %s", [self.evaluation.id])
        return dict(self.cr.fetchall())

    def written(self, table, function):
        before = self.places(table)
        function()
        after = self.places(table)
        return {id_ for id_ in before.keys() | after.keys() if before.get(id_) != after.get(id_)}

    def test_a_save_writes_its_row_and_no_other(self):
        row = self.row("M.1")
        values = {"line_ids": [Command.update(row.id, {"self_points": 2.5, "explanation": "Đã giải trình"})]}
        evaluation = self.as_user("evaluator")
        for table, ids in (("agency_evaluation_total", set()), ("agency_evaluation_line", {row.id})):
            values["line_ids"][0][2]["self_points"] -= 0.5
            self.assertEqual(self.written(table, lambda: evaluation.write(values)), ids)
        self.submit()
        as_reviewer = row.with_user(self.users["reviewer"])
        giving = {"review_points": 0.5, "review_note": "Thiếu"}
        self.assertEqual(self.written("agency_evaluation_line", lambda: as_reviewer.write(giving)), {row.id})

    def test_a_heading_comes_to_what_its_rows_do_as_soon_as_one_changes(self):
        heading, row = self.row("M"), self.row("M.1")
        cases = [
            ({"self_points": 2.0}, ("scored", 5.0, True, 5.0, 0.0)),
            ({"self_points": False}, ("todo", 3.0, True, 3.0, 0.0)),
            ({"status": "not_applicable"}, ("scored", 3.0, True, 3.0, 0.0)),
        ]
        for values, expected in cases:
            row.write(values)
            self.assertEqual(tuple(heading[name] for name in _HEADING), expected)
            [read] = heading.with_user(self.users["auditor"]).read(_HEADING, load=None)
            self.assertEqual(tuple(read[name] for name in _HEADING), expected)
            exported = heading.export_data(["self_points", "final_points"])["datas"]
            self.assertEqual(exported, [[expected[1], expected[3]]])
        self.env.flush_all()
        self.cr.execute(f"SELECT {', '.join(_HEADING)} FROM agency_evaluation_line WHERE id = %s", [heading.id])
        self.assertEqual(self.cr.fetchall(), [("todo", 0.0, False, 0.0, 0.0)], "nothing is stored")

    def test_a_heading_is_closed_to_whom_its_field_is(self):
        """An administrator, or another module, may give a field to a group alone."""
        self.users["evaluator"].group_ids += self.env.ref("base.group_allow_export")
        heading = self.row("M").with_user(self.users["evaluator"])
        [total] = heading.read(["self_points"], load=None)
        self.assertEqual(total["self_points"], 6.0)
        ways = {
            "by itself": lambda: heading.self_points,
            "mapped": lambda: heading.mapped("self_points"),
            "read": lambda: heading.read(["self_points"]),
            "web_read": lambda: heading.web_read({"self_points": {}}),
            "from above": lambda: heading.evaluation_id.web_read({"line_ids": {"fields": {"self_points": {}}}}),
            "export": lambda: heading.export_data(["self_points"]),
            "groups": lambda: heading.formatted_read_group([], ["evaluation_id"], ["self_points:sum"]),
            "a sum": lambda: heading.read_group([], ["self_points:sum"], []),
            "a search": lambda: heading.search([("self_points", ">", 1)]),
            "an order": lambda: heading.search([], order="self_points"),
        }
        with patch.object(heading._fields["self_points"], "groups", "base.group_system"):
            for way, look in ways.items():
                self.env.invalidate_all()
                with self.subTest(way), self.assertRaises(AccessError), mute_logger("py.warnings"):
                    look()
            self.assertEqual(heading.sudo().self_points, 6.0)

    def test_a_paper_that_states_points_of_a_heading_differs_as_soon_as_a_row_does(self):
        heading = self.row("M")
        heading.write({"stated_points": 6.0})
        self.assertFalse(heading.stated_differs)
        self.row("M.1").self_points = 2.0
        self.assertTrue(heading.stated_differs)
        self.assertEqual(heading.stated_difference, "The paper states 6,0, computed 5,0")

    def test_a_row_counts_as_the_database_says_it(self):
        """Granted and relieved are said in Python and in SQL: of every kind of row the same."""
        criteria_set = self.make_facts_set("FULL", na_policy="full")
        evaluation = self.make_evaluation(criteria_set)
        row = self.row("N.1", evaluation)
        relief = self.env["agency.evaluation.relief"].create(
            {
                "criteria_set_id": criteria_set.id,
                "decision_number": "15/QĐ-UBND",
                "decision_date": "2020-06-01",
                "reason": "Không có chức năng",
                "department_ids": [Command.set(self.other_unit.ids)],
                "criterion_ids": [Command.set(row.criterion_id.ids)],
            }
        )
        kinds = product(
            ("todo", "scored", "not_applicable"),
            ("pending", "questioned", "confirmed", "accepted"),
            (False, True),
            (False, relief.id),
        )
        granted = set()
        for status, review_state, is_reviewed, relief_id in kinds:
            values = {
                "status": status,
                "self_points": 0.75 if status == "scored" else 0.0,
                "review_state": review_state,
                "is_reviewed": is_reviewed,
                "review_points": 0.25 if is_reviewed else 0.0,
                "relief_id": relief_id,
            }
            with self.subTest(**values):
                row._write_through(values)
                by_key = {each.key: each for each in evaluation._plain_rows()[evaluation.id]}
                read = by_key[row.criterion_id.id]
                self.assertEqual(read._replace(parent=None, code=""), row._rolled_row())
                self.env.flush_all()
                leaf = rollup.roll_up([row._rolled_row()], evaluation._sum_plan())
                self.assertEqual(row.final_points, leaf.final.points or 0.0)
                self.assertEqual(row.points_difference, (leaf.final.points or 0.0) - (leaf.own.points or 0.0))
                self.assertEqual(row.has_points, status == "scored")
                plan, leaves = evaluation._sum_plan(), evaluation._plain_leaves()[evaluation.id]
                self.assertEqual(rollup.total_of(leaves, plan), evaluation._rolled_up().totals)
                granted.add(read.is_granted)
        self.assertEqual(granted, {False, True})

    def test_what_this_transaction_changed_is_added_up_when_it_is_read(self):
        other = self.make_evaluation(self.criteria_set, year=2031)
        self.evaluation._store_totals()
        before = self.stored()
        self.row("M.1").self_points = 2.0
        own = before[0][1] - 1.0
        for evaluations in (self.evaluation, self.evaluation | other):
            self.assertEqual(evaluations[0].self_points, own)
            self.assertEqual(evaluations.mapped("self_points")[0], own)
        self.assertEqual(self.stored(), before, "what is not committed is not stored")
        self.evaluation._store_totals()
        self.assertEqual(self.stored(), [self.shown()])
        self.assertEqual(self.evaluation.self_points, own)

    def test_what_a_form_tries_out_brings_no_totals_up_to_date(self):
        """Each number that is typed is tried out by a request, which stores nothing."""
        row = self.row("M.1").with_user(self.users["evaluator"])
        values, rows = {"self_points": 1.5}, {"fields": {"self_points": {}, "final_points": {}}}
        self.env.flush_all()
        self.env.cr.postcommit.clear()
        row.onchange(values, ["self_points"], {"self_points": {}, "final_points": {}, "evaluation_id": {}})
        row.evaluation_id.onchange(
            {"line_ids": [Command.update(row.id, values)]}, ["line_ids"], {"line_ids": rows, "self_points": {}}
        )
        self.assertFalse(self.env.cr.postcommit)
        row.write(values)
        self.assertTrue(self.env.cr.postcommit)

    def make_old(self, **totals):
        """Let the stored totals be old, as after a process was killed; return what the rows come to."""
        self.evaluation._store_totals()
        now = self.evaluation.self_points
        for name, value in totals.items():
            self.sql(
                f"UPDATE agency_evaluation_total SET {name} = %(value)s WHERE id = %(id)s",
                value=value,
                id=self.evaluation.total_id.id,
            )
        self.env.cr.postcommit.clear()
        self.env.invalidate_all()
        return now

    def test_whoever_reads_many_gets_what_their_rows_come_to(self):
        other = self.make_evaluation(self.criteria_set, year=2031)
        own = self.make_old(self_points=1, final_points=1, answered_count=0)
        both = self.evaluation | other
        answered = sum(not line.is_heading and line.status != "todo" for line in self.evaluation.line_ids)
        self.assertEqual([evaluation.self_points for evaluation in both], [own, 0.0])
        self.assertEqual(both.mapped("answered_count"), [answered, 0])
        self.env.invalidate_all()
        self.assertEqual(self.evaluation.self_points, own)
        [values] = self.as_user("evaluator").web_read({"self_points": {}})
        self.assertEqual(values["self_points"], own)
        self.env.invalidate_all()
        self.assertEqual([values["final_points"] for values in both.read(["final_points"])], [own, 0.0])

    def test_what_a_paper_states_is_compared_with_what_many_come_to(self):
        other = self.make_evaluation(self.criteria_set, year=2031)
        self.evaluation.write({"is_stated": True, "stated_points": 1.0})
        self.make_old(self_points=1)
        self.assertEqual((self.evaluation | other).mapped("stated_differs"), [True, False])

    def test_a_page_of_a_list_shows_what_it_is_sorted_by(self):
        other = self.make_evaluation(self.criteria_set, year=2031)
        both = self.evaluation | other
        own = self.make_old(self_points=-1)
        page = both.with_user(self.users["auditor"]).web_search_read(
            [("id", "in", both.ids)], {"self_points": {}}, order="self_points"
        )
        self.assertEqual([values["self_points"] for values in page["records"]], [-1.0, 0.0])
        self.env.invalidate_all()
        self.assertEqual(both[0].self_points, own, "whoever decides by it is not on that page")

    def test_what_was_approved_has_the_totals_that_were_stored(self):
        self.submit()
        self.as_user("approver").action_approve()
        self.make_old(self_points=1)
        self.assertEqual(self.evaluation.self_points, 1.0)

    def test_a_step_stores_the_totals_in_its_own_transaction(self):
        self.row("M.1").write({"self_points": 2.0, "explanation": "Đã giải trình"})
        self.evaluation._refresh_findings()
        self.assertNotEqual(self.stored(), [self.shown()])
        self.submit()
        self.assertEqual(self.stored(), [self.shown()])
        decision = self.evaluation.decision_ids
        self.assertEqual((decision.self_points, decision.final_points), (self.evaluation.self_points,) * 2)
        self.row("M.2").with_user(self.users["reviewer"]).write({"review_points": 0.5, "review_note": "Thiếu"})
        self.settle()
        self.as_user("reviewer").action_review()
        self.assertEqual(self.stored(), [self.shown()])

    def test_what_is_approved_keeps_what_its_headings_come_to(self):
        self.submit()
        heading = self.row("M")
        before = tuple(heading[name] for name in _HEADING)
        self.assertEqual(before[:2], ("scored", 6.0))
        self.as_user("approver").action_approve()
        self.assertEqual(self.stored(), [self.shown()])
        self.assertEqual(tuple(heading[name] for name in _HEADING), before)
        self.assertEqual(self.differences(), [])
        self.sql("UPDATE agency_evaluation_line SET final_points = 5 WHERE id = %(id)s", id=heading.id)
        self.assertEqual(heading.final_points, 5.0, "what is kept is read")
        [difference] = self.differences()
        self.assertIn("Evaluation Row M: Final Points was 6,00 and is 5,00 now", difference)

    def test_lists_sort_filter_and_add_up_by_the_totals(self):
        evaluations = self.evaluation.browse()
        for year, points in ((2031, 0.5), (2032, 1.0), (2033, 0.75)):
            evaluation = self.make_evaluation(self.criteria_set, year=year)
            self.row("M.2", evaluation).self_points = points
            evaluations |= evaluation
        evaluations._store_totals()
        Evaluation = self.env["agency.evaluation"].with_user(self.users["auditor"])
        ours = [("id", "in", evaluations.ids)]
        low, high, middle = evaluations
        for name in ("self_points", "final_points"):
            self.assertEqual(Evaluation.search(ours, order=f"{name} desc").ids, (high | middle | low).ids)
            self.assertEqual(Evaluation.search([*ours, (name, ">", 0.5)], order="id").ids, (high | middle).ids)
            [[total]] = Evaluation._read_group(ours, [], [f"{name}:sum"])
            self.assertEqual(total, 2.25)
        [group] = Evaluation.formatted_read_group(ours, ["criteria_set_id"], ["final_points:sum", "max_points:max"])
        self.assertEqual((group["final_points:sum"], group["max_points:max"]), (2.25, 10.0))
        described = Evaluation.fields_get(TOTALS, ["sortable", "groupable", "aggregator", "searchable", "string"])
        for name, description in described.items():
            self.assertTrue(description["sortable"] and description["searchable"] and description["groupable"], name)
        self.assertEqual(described["final_points"]["aggregator"], "sum")

    def test_what_is_stored_is_not_filled_in(self):
        """It would be read until it is forgotten, and be stored nowhere."""
        row = self.row("M.1")
        fill(row, stated_difference=["khác"])
        self.assertEqual(row.stated_difference, "khác")
        with self.assertRaises(AssertionError):
            fill(row, final_points=[1.0])

    def test_nobody_writes_totals(self):
        total = self.evaluation.total_id
        for name in TOTALS:
            with self.assertRaisesRegex(UserError, "cannot be set directly"):
                self.evaluation.sudo().write({name: 1})
        for role in ("evaluator", "manager"):
            with self.assertRaises(AccessError):
                total.with_user(self.users[role]).read(["self_points"])
        for refused in (
            lambda: total.sudo().write({"self_points": 1}),
            lambda: total.sudo().unlink(),
            lambda: total.sudo().create({"evaluation_id": self.evaluation.id}),
        ):
            with self.assertRaisesRegex(UserError, "kept by the system alone"), self.cr.savepoint():
                refused()

    def test_totals_go_with_their_evaluation(self):
        evaluation = self.make_evaluation(self.criteria_set, year=2031)
        total = evaluation.total_id
        self.assertTrue(total.exists())
        self.assertEqual(self.stored(evaluation), [(10.0, 0.0, 0.0, 0.0, 5, 0, False)])
        evaluation.unlink()
        self.assertFalse(total.exists())


@tagged("post_install", "-at_install")
class TestTotalQueries(QueryCase):
    def test_sums_cost_one_query_for_all_sheets_that_are_read_together(self):
        few, many = (self.make_evaluation(self.make_large_set(rows)) for rows in (30, 325))
        both = few | many
        headings = both.line_ids.filtered("is_heading")

        def read(lines):
            lines.mapped("is_heading")
            lines.evaluation_id.mapped("state")
            lines.criterion_id.mapped("code")
            for criteria_set in lines.evaluation_id.criteria_set_id:
                criteria_set._heading_rows()  # of a set that no longer changes, read once for all its evaluations
            before = self.cr.sql_log_count
            lines.mapped("self_points")
            return self.cr.sql_log_count - before

        for lines in (headings.filtered(lambda line: line.evaluation_id == few), headings):
            self.env.invalidate_all()
            self.assertEqual(read(lines), 1)
            self.assertEqual(read(lines), 0)

    def test_totals_of_many_cost_one_query_for_all_of_them(self):
        criteria_set = self.make_large_set(30)
        evaluations = self.env["agency.evaluation"].concat(
            *(self.make_evaluation(criteria_set, year=year) for year in range(2031, 2036))
        )
        leaves = len(criteria_set.criterion_ids.filtered(lambda each: not each.is_heading))
        counts = []
        for some in (evaluations[:2], evaluations):
            self.env.flush_all()
            self.env.invalidate_all()
            some.mapped("state")
            some.criteria_set_id.mapped("na_policy")
            before = self.cr.sql_log_count
            for evaluation in some:
                self.assertEqual(evaluation.leaf_count, leaves)
                self.assertFalse(evaluation.is_reviewed)
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
