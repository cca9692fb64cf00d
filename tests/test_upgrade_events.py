"""All that an earlier version left behind is verified at once."""

from odoo.tests import tagged

from .cases.upgrade_case import UpgradeCase


@tagged("-standard", "-at_install", "post_install", "agency_evaluation_upgrade")
class TestUpgradedEvents(UpgradeCase):
    def chain(self):
        company = self.evaluations["demo"].company_id
        return self.env["agency.evaluation.event.chain"]._of(company)

    def test_everything_is_right_after_the_upgrade(self):
        run = self.env["agency.evaluation.verification.run"]._resumable(self.chain().company_id)
        while not run._do_some():
            pass
        self.assertTrue(run.is_right, run._summary())
        self.assertEqual(run.seal_count, len(self.approved))
        copies = self.evaluations["demo"].signed_copy_ids.attachment_ids
        self.assertTrue(all(copies.mapped("evidence_checked_on")), "signed copies are read, too")
