from odoo.tests import tagged

from odoo.addons.agency_evaluation.scoring import changes, manifest

from ..cases.seal_case import SealCase


@tagged("post_install", "-at_install")
class TestSealedHistory(SealCase):
    """How what was approved came about is held by the seal, though it is not in it."""

    def setUp(self):
        super().setUp()
        self.submit()
        self.as_user("approver").action_approve()
        self.evaluation.invalidate_recordset()

    def differences(self):
        self.env.invalidate_all()
        return self.evaluation._seal_differences()

    def test_the_digest_is_sealed(self):
        history = self.evaluation._history()
        self.assertIn(("self_points", "3"), {(change.field, change.new) for change in history})
        self.assertIn("confirmed", {change.new for change in history})
        sealing = self.env["agency.evaluation.seal"].search([("evaluation_id", "=", self.evaluation.id)])
        (header,) = manifest.read(sealing.manifest.encode()).records["agency.evaluation"].values()
        self.assertEqual(header["history_digest"], changes.digest(history))
        self.assertEqual(self.evaluation.history_digest, changes.digest(history))
        self.assertEqual(self.differences(), [])

    def test_what_is_changed_in_the_register_is_found(self):
        id_ = self.evaluation.id
        one = "(SELECT min(id) FROM agency_evaluation_change WHERE evaluation_id = %(id)s)"
        for query in (
            f"UPDATE agency_evaluation_change SET new_value = '9' WHERE id = {one}",
            f"UPDATE agency_evaluation_change SET user_id = %(user)s WHERE id = {one}",
            f"UPDATE agency_evaluation_change SET changed_on = '2020-01-01' WHERE id = {one}",
            f"DELETE FROM agency_evaluation_change WHERE id = {one}",
        ):
            with self.subTest(query=query), self.cr.savepoint() as savepoint:
                self.sql(query, id=id_, user=self.users["auditor"].id)
                (difference,) = self.differences()
                self.assertIn("SHA-256 of the History", difference)
                savepoint.rollback()
        self.assertEqual(self.differences(), [])

    def test_a_renamed_person_changes_nothing(self):
        self.users["approver"].name = "Tên khác"
        self.env.flush_all()
        self.assertEqual(self.differences(), [])
