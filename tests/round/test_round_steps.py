from functools import partial

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.round.campaign_steps import STEPS, UNIT_STEPS
from ..cases.common import ROLES
from ..cases.ranking_case import RankingCase
from ..cases.round_case import CAMPAIGN, DECISION, LATER, UNIT

STATES = ("draft", "open", "closed", "published")
# fmt: off
#: Who may take which step of a round in which state; what stands here is what was meant, whatever the code says.
TABLE = {
    #                draft       open        closed      published
    "open":         ("manager", "manager",  "",         ""),
    "plan":         ("",        "",         "",         ""),  # as evaluations are made; without, see below
    "move":         ("",        "manager",  "",         ""),
    "close":        ("",        "manager",  "",         ""),
    "reopen":       ("",        "",         "manager",  ""),
    "exceed":       ("",        "",         "manager",  ""),
    "publish":      ("",        "",         "manager",  ""),
    "unpublish":    ("",        "",         "",         "manager"),
}
UNIT_TABLE = {
    "excuse":       ("",        "manager",  "",         ""),
    "rejoin":       ("",        "manager",  "",         ""),
    "settle":       ("",        "manager",  "",         ""),
    "extend":       ("",        "manager",  "",         ""),
    "bar":          ("",        "manager",  "manager",  ""),
    "admit":        ("",        "manager",  "manager",  ""),
    "choose":       ("",        "",         "manager",  ""),
    "remind":       ("",        "manager",  "",         ""),
}
# fmt: on
ARGUMENTS = {
    "move": (LATER, "Chậm"),
    "extend": (LATER, "Chậm"),
    "exceed": (25.0, "Thành tích xuất sắc"),
    **dict.fromkeys(("reopen", "unpublish", "excuse", "rejoin", "bar", "admit", "choose"), ("Có lý do",)),
}


