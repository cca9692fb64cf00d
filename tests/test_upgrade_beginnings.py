"""What versions before 19.0.1.3.0 did not know begins with the upgrade; nothing of it is made up."""

import json

from odoo.tests import tagged

from .cases.upgrade_case import UpgradeCase


@tagged("-standard", "-at_install", "post_install", "agency_evaluation_upgrade_before_19_0_1_3_0")
class TestUpgradedBeginnings(UpgradeCase):
    """Of history, names and events there is what came since, and how it was then."""

    def test_the_register_begins_with_the_decisions_that_were_there(self):
        company = self.evaluations["demo"].company_id
        chain = self.env["agency.evaluation.event.chain"]._of(company)
        events = self.env["agency.evaluation.event"].search([("company_id", "=", chain.company_id.id)], order="number")
        self.assertEqual(events[0].kind, "begin")
        what = json.loads(events[0].content)["what"]
        decisions = self.env["agency.evaluation.decision"].search([("id", "<=", what["last_id"])])
        self.assertEqual(what["decisions"], len(decisions))
        self.assertGreater(len(decisions), 10)
        self.assertNotIn("decision", events.mapped("kind"), "nothing is made up")
        self.assertEqual((chain._check()[0], chain._describe_lost_beginning()), ([], []))
        with self.cr.savepoint() as savepoint:
            self.sql("UPDATE agency_evaluation_decision SET reason = 'Sửa' WHERE id = %(id)s", id=decisions[0].id)
            self.assertTrue(chain._describe_lost_beginning())
            savepoint.rollback()

    def test_the_history_begins_with_the_upgrade(self):
        """Of what was changed before, nothing is made up; what is changed now is kept."""
        changes = self.env["agency.evaluation.change"]
        self.assertFalse(changes.search([("evaluation_id", "in", [each.id for each in self.evaluations.values()])]))
        row = self.row("specialist", "half_answered", "B.1")
        self.assertRegex(row.history_since, r"^\d\d/\d\d/\d{4}$")
        row.write({"self_points": 2.5})
        self.env.cr.flush()
        entries = changes.search([("line_id", "=", row.id), ("field_name", "=", "self_points")])
        self.assertEqual((entries.new_value, entries.user_id), ("2.5", self.users["specialist"]))
        new = self.env["agency.evaluation"].create(
            {
                "criteria_set_id": row.evaluation_id.criteria_set_id.id,
                "department_id": row.evaluation_id.department_id.id,
                "year": 2050,
            }
        )
        self.assertFalse(new.line_ids[:1].history_since)

    def test_what_the_agency_is_called_has_been_so_from_the_beginning(self):
        for evaluation in self.evaluations.values():
            company = evaluation.company_id
            self.assertEqual(evaluation._identity(), company._agency_identity_on(None))
            self.assertEqual(evaluation._identity().agency, company.agency_name or company.name)
            self.assertEqual(evaluation._unit_name(), evaluation.department_id.name)
        companies = self.env["res.company"].browse({each.company_id.id for each in self.evaluations.values()})
        units = self.env["hr.department"].browse({each.department_id.id for each in self.evaluations.values()})
        over = [each for each in self.evaluations.values() if each.date_to < each._agency_today()]
        before = {each: (each._identity(), each._unit_name()) for each in over}
        self.assertTrue(before)
        companies.write({"agency_name": "SỞ MỚI", "agency_document_symbol": "BC-SM"})
        units.write({"name": "Đơn vị mới"})
        self.env.invalidate_all()
        self.assertEqual({each: (each._identity(), each._unit_name()) for each in before}, before)
        for evaluation in self.approved.values():
            self.assertEqual(self.verify(evaluation), (True, ""))
