from odoo.tests import tagged
from odoo.tools import SQL

from ..cases.common import EvaluationCase

LINE, FACT, CHANGE = "agency.evaluation.line", "agency.evaluation.fact", "agency.evaluation.change"
EVIDENCE, SECTION, FINDING = "agency.evaluation.evidence", "agency.evaluation.section", "agency.evaluation.finding"
#: Evaluations of other units, and what each of them has.
UNITS, ROWS, FACTS = 150, 55, 20
#: Records on a page of a list.
PAGE = 80


@tagged("post_install", "-at_install")
class TestLists(EvaluationCase):
    """Lists of all evaluations read as much as they show, by an index, and not all that there is.

    What an evaluator may see lies at the very end of each list, so that nobody comes upon it by going along.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        criteria_set = cls.make_large_set(ROWS, publish=False)
        cls.env["agency.evaluation.indicator"].create(
            [{"set_id": criteria_set.id, "code": f"f{n}", "name": f"Số liệu {n}"} for n in range(FACTS)]
        )
        cls.env["agency.evaluation.section.template"].create(
            [{"set_id": criteria_set.id, "title": f"Phần {n}", "body": "<p>…</p>"} for n in range(10)]
        )
        criteria_set.action_publish()
        cls.criteria_set = criteria_set
        cls.own = cls.make_evaluation(criteria_set)
        units = cls.env["hr.department"].create([{"name": f"Đơn vị {n}"} for n in range(UNITS)])
        others = cls.env["agency.evaluation"].create(
            [{"criteria_set_id": criteria_set.id, "department_id": unit.id, "user_id": False} for unit in units]
        )
        # In one of them, not the newest, a single row is the evaluator's.
        cls.assigned = others[3].line_ids[-1]
        cls.assigned.user_id = cls.users["evaluator"]
        cls.settled = cls.own.line_ids.filtered(lambda line: not line.is_heading)[:3]
        cls.settled._write_through({"settlement": "claim"})
        evaluations = cls.own + others
        cls.env[EVIDENCE].create(
            [
                {
                    "evaluation_id": evaluation.id,
                    "name": f"Tài liệu {n}",
                    "held_elsewhere": True,
                    "register_reference": "Sổ 1",
                }
                for evaluation in evaluations
                for n in range(6)
            ]
        )
        cls.env.flush_all()
        cls.env.cr.flush()
        cls.env.cr.execute(
            """
            INSERT INTO agency_evaluation_change (
                evaluation_id, line_id, field_name, new_value, user_id, user_name, changed_on
            )
            SELECT line.evaluation_id, line.id, 'explanation', 'x', %(user)s, 'x', now()
              FROM agency_evaluation_line line
             WHERE line.evaluation_id = ANY(%(ids)s)
          ORDER BY line.evaluation_id, line.id
            """,
            {"user": cls.users["evaluator"].id, "ids": evaluations.ids},
        )
        for table in ("", "_line", "_fact", "_section", "_evidence", "_change"):
            cls.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(f"agency_evaluation{table}")))

    def read_by(self, role, model, domain=(), limit=PAGE):
        """Read a page of a list as the user of a role does.

        :return: its records, and how many rows of the table the database has read for it
        """
        records = self.env[model].with_user(self.users[role])
        query = records._search(list(domain), limit=limit, order=records._order)
        [(plan,)] = self.env.execute_query(SQL("EXPLAIN (ANALYZE, FORMAT JSON) %s", query.select()))
        return records.browse(query.get_result_ids()), self.rows_read(plan[0]["Plan"], records._table)

    def rows_read(self, node, table):
        """Return how many rows of `table` the scans below a node of a plan have read, those that they dropped too."""
        read = sum(self.rows_read(child, table) for child in node.get("Plans", ()))
        if node.get("Relation Name") != table:
            return read
        dropped = sum(value for key, value in node.items() if key.startswith("Rows Removed by"))
        return read + round((node["Actual Rows"] + dropped) * node["Actual Loops"])

    def test_whoever_reads_all_reads_a_page(self):
        """Of rows, three of ten are headings, which lists of rows leave out."""
        for role in ("manager", "reviewer", "auditor"):
            for model, domain in (
                (LINE, [("is_heading", "=", False)]),
                (FACT, []),
                (SECTION, []),
                (EVIDENCE, []),
                (CHANGE, []),
            ):
                with self.subTest(role=role, model=model):
                    total = self.env[model].search_count([])
                    found, read = self.read_by(role, model, domain)
                    self.assertEqual(len(found), PAGE)
                    self.assertGreater(total, 10 * PAGE)
                    self.assertLess(read, 2 * PAGE)

    def test_lists_begin_with_the_newest_evaluations(self):
        for model in (LINE, FACT, SECTION, EVIDENCE):
            with self.subTest(model):
                found, _read = self.read_by("manager", model)
                ids = found.evaluation_id.ids
                self.assertEqual(ids, sorted(ids, reverse=True))
                self.assertEqual(ids[0], max(self.env["agency.evaluation"].search([]).ids))

    def test_an_evaluator_reads_what_is_the_evaluators(self):
        """Wherever it lies, nothing is read for it but itself, twice at most.

        Of sections and documents there are too few here for an index to be worth its while.
        """
        own = {
            LINE: self.own.line_ids + self.assigned,
            FACT: self.own.fact_ids + self.assigned.evaluation_id.fact_ids,
            SECTION: self.own.section_ids + self.assigned.evaluation_id.section_ids,
            EVIDENCE: self.own.evidence_ids + self.assigned.evaluation_id.evidence_ids,
        }
        of_setup = self.evaluation
        for model, expected in own.items():
            with self.subTest(model):
                found, read = self.read_by("evaluator", model, [("evaluation_id", "!=", of_setup.id)])
                self.assertEqual(found, expected.sorted())
                if model in (LINE, FACT):
                    self.assertLessEqual(read, 2 * (len(expected) + len(of_setup.line_ids)))

    def test_an_evaluator_reads_the_changes_that_are_the_evaluators(self):
        found, read = self.read_by("evaluator", CHANGE, limit=None)
        self.assertEqual(found.line_id, (self.own.line_ids + self.assigned).sorted(lambda line: -line.id))
        # By one index or by two, as the database likes; there are a hundred and fifty times as many.
        self.assertLessEqual(read, 4 * len(found))

    def test_what_is_settled_one_by_one_is_found_by_itself(self):
        found, read = self.read_by("reviewer", LINE, [("settlement", "!=", False)])
        self.assertEqual(found, self.settled)
        self.assertEqual(read, len(found))

    def test_changes_of_one_kind_are_found_by_it(self):
        found, read = self.read_by("manager", CHANGE, [("field_name", "=", "review_note")])
        self.assertFalse(found)
        self.assertEqual(read, 0)

    def test_whatever_a_list_is_found_by_begins_an_index(self):
        lists = {
            (field.comodel_name, field.inverse_name)
            for name, model in self.env.registry.items()
            if name.startswith("agency.evaluation") and not model._abstract
            for field in model._fields.values()
            if field.type == "one2many" and field.inverse_name and field.comodel_name.startswith("agency.evaluation")
        }
        for name, link in sorted(lists):
            model = self.env[name]
            if model._abstract or model.is_transient() or not model._fields[link].column_type:
                continue
            with self.subTest(model=name, link=link):
                self.env.cr.execute(
                    """
                    SELECT count(*) FROM pg_index
                      JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
                     WHERE indrelid = %s::regclass AND attname = %s
                       AND COALESCE(pg_get_expr(indpred, indrelid), '') IN ('', %s)
                    """,
                    [model._table, link, f"({link} IS NOT NULL)"],
                )
                self.assertTrue(self.env.cr.fetchone()[0])

    def test_no_index_stands_beside_one_that_does_the_same(self):
        """Each index of the evaluation alone is the beginning of the one that lists go along."""
        self.env.cr.execute(
            """
            SELECT tablename, indexdef FROM pg_indexes
             WHERE tablename IN %s AND indexdef LIKE '%%btree (evaluation_id%%'
            """,
            [tuple(f"agency_evaluation_{name}" for name in ("line", "fact", "section", "finding", "evidence"))],
        )
        alone = [(table, index) for table, index in self.env.cr.fetchall() if index.endswith("(evaluation_id)")]
        self.assertEqual(alone, [])