@tagged("post_install", "-at_install")
class TestRoundSteps(RankingCase):
    """Each step of a round and of its units: by whom, in which state, with what on record."""

    def test_no_step_is_without_cells(self):
        self.assertEqual(set(STEPS), set(TABLE))
        self.assertEqual(set(UNIT_STEPS), set(UNIT_TABLE))
        for model, steps in ((CAMPAIGN, STEPS), (UNIT, UNIT_STEPS)):
            for name in steps:
                self.assertIn(f"can_{name}", self.env[model]._fields)
                self.assertTrue(hasattr(self.env[model], f"action_{name}"))

    def prepared(self, state):
        """Return a round in `state` and a unit of it that is waiting for a step of its own."""
        own_set = self.make_graded_set(f"STEPS-{state}")
        campaign = self.make_campaign(
            self.departments, name=f"Đợt {state}", criteria_set_id=own_set.id, quota_text="decree_233"
        )
        succession = {
            "predecessor_ids": self.departments[0].ids,
            "kind": "dissolve",
            "date_from": "2020-06-01",
            "decision_number": "1/QĐ",
            "decision_date": "2020-05-01",
        }
        if not self.departments._agency_successions("2026-01-01"):
            self.env["agency.evaluation.succession"].with_user(self.users["manager"]).create(succession)
        self.bring_to(state, campaign)
        return campaign

    def test_every_cell(self):
        for place, state in enumerate(STATES):
            campaign = self.prepared(state)
            for model, cells in ((CAMPAIGN, TABLE), (UNIT, UNIT_TABLE)):
                for step in cells:
                    record = campaign if model == CAMPAIGN else self.unit_of(self.departments[0], campaign)
                    for role in (*ROLES, "outsider"):
                        for sudo in (False, True):
                            with self.subTest(step=step, state=state, role=role, sudo=sudo):
                                as_user = self.as_user(role, record).sudo(sudo)
                                attempt = partial(self.take, step, as_user, state)
                                self.assertEqual(self.is_allowed(attempt), role in cells[step][place].split())

    def take(self, step, record, state):
        if step == "rejoin" and state == "open":
            record.with_user(self.users["manager"]).action_excuse("Trước đó")
        if step == "open" and state == "open":
            self.env[UNIT].create({"campaign_id": record.id, "department_id": self.unit.id})
        if step == "close" and state == "open":
            record.sudo().unit_ids.with_user(self.users["manager"]).action_excuse("Trước đó")
        if step == "admit" and state in ("open", "closed"):
            record.with_user(self.users["manager"]).action_bar("Trước đó")
        if step == "choose" and state == "closed":
            self.tie(record.campaign_id.sudo())
        self.env.invalidate_all()
        getattr(record, f"action_{step}")(*ARGUMENTS.get(step, ()))

    def tie(self, campaign):
        """Let two units share the limit of the quota, of whom one may stay."""
        self.decide(campaign, [(90.0, self.TOP), (90.0, self.TOP)])

    def is_allowed(self, attempt):
        allowed = True
        with mute_logger("odoo.sql_db"), self.cr.savepoint() as savepoint:
            try:
                attempt()
                self.env.flush_all()
            except (AccessError, UserError):
                allowed = False
            savepoint.rollback()
        self.env.invalidate_all()
        return allowed

    def test_a_button_is_shown_where_it_works(self):
        for place, state in enumerate(STATES):
            campaign = self.prepared(state)
            for step in STEPS:
                shown = {role for role in ROLES if role != "evaluator" and self.as_user(role, campaign)[f"can_{step}"]}
                with self.subTest(step=step, state=state):
                    self.assertEqual(shown, set(TABLE[step][place].split()))

    def test_the_state_is_written_by_no_client(self):
        self.bring_to("open")
        for role in ROLES:
            for sudo in (False, True):
                for vals in (
                    {"state": "published"},
                    {"submit_by": "2030-01-01"},
                    {"task_id": False},
                    {"date_to": "2020-11-30"},
                    {"criteria_set_id": self.criteria_set.id},
                ):
                    with self.subTest(role=role, sudo=sudo, **vals), self.assertRaises(UserError):
                        self.as_user(role, self.campaign).sudo(sudo).write(vals)
        with self.assertRaises(UserError):
            self.as_user("manager", self.env[CAMPAIGN]).create(
                {"name": "x", "criteria_set_id": self.criteria_set.id, "state": "closed"}
            )
        unit = self.campaign.unit_ids[0]
        for vals in (
            {"excused_on": "2020-01-01 00:00:00"},
            {"excuse": "x"},
            {"submit_by": "2030-01-01"},
            {"why_skipped": "x"},
            {"department_id": self.other_unit.id},
        ):
            with self.subTest(**vals), self.assertRaises(UserError):
                self.as_user("manager", unit).sudo().write(vals)

    def test_a_reason_is_asked_for_and_kept(self):
        self.bring_to("open")
        manager = self.as_user("manager", self.campaign)
        unit = self.as_user("manager", self.campaign.unit_ids[0])
        for empty in ("", "  ", None):
            for action in (partial(manager.action_move, LATER), partial(unit.action_extend, LATER)):
                with self.assertRaisesRegex(UserError, "reason"):
                    action(empty)
        dialog = unit.action_excuse()
        self.assertEqual(dialog["res_model"], "agency.evaluation.round.step")
        unit.action_excuse("Giải thể")
        decision = self.campaign.decision_ids[0]
        self.assertEqual((decision.step, decision.unit_id, decision.reason), ("excuse", unit, "Giải thể"))
        self.assertEqual(decision.user_id, self.users["manager"])

    def test_every_decision_is_an_event_and_stays(self):
        before = self.env["agency.evaluation.event"].search([("kind", "=", "round")])
        self.bring_to("open")
        self.campaign.unit_ids[0].with_user(self.users["manager"]).action_excuse("Giải thể")
        events = self.env["agency.evaluation.event"].search([("kind", "=", "round")]) - before
        self.assertEqual(len(events), 2)
        self.assertIn("Giải thể", events[0].content)
        decision = self.campaign.decision_ids[0]
        for attempt in (
            lambda: decision.sudo().write({"reason": "x"}),
            lambda: decision.sudo().unlink(),
            lambda: self.env[DECISION].sudo().create({"campaign_id": self.campaign.id, "step": "open"}),
        ):
            with self.assertRaises(UserError):
                attempt()

    def test_closing_names_what_is_not_done(self):
        self.bring_to("open")
        manager = self.as_user("manager", self.campaign)
        with self.assertRaisesRegex(UserError, "3 units are not done: Phòng 00"):
            manager.action_close()
        first, second, third = self.campaign.unit_ids
        first.evaluation_id.with_user(self.users["manager"]).action_cancel("Nhập trùng")
        second.evaluation_id.sudo()._write_through({"state": "approved"})
        third.with_user(self.users["manager"]).action_excuse("Mới lập")
        self.env.invalidate_all()
        manager.action_close()
        self.assertEqual(self.campaign.state, "closed")

    def test_what_was_cancelled_comes_back_into_an_open_round_alone(self):
        self.bring_to("closed")
        evaluation = self.campaign.evaluation_ids[0].with_user(self.users["manager"])
        with self.assertRaisesRegex(UserError, "closed"):
            evaluation.action_draft()
        self.as_user("manager", self.campaign).action_reopen("Bổ sung")
        evaluation.action_draft()
        self.assertEqual(evaluation.state, "draft")

    def test_a_round_without_evaluations_goes_back_to_draft(self):
        lonely = self.env["hr.department"].create({"name": "Phòng không người"})
        campaign = self.make_campaign(lonely)
        self.open_and_make(campaign)
        self.assertTrue(self.as_user("manager", campaign).can_plan)
        self.as_user("manager", campaign).action_plan()
        self.assertEqual(campaign.state, "draft")
        with self.assertRaisesRegex(UserError, "kept"):
            self.as_user("manager", campaign).unlink()

    def test_an_empty_round_is_not_opened(self):
        campaign = self.make_campaign(self.departments.browse())
        with self.assertRaisesRegex(UserError, "units"):
            self.open_as_manager(campaign)
        self.assertEqual(campaign.state, "draft")
