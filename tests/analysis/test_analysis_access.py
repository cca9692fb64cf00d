from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..cases.seal_case import SealCase

MODELS = {
    f"agency.evaluation.{name}.analysis": source
    for name, source in {
        "row": "agency.evaluation.line",
        "group": "agency.evaluation.line",
        "fact": "agency.evaluation.measure",
        "document": "agency.evaluation.evidence",
        "decision": "agency.evaluation.decision",
    }.items()
}


@tagged("post_install", "-at_install")
class TestAnalysisAccess(SealCase):
    """Whoever reads a row, number, document or decision finds it in the analysis, and nobody else does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.evaluation.with_user(cls.users["evaluator"]).action_submit()
        cls.foreign = cls.make_consistent(cls.criteria_set, department_id=cls.other_unit.id, user_id=False)
        cls.foreign._record_decision("submit", None)
        cls.evaluations = cls.evaluation + cls.foreign

    def seen(self, role, model):
        self.env.flush_all()
        self.env.invalidate_all()
        found = self.env[model].with_user(self.users[role]).search([("evaluation_id", "in", self.evaluations.ids)])
        return found, found.sudo().evaluation_id

    def test_leaders_see_all_and_an_evaluator_the_own_unit(self):
        for model in MODELS:
            for role in ("reviewer", "approver", "manager", "auditor"):
                with self.subTest(model=model, role=role):
                    self.assertEqual(self.seen(role, model)[1], self.evaluations)
            with self.subTest(model=model):
                self.assertEqual(self.seen("evaluator", model)[1], self.evaluation)
                with self.assertRaises(AccessError):
                    self.seen("outsider", model)

    def test_what_is_read_is_what_it_is_read_of(self):
        """The analysis has the ids of its records, so none is found that could not be read by itself."""
        self.row("M.2", self.foreign)._write_through({"user_id": self.users["evaluator"].id})
        for model, source in MODELS.items():
            with self.subTest(model=model):
                records, evaluations = self.seen("evaluator", model)
                self.assertTrue(records)
                readable = self.env[source].with_user(self.users["evaluator"])
                self.assertEqual(readable.search_count([("id", "in", records.ids)]), len(records))
        rows, evaluations = self.seen("evaluator", "agency.evaluation.row.analysis")
        self.assertEqual(rows.filtered(lambda row: row.evaluation_id == self.foreign).mapped("code"), ["M.2"])
        _groups, evaluations = self.seen("evaluator", "agency.evaluation.group.analysis")
        self.assertEqual(evaluations, self.evaluation)

    def test_nothing_leaks_between_companies(self):
        company = self.env["res.company"].create({"name": "Tỉnh khác"})
        unit = self.env["hr.department"].create({"name": "Sở tỉnh khác", "company_id": company.id})
        criteria_set = self.make_facts_set("ABROAD", company_id=company.id)
        self.evaluations = self.make_consistent(criteria_set, department_id=unit.id, user_id=False)
        self.evaluations._record_decision("submit", None)
        for model in MODELS:
            with self.subTest(model=model):
                self.assertFalse(self.seen("manager", model)[0])
                self.assertTrue(self.env[model].search_count([("evaluation_id", "=", self.evaluations.id)]))

    def test_nobody_writes(self):
        for model in MODELS:
            record = self.seen("manager", model)[0][:1]
            for role in ("evaluator", "manager"):
                for operation in ("write", "create", "unlink"):
                    with self.subTest(model=model, role=role, operation=operation):
                        self.assertFalse(record.with_user(self.users[role]).has_access(operation))
