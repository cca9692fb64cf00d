from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..cases.ranking_case import RANKING, RankingCase
from ..cases.round_case import DECISION, EVALUATION

#: One hand-written statement of the same result.
_BY_HAND = """
    SELECT unit.department_id, total.final_points, rank() OVER (ORDER BY total.final_points DESC),
           rank() OVER (PARTITION BY unit.cluster_id ORDER BY total.final_points DESC)
      FROM agency_evaluation_campaign_unit unit
      JOIN agency_evaluation evaluation ON evaluation.campaign_id = unit.campaign_id
       AND evaluation.department_id = unit.department_id AND evaluation.state = 'approved'
      JOIN agency_evaluation_total total ON total.id = evaluation.total_id
     WHERE unit.campaign_id = %s
"""


@tagged("post_install", "-at_install")
class TestRoundRanking(RankingCase):
    """Places of a round among what is approved, the reasons of the rest, the last period, and the quota."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.graded_set = cls.make_graded_set("RANKED")
        cls.departments, cls.heads = cls.make_departments(6, "Sở")

    def places(self, lines):
        return [(line.department_id.name, line.rank, line.is_tied) for line in lines]

    def test_ties_share_a_place_and_the_rest_has_a_reason(self):
        cluster = self.env["agency.evaluation.cluster"].create(
            {"name": "Khối 1", "department_ids": [(6, 0, self.departments[1:3].ids)]}
        )
        campaign = self.make_campaign(self.departments, criteria_set_id=self.graded_set.id)
        self.open_and_make(campaign)
        self.decide(campaign, [(91.21, self.TOP), (90.81, self.TOP), (90.81, self.TOP), (95, self.TOP)])
        units = campaign.unit_ids.with_user(self.users["manager"])
        units[3].action_bar("Đang bị kỷ luật")
        units[4].action_excuse("Mới thành lập")
        lines = self.lines(campaign)
        self.assertEqual(
            self.places(lines),
            [
                ("Sở 00", 1, False),
                ("Sở 01", 2, True),
                ("Sở 02", 2, True),
                ("Sở 03", 0, False),
                ("Sở 04", 0, False),
                ("Sở 05", 0, False),
            ],
        )
        self.assertEqual(lines[1].rank_label, "2 (tied) / 3")
        self.assertEqual((lines[1].cluster_id, lines[1].cluster_label), (cluster, "1 (tied) / 2"))
        self.assertEqual(
            lines[3:].mapped("reason"),
            ["Not eligible: Đang bị kỷ luật", "Excused: Mới thành lập", "Not approved: draft"],
        )
        self.assertFalse(lines[3].points)
        self.assertEqual(lines[0].decided_grade, self.TOP)
        opened = lines[0].action_open()
        self.assertEqual((opened["res_model"], opened["res_id"]), (EVALUATION, units[0].evaluation_id.id))
        units[3].action_admit("Đã xóa kỷ luật")
        self.assertEqual(self.lines(campaign)[0].department_id.name, "Sở 03")
        steps = self.env[DECISION].search([("campaign_id", "=", campaign.id)]).mapped("step")
        self.assertEqual(steps[:3], ["admit", "excuse", "bar"])

    def test_a_fact_keeps_a_unit_out(self):
        own_set = self.make_graded_set("VETOED", publish=False)
        fact = self.env["agency.evaluation.indicator"].create(
            {"set_id": own_set.id, "code": "vi_pham", "name": "Số vụ vi phạm"}
        )
        own_set.action_publish()
        campaign = self.make_campaign(
            self.departments[:3], criteria_set_id=own_set.id, veto_indicator_ids=[(6, 0, fact.ids)]
        )
        self.open_and_make(campaign)
        for unit, stated in zip(campaign.unit_ids.sorted("id"), (1, 0), strict=False):
            unit.evaluation_id.sudo()._state_facts({"vi_pham": (stated, "")})
        self.decide(campaign, [(95, self.TOP), (90, self.TOP), (85, self.GOOD)])
        lines = self.lines(campaign)
        self.assertEqual(self.places(lines), [("Sở 01", 1, False), ("Sở 02", 2, False), ("Sở 00", 0, False)])
        self.assertEqual(lines[2].reason, "Kept out by a fact: Số vụ vi phạm")
        self.assertFalse(lines[2].is_ranked)
        foreign = self.env["agency.evaluation.indicator"].search([("set_id", "!=", own_set.id)], limit=1)
        with self.assertRaisesRegex(ValidationError, "not stated"):
            self.as_user("manager", campaign).veto_indicator_ids = foreign

    def test_withdrawn_results_have_no_place(self):
        campaign = self.closed_with([(95, self.TOP), (90, self.TOP)])
        first = campaign.unit_ids.sorted("id")[0].evaluation_id
        first.with_user(self.users["approver"]).action_withdraw("Sai số liệu")
        lines = self.lines(campaign)
        self.assertEqual(self.places(lines), [("Sở 01", 1, False), ("Sở 00", 0, False)])
        self.assertEqual(lines[1].reason, "Not approved: withdrawn")

    def test_the_last_period_is_told_with_successions(self):
        last_set = self.make_graded_set("RANKED-2019", year=2019)
        last = self.closed_with([(80, self.GOOD), (85, self.GOOD), (70, self.GOOD)], criteria_set_id=last_set.id)
        self.env["agency.evaluation.succession"].with_user(self.users["manager"]).create(
            {
                "predecessor_ids": self.departments[1].ids,
                "successor_id": self.departments[3].id,
                "kind": "reorganise",
                "date_from": "2020-01-01",
                "decision_number": "1/QĐ",
                "decision_date": "2019-12-20",
            }
        )
        now = self.departments[0] + self.departments[3] + self.departments[4]
        campaign = self.closed_with([(86, self.GOOD), (80, self.GOOD), (60, self.DONE)], departments=now)
        self.assertEqual(campaign.previous_campaign_id, last)
        lines = self.lines(campaign)
        self.assertEqual(lines.mapped("points_label"), ["+6,0", "−5,0", False])
        self.assertEqual(lines.mapped("move"), ["▲ 1", "▼ 1", "new"])

    def test_the_quota_is_shown_before_and_binds_at_the_end(self):
        campaign = self.closed_with(
            [(95, self.TOP), (94, self.TOP), (80, self.GOOD), (75, self.GOOD)],
            quota_base="good_and_above",
            quota_percent=25,
        )
        self.assertIn("1 in the top class", campaign.quota_message)
        self.assertIn("Sở 01", campaign.quota_message)
        lines = self.lines(campaign)
        self.assertEqual(lines.mapped("decided_grade"), [self.TOP, self.GOOD, self.GOOD, self.GOOD])
        self.assertEqual(lines.mapped("quota"), [False, "over", False, False])
        self.assertEqual(lines.mapped("reason"), [False, "Over the Quota", False, False])
        self.assertEqual(lines.mapped("grade"), [self.TOP, self.TOP, self.GOOD, self.GOOD])

    def test_a_tie_at_the_limit_is_chosen_with_a_reason(self):
        campaign = self.closed_with(
            [(95, self.TOP), (95, self.TOP), (80, self.GOOD), (75, self.GOOD)],
            quota_base="good_and_above",
            quota_percent=25,
        )
        manager = self.as_user("manager", campaign)
        with self.assertRaisesRegex(UserError, "Tied at the limit: Sở 00, Sở 01"):
            manager.action_publish()
        lines = self.lines(campaign)
        self.assertEqual(lines.mapped("quota"), ["tied", "tied", False, False])
        units = lines.unit_id
        with self.assertRaisesRegex(UserError, "1 at most"):
            units[:2].action_choose("Cả hai")
        with self.assertRaisesRegex(UserError, "Sở 02 is not tied"):
            units[2].action_choose("x")
        with self.assertRaisesRegex(UserError, "reason"):
            units[0].action_choose(" ")
        asked = lines[0].action_choose()
        dialogs = self.as_user("manager", self.env[asked["res_model"]]).with_context(**asked["context"])
        dialogs.create({"reason": "Có sáng kiến"}).action_confirm()
        self.assertEqual(units.mapped("is_chosen"), [True, False, False, False])
        units[1].action_choose("Quyết định số 5/QĐ-UBND")
        self.assertEqual(units.mapped("is_chosen"), [False, True, False, False])
        chosen = self.lines(campaign)
        self.assertEqual(chosen.mapped("decided_grade"), [self.GOOD, self.TOP, self.GOOD, self.GOOD])
        self.assertEqual(campaign.decision_ids[0].reason, "Quyết định số 5/QĐ-UBND")
        manager.action_publish()
        self.assertEqual(campaign.state, "published")

    def test_a_higher_share_is_decided_within_the_exception(self):
        campaign = self.closed_with(
            [(95, self.TOP), (94, self.TOP), (80, self.GOOD), (75, self.GOOD)],
            quota_base="good_and_above",
            quota_percent=25,
            quota_exception_percent=50,
        )
        manager = self.as_user("manager", campaign)
        for percent in (51, 24.99, "x", True, -1):
            with self.assertRaises(UserError):
                manager.action_exceed(percent, "Có lý do")
        with self.assertRaisesRegex(UserError, "reason"):
            manager.action_exceed(50, "")
        asked = manager.action_exceed()
        self.assertEqual(asked["context"]["default_percent"], 50)
        dialogs = self.as_user("manager", self.env[asked["res_model"]]).with_context(**asked["context"])
        dialogs.create({"reason": "Thành tích xuất sắc"}).action_confirm()
        self.assertEqual(self.lines(campaign).mapped("decided_grade")[:2], [self.TOP, self.TOP])
        decision = campaign.decision_ids[0]
        self.assertEqual((decision.step, decision.before, decision.after), ("exceed", "25 %", "50 %"))

    def test_a_text_fills_in_its_figures(self):
        campaign = self.make_campaign(self.departments, quota_text="decree_233")
        self.assertEqual(
            (campaign.quota_base, campaign.quota_percent, campaign.quota_exception_percent, campaign.quota_small_below),
            ("good", 20, 25, 5),
        )
        self.assertIn("233/2026", campaign.quota_source)
        manager = self.as_user("manager", campaign)
        manager.quota_percent = 15
        self.assertEqual((campaign.quota_percent, campaign.quota_base), (15, "good"))
        manager.quota_text = "college_1923"
        self.assertEqual((campaign.quota_base, campaign.quota_exception_percent), ("good_and_above", 0))
        for vals in ({"quota_percent": 101}, {"quota_exception_percent": 10}, {"quota_small_below": -1}):
            with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
                manager.write(vals)
                self.env.flush_all()
        own = self.make_campaign(self.departments, quota_base="good", quota_percent=30)
        self.assertEqual((own.quota_rounding, own.quota_effect, own.quota_counts_cut), ("down", "rule", True))
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.make_campaign(self.departments, quota_base="good", quota_percent=150)

    def test_other_rules_in_an_open_round_are_on_record(self):
        campaign = self.make_campaign(self.departments, quota_text="decree_233")
        manager = self.as_user("manager", campaign)
        manager.quota_percent = 22
        self.assertFalse(campaign.decision_ids)
        self.open_and_make(campaign)
        manager = self.as_user("manager", campaign)
        manager.write({"quota_percent": 18, "shows_points": True})
        decision = campaign.decision_ids[0]
        self.assertEqual((decision.step, decision.user_id), ("rules", self.users["manager"]))
        self.assertIn("At Most (%): 22", decision.before)
        self.assertIn("At Most (%): 18", decision.after)
        self.assertIn("Points and Places Are Public: yes", decision.after)
        manager.quota_percent = 18
        self.assertEqual(campaign.decision_ids[0], decision)
        with self.assertRaises(AccessError):
            self.as_user("reviewer", campaign).quota_percent = 99

    def test_who_reads_the_ranking(self):
        campaign = self.closed_with([(95, self.TOP), (90, self.TOP)])
        for role in ("reviewer", "approver", "manager", "auditor"):
            self.assertEqual(len(self.lines(campaign, role)), 2, role)
        own = self.env[RANKING].with_user(self.heads[1])
        self.assertFalse(own.search([("campaign_id", "=", campaign.id)]))
        self.as_user("manager", campaign).action_publish()
        self.env.invalidate_all()
        line = own.search([("campaign_id", "=", campaign.id)])
        self.assertEqual((line.department_id, line.rank_label), (self.departments[1], "2 / 2"))
        with self.assertRaises(AccessError):
            self.lines(campaign)[0].with_user(self.heads[1]).read(["rank"])
        for method, vals in (("write", {"points": 1}), ("create", {"campaign_id": campaign.id})):
            with self.assertRaises(AccessError):
                getattr(self.lines(campaign)[:1], method)(vals)

    def test_the_same_queries_for_few_and_many(self):
        counted = []
        for count in (2, 6):
            last_set = self.make_graded_set(f"BEFORE-{count}", year=2019)
            own_set = self.make_graded_set(f"COUNTED-{count}")
            decided = [(90 - place, self.GOOD) for place in range(count)]
            self.closed_with(decided, criteria_set_id=last_set.id)
            campaign = self.closed_with(decided, criteria_set_id=own_set.id, quota_text="decree_233")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            found = campaign._results()
            counted.append(self.cr.sql_log_count - before)
            self.assertEqual(len(found.entries), count)
            self.assertTrue(found.entries[0].move)
        self.assertEqual(counted[0], counted[1])
        self.assertLessEqual(counted[1], 20)

    def test_the_places_are_those_of_one_statement_by_hand(self):
        cluster = self.env["agency.evaluation.cluster"].create(
            {"name": "Khối 2", "department_ids": [(6, 0, self.departments[:3].ids)]}
        )
        campaign = self.closed_with(
            [(80, self.GOOD), (91.5, self.TOP), (80, self.GOOD), (60, self.DONE), (91.5, self.TOP), (0, self.DONE)]
        )
        by_hand = {
            unit: (points, rank, in_cluster)
            for unit, points, rank, in_cluster in self.env.execute_query(SQL(_BY_HAND, campaign.id))
        }
        entries = campaign._results().entries
        self.assertEqual((len(entries), sum(entry.cluster == cluster.id for entry in entries)), (6, 3))
        for entry in entries:
            points, rank, in_cluster = by_hand[entry.unit]
            self.assertEqual((float(entry.points), entry.overall.rank), (float(points), rank))
            if entry.cluster:
                self.assertEqual((entry.cluster, entry.in_cluster.rank), (cluster.id, in_cluster))
