from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..cases.round_case import CAMPAIGN, EVALUATION, RoundCase

DAYS = {"submit_by": "2041-01-23", "review_by": "2041-01-28", "approve_by": "2041-02-01"}
#: The last and the first minute of a day by the clock of the agency.
LAST, NEXT = "2041-01-23 16:59:00", "2041-01-23 17:00:00"


@tagged("post_install", "-at_install")
class TestRoundLate(RoundCase):
    """What becomes of an evaluation after its deadline: it is late, or nobody submits it without more time."""

    def open_round(self, after):
        own_set = self.make_criteria_set("LATE", [("A", None, "I", 1.0), ("A.1", "A", "1", 1.0)])
        values = {"criteria_set_id": own_set.id, "after_deadline": after, **DAYS}
        self.campaign = self.make_campaign(self.departments, name="Đợt có hạn", **values)
        self.bring_to("open")
        unit = self.campaign.unit_ids[0]
        evaluation = self.env[EVALUATION].browse(unit.evaluation_id.id)
        self.score_all(evaluation)
        return unit, evaluation

    def submit_at(self, moment, evaluation, tz=False):
        with freeze_time(moment):
            self.env.flush_all()
            self.env.invalidate_all()
            evaluation.with_user(self.heads[0]).with_context(tz=tz).action_submit()
        self.env.invalidate_all()

    def test_marked_as_late(self):
        unit, evaluation = self.open_round("mark")
        with freeze_time(LAST):
            self.assertFalse(evaluation.lateness)
        self.env.invalidate_all()
        with freeze_time(NEXT):
            self.assertEqual(evaluation.lateness, "Due on 23/01/2041; 1 days late")
            self.assertTrue(unit.is_late)
        self.submit_at("2041-01-25 02:00:00", evaluation)
        with freeze_time("2041-01-25 03:00:00"):
            self.assertEqual(evaluation.lateness, "Submitted 2 days late")
            self.assertEqual(unit.lateness, "Submitted 2 days late")

    def test_locked_after_midnight_of_the_agency_in_whatever_time_zone(self):
        _unit, evaluation = self.open_round("lock")
        with freeze_time(NEXT):
            self.assertEqual(
                evaluation.lateness, "Due on 23/01/2041; 1 days late; not accepted any more without an extension"
            )
        for tz in (False, "America/Los_Angeles"):
            for sudo in (False, True):
                with self.subTest(tz=tz, sudo=sudo), self.assertRaisesRegex(UserError, "takes nothing later"):
                    self.submit_at(NEXT, evaluation.sudo(sudo), tz)
        self.submit_at(LAST, evaluation, "Pacific/Kiritimati")
        self.assertEqual(evaluation.state, "submitted")
        self.assertFalse(evaluation.lateness)

    def test_more_time_opens_it(self):
        unit, evaluation = self.open_round("lock")
        with self.assertRaisesRegex(UserError, "extend the deadline"):
            self.submit_at("2041-01-25 02:00:00", evaluation)
        later = {"submit_by": "2041-01-25", "review_by": "2041-01-30", "approve_by": "2041-02-01"}
        self.as_user("manager", unit).action_extend(later, "Mất điện")
        self.submit_at("2041-01-25 02:00:00", evaluation)
        self.assertEqual(evaluation.state, "submitted")

    def test_what_was_submitted_in_time_and_returned_may_come_again(self):
        _unit, evaluation = self.open_round("lock")
        self.submit_at("2041-01-22 02:00:00", evaluation)
        with freeze_time("2041-01-25 02:00:00"):
            self.as_user("reviewer", evaluation).action_return("Thiếu số liệu")
            self.assertNotIn("accepted", evaluation.lateness)
        self.submit_at("2041-01-28 02:00:00", evaluation)
        self.assertEqual(evaluation.state, "submitted")

    def test_no_deadline_locks_nothing(self):
        _unit, evaluation = self.open_round("lock")
        none = dict.fromkeys(DAYS, False)
        self.as_user("manager", self.campaign).action_move(none, "Không hạn")
        self.submit_at("2041-06-01 02:00:00", evaluation)
        self.assertEqual(evaluation.state, "submitted")


@tagged("post_install", "-at_install")
class TestRoundProposals(RoundCase):
    """Which deadlines are proposed when a round is planned, by the kind of its period."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.next_set = cls.make_criteria_set("NEXT", [("I", None, "I", 1.0)], year=2041)

    def proposed(self, first, last, at="2041-01-01 00:00:00", **days):
        with freeze_time(at), Form(self.env[CAMPAIGN].with_user(self.users["manager"])) as form:
            form.name = "Đợt"
            for name, day in days.items():
                form[name] = day
            form.criteria_set_id = self.next_set
            if first != "2041-01-01" or last != "2041-12-31":
                form.date_from, form.date_to = first, last
        campaign = form.record
        return [str(campaign[name]) for name in ("submit_by", "review_by", "approve_by")]

    def test_by_the_kind_of_the_period(self):
        for period, expected in (
            # Before 15 December (Decree 233), a Saturday being brought forward.
            (("2041-01-01", "2041-12-31"), ["2041-11-25", "2041-12-05", "2041-12-13"]),
            (("2041-01-01", "2041-03-31"), ["2041-03-20", "2041-03-25", "2041-03-29"]),
            (("2041-01-01", "2041-06-30"), ["2041-06-20", "2041-06-25", "2041-06-28"]),
            # Of a month that is shorter, the last day.
            (("2041-02-01", "2041-02-28"), ["2041-02-20", "2041-02-25", "2041-02-28"]),
        ):
            with self.subTest(period=period):
                self.assertEqual(self.proposed(*period), expected)

    def test_what_is_over_is_not_proposed_and_what_is_set_stays(self):
        self.assertEqual(self.proposed("2041-01-01", "2041-12-31", at="2041-12-01 00:00:00"), ["False"] * 3)
        days = {"submit_by": "2041-05-05", "review_by": "2041-05-06", "approve_by": "2041-05-07"}
        self.assertEqual(self.proposed("2041-01-01", "2041-12-31", **days), list(days.values()))

    def test_the_button_puts_them_in(self):
        campaign = self.make_campaign(self.departments[:0], name="Đợt", criteria_set_id=self.next_set.id, **DAYS)
        self.as_user("manager", campaign).action_propose_deadlines()
        self.assertEqual(str(campaign.approve_by), "2041-12-13")
        self.bring_to("open")
        with self.assertRaises(UserError):
            self.as_user("manager", self.campaign).action_propose_deadlines()
