import json

from odoo.tests import tagged

from ...models.editing.live import LIVE
from ...models.editing.seen import KEY
from .test_conflicts import LINE, ConflictCase


@tagged("post_install", "-at_install")
class TestLive(ConflictCase):
    """Who has an evaluation open is told that others changed it, and nothing that he may not know."""

    def setUp(self):
        super().setUp()
        self.env["ir.config_parameter"].set_param(LIVE, "1")

    def told(self, function):
        """Return what is told when a transaction with what `function` does is committed: channel and payload."""
        self.env.flush_all()
        self.cr.flush()
        last = self.env["bus.bus"].search([], order="id desc", limit=1).id or 0
        function()
        self.env.flush_all()
        self.cr.flush()
        sent = [
            (json.loads(entry.channel), json.loads(entry.message))
            for entry in self.env["bus.bus"].search([("id", ">", last)], order="id")
        ]
        return [
            (channel[1:], message["payload"])
            for channel, message in sent
            if message["type"] == "agency_evaluation/changed"
        ]

    def channels(self, user, *names):
        """Return what a browser of `user` is subscribed to, of what it asks for."""
        websocket = self.env(user=self.users[user])["ir.websocket"]
        return websocket._watched([int(name) for name in names] or [self.evaluation.id])

    def test_a_save_is_told_once_with_who_and_which_rows_but_no_values(self):
        lines = self.row("M.1") + self.row("M.2")
        plain = {"tab": "abc", "values": {}}
        told = self.told(
            lambda: (
                self.as_user("evaluator")
                .with_context(**{KEY: plain})
                .web_save({"line_ids": [(1, line.id, {"self_points": 0.75}) for line in lines]}, {})
            )
        )
        [rows, outline] = told
        self.assertEqual(rows[0], ["agency.evaluation", self.evaluation.id, "rows"])
        self.assertEqual(rows[1]["parts"], {LINE: sorted(lines.ids)})
        self.assertEqual((rows[1]["tab"], rows[1]["uid"]), ("abc", self.users["evaluator"].id))
        self.assertIn("test_evaluator", rows[1]["by"])
        self.assertEqual(outline[0], ["agency.evaluation", self.evaluation.id, "outline"])
        self.assertEqual(outline[1]["parts"], {LINE: []})
        self.assertNotIn("0.75", json.dumps(told))

    def test_facts_sections_documents_and_steps_are_told(self):
        fact = self.evaluation.fact_ids.filtered(lambda fact: fact.code == "nop")
        section = self.evaluation.section_ids[0]
        values = {"evaluation_id": self.evaluation.id, "name": "x", "held_elsewhere": True, "register_reference": "y"}
        documents = self.env["agency.evaluation.evidence"]
        made = documents.create(values)
        acts = {
            fact._name: lambda: self.as_user("evaluator", fact).write({"entry": "11"}),
            section._name: lambda: self.as_user("evaluator", section).write({"body": "<p>x</p>"}),
            documents._name: lambda: self.as_user("evaluator", made).unlink(),
            "agency.evaluation": lambda: self.as_user("evaluator").action_check(),
        }
        for model, act in acts.items():
            with self.subTest(model=model):
                self.assertIn(model, self.told(act)[0][1]["parts"])

    def test_an_official_paper_is_told_when_it_is_there(self):
        """It comes after the answer to the step that asked for it, and the open form lists it."""
        values = {
            "evaluation_id": self.evaluation.id,
            "paper": "score_sheet",
            "edition": 1,
            "made_on": "2021-01-05 08:00:00",
            "sha256": "0" * 64,
        }
        kept = self.env["agency.evaluation.kept.paper"]
        [rows, outline] = self.told(lambda: kept._create_through([values]))
        self.assertEqual(list(rows[1]["parts"]), [kept._name])
        self.assertEqual(outline[1]["parts"], {kept._name: []})

    def test_nothing_is_told_where_nobody_ever_watched(self):
        self.env["ir.config_parameter"].set_param(LIVE, False)
        self.assertEqual(self.told(lambda: self.as_user("evaluator", self.row("M.1")).write({"self_points": 1})), [])
        self.channels("evaluator")
        self.assertEqual(
            len(self.told(lambda: self.as_user("evaluator", self.row("M.1")).write({"self_points": 2}))), 2
        )

    def test_what_is_undone_is_not_told(self):
        def undo():
            self.cr.precommit.data.clear()
            self.as_user("evaluator", self.row("M.1")).write({"self_points": 1})
            self.cr.precommit.clear()

        self.assertEqual(self.told(undo), [])

    def test_who_may_watch(self):
        for user in ("evaluator", "reviewer", "approver", "manager", "auditor"):
            with self.subTest(user=user):
                self.assertEqual(self.channels(user), [(self.evaluation.with_user(self.users[user]), "rows")])
        self.assertEqual(self.channels("outsider"), [])
        self.users["assigned"] = self.make_users({"assigned": "agency_evaluation.group_evaluator"})["assigned"]
        self.assertEqual(self.channels("assigned"), [])
        self.row("M.1").user_id = self.users["assigned"]
        self.assertEqual(self.channels("assigned"), [(self.evaluation.with_user(self.users["assigned"]), "outline")])
        self.assertEqual(self.channels("manager", 2**30 - 1), [])
        self.assertEqual(self.env(user=self.env.ref("base.public_user"))["ir.websocket"]._watched([1]), [])

    def test_it_costs_one_query_for_all_that_is_changed_and_one_for_a_name(self):
        def cost():
            evaluation = self.as_user("evaluator")
            lines = evaluation.line_ids.filtered(lambda line: not line.is_heading)
            before = self.cr.sql_log_count
            evaluation.write({"line_ids": [(1, line.id, {"explanation": str(before)}) for line in lines]})
            self.env.flush_all()
            self.cr.flush()
            return self.cr.sql_log_count - before

        cost()
        with_bus = cost()
        self.env["ir.config_parameter"].set_param(LIVE, False)
        cost()
        self.assertLessEqual(with_bus - cost(), 2)
