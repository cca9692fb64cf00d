from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..cases.seal_case import SealCase

DECISION = ("Hết thời hạn bảo quản", "30/QĐ-TNMT", "2031-01-05")


@tagged("post_install", "-at_install")
class TestRetention(SealCase):
    """Files are kept for as long as the set says, and then destroyed as others are taken out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users |= cls.make_users({"second": "agency_evaluation.group_manager"})

    def approve_on(self, day):
        self.approve()
        self.sql("UPDATE agency_evaluation SET approved_on = %(day)s WHERE id = %(id)s", day=day, id=self.evaluation.id)

    def due(self):
        found = (
            self.env["agency.evaluation"].with_user(self.users["manager"]).search([("is_retention_over", "=", True)])
        )
        return self.evaluation in found

    def test_a_period_ends_after_its_last_day_by_the_calendar_of_the_agency(self):
        self.approve_on("2010-03-01 18:00:00")  # the second of March in Việt Nam
        self.assertFalse(self.due())
        self.as_user("manager", self.criteria_set).retention_years = 10
        self.assertEqual(self.evaluation.kept_until.isoformat(), "2020-03-02")
        self.assertTrue(self.due())
        self.assertTrue(self.evaluation.is_retention_over)
        self.criteria_set.retention_years = 100
        self.env.flush_all()
        self.assertFalse(self.due())
        self.assertFalse(self.evaluation.is_retention_over)

    def test_the_period_is_not_sealed_and_every_manager_sets_it(self):
        self.approve()
        self.as_user("manager", self.criteria_set).retention_years = 20
        self.assertEqual(self.differences(), [])
        with self.assertRaises(AccessError):
            self.as_user("evaluator", self.criteria_set).retention_years = 1
        for years in (-1, 101):
            with self.assertRaises(ValidationError):
                self.criteria_set.retention_years = years

    def test_destruction(self):
        self.approve_on("2010-03-01")
        evaluation = self.as_user("manager")
        with self.assertRaisesRegex(UserError, "kept longer"):
            evaluation.action_destroy_due(*DECISION)
        self.criteria_set.retention_years = 10
        for role in ("evaluator", "auditor", "approver"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.as_user(role).action_destroy_due(*DECISION)
        self.assertEqual(self.as_user("manager").action_destroy_due()["res_model"], "agency.evaluation.take.out")
        action = self.as_user("manager").action_destroy_due(*DECISION)
        quarantine = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(quarantine.purpose, "retention")
        self.as_user("second", quarantine).action_consent()
        self.env.invalidate_all()
        self.assertFalse(self.file.raw)
        self.assertIn("30/QĐ-TNMT", self.evaluation._taken_out_notice())
        with self.assertRaisesRegex(UserError, "no files left"):
            self.as_user("manager").action_destroy_due(*DECISION)
