from odoo.tests import tagged

from ..cases.facts_case import FactsCase
from .test_queries import what_a_form_asks_for


@tagged("post_install", "-at_install")
class TestRollUp(FactsCase):
    """The sums of an evaluation are those of all its rows, whoever looks, and the browser is told how they are made."""

    def test_the_browser_adds_up_by_the_plan_of_the_criteria_set(self):
        for policy in ("zero", "full", "scale"):
            evaluation = self.make_evaluation(self.make_facts_set(policy.upper(), na_policy=policy))
            for role in ("evaluator", "auditor"):
                [values] = self.as_user(role, evaluation).web_read({"sum_plan": {}})
                plan = {
                    "policy": policy,
                    "edition": 2,
                    "heading": [["sum"]],
                    "headings": {},
                    "sheet": [["sum"], ["scale"]],
                }
                self.assertEqual(values["sum_plan"], plan)
        evaluation._write_through({"edition": 1})
        self.assertEqual(evaluation.sum_plan, {**plan, "edition": 1})

    def test_whoever_sees_the_assigned_rows_alone_reads_the_sums_of_all(self):
        evaluation = self.make_consistent(self.make_facts_set("SCALE", na_policy="scale"))
        self.row("N.2", evaluation).write({"status": "not_applicable"})
        names = ("grade_id", "grade_reason", "na_working", "self_points", "max_points")
        expected = [evaluation[name] for name in names]
        self.assertTrue(all(value for name, value in zip(names, expected, strict=True) if name != "grade_reason"))
        user = self.users["evaluator"]
        user.employee_id.department_id = self.other_unit
        rows = {row.code: row for row in evaluation.line_ids}
        for codes in (["N.1"], ["N", "N.1"]):
            with self.subTest(codes=codes):
                for code in codes:
                    rows[code].user_id = user
                seen = self.as_user("evaluator", evaluation)
                form = what_a_form_asks_for(seen.env, "agency_evaluation.agency_evaluation_view_form", seen._name)
                [values] = seen.web_read(form)
                self.assertEqual([row["id"] for row in values["line_ids"]], [rows[code].id for code in codes])
                self.assertEqual([seen.sudo()[name] for name in names], expected)
                rows["N.1"].with_user(user).write({"self_points": 2.0 + len(codes) / 4, "explanation": "Đã giải trình"})
                rows["N.1"].with_user(user).write({"self_points": 3.0})
                self.assertEqual([seen.sudo()[name] for name in names], expected)
