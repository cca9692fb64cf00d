"""What an earlier version left behind is where the register of events begins, and all of it is verified at once."""

import json

from odoo.tests import tagged

from . import test_upgrade as upgrade


@tagged("-standard", "-at_install", "post_install", "agency_evaluation_upgrade")
class TestUpgradedEvents(upgrade.UpgradeCase):
    def chain(self):
        company = self.evaluations["demo"].company_id
        return self.env["agency.evaluation.event.chain"]._of(company)

    def test_the_register_begins_with_the_decisions_that_were_there(self):
        chain = self.chain()
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

    def test_everything_is_right_after_the_upgrade(self):
        run = self.env["agency.evaluation.verification.run"]._resumable(self.chain().company_id)
        while not run._do_some():
            pass
        self.assertTrue(run.is_right, run._summary())
        self.assertEqual(run.seal_count, len(self.approved))
        copies = self.evaluations["demo"].signed_copy_ids.attachment_ids
        self.assertTrue(all(copies.mapped("evidence_checked_on")), "signed copies are read, too")
