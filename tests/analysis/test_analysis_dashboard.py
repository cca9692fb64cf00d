from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..cases.query_case import QueryCase
from ..cases.round_case import CAMPAIGN, DEADLINES, RoundCase

#: What the dashboard may ask of the database, of however many units.
MOST = 20


@tagged("post_install", "-at_install")
class TestAnalysisDashboard(RoundCase, QueryCase):
    """What a round has come to at a glance, by the rules of who looks; each mark has the domain of what it counts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clusters = cls.env["agency.evaluation.cluster"].create(
            [
                {"name": name, "sequence": number, "department_ids": [Command.set(units.ids)]}
                for number, (name, units) in enumerate(
                    {"Khối 1": cls.departments[:2], "Khối 2": cls.departments[2]}.items()
                )
            ]
        )
        for unit in cls.campaign.unit_ids:
            unit.cluster_id = cls.clusters.filtered(lambda one, unit=unit: unit.department_id in one.department_ids)

    def dashboard(self, role="manager", *given):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env[CAMPAIGN].with_user(self.users[role]).read_dashboard(*given)

    def open_round(self):
        self.campaign.write(DEADLINES)
        self.open_and_make()

    def evaluation_of(self, place):
        return self.unit_of(self.departments[place]).evaluation_id.with_env(self.env)

    def complete(self, place, **points):
        """Answer each row of a unit's evaluation, submit and return it."""
        evaluation = self.evaluation_of(place)
        evaluation._state_facts({"hop": (8, ""), "so_hop": (8, "")})
        for row in evaluation.line_ids.filtered(lambda row: not row.is_heading):
            own = points.get(row.code.replace(".", "_"), 0.0 if row.is_bonus else row.max_points)
            row.write({"self_points": own, "explanation": "Chưa có kinh phí"})
        evaluation._write_through({"state": "submitted"})
        evaluation._store_totals()
        return evaluation

    def test_without_a_round_there_is_nothing_to_see(self):
        self.assertEqual(self.dashboard(), {"campaign": False, "campaigns": []})

    def test_progress_is_counted_by_cluster(self):
        self.open_round()
        self.complete(0)
        shown = self.dashboard()
        self.assertEqual((shown["campaign"]["id"], shown["campaign"]["state"]), (self.campaign.id, "open"))
        self.assertEqual(shown["unit_count"], 3)
        self.assertEqual({one["name"]: one["count"] for one in shown["progress"]}, {"draft": 2, "submitted": 1})
        self.assertEqual(
            [(one["name"], one["by"], one["late"]) for one in shown["clusters"]],
            [("Khối 1", {"draft": 1, "submitted": 1}, 2), ("Khối 2", {"draft": 1}, 1)],
        )
        # The deadlines are over, whatever the day is.
        self.assertEqual(shown["late_count"], 3)
        self.assertTrue(all(one["days_left"] < 0 for one in shown["campaign"]["deadlines"]))
        self.assertEqual([one["is_late"] for one in shown["due"]], [True] * 3)

    def test_what_loses_most_stands_first(self):
        self.open_round()
        self.complete(0, M_1=1.0)
        self.complete(1, M_1=0.5, M_2=0.5)
        rows = self.dashboard()["rows"]
        maximum = {row.code: row.max_points for row in self.criteria_set.criterion_ids}
        self.assertEqual(
            [(row["label"], row["lost"], row["units"]) for row in rows],
            [("M.1", 2 * maximum["M.1"] - 1.5, 2), ("M.2", maximum["M.2"] - 0.5, 1)],
        )

    def test_the_heat_map_shows_clusters_and_then_units(self):
        self.open_round()
        self.complete(0)
        self.complete(1, M_1=0.0)
        heat = self.dashboard()["heat"]
        self.assertEqual([line["name"] for line in heat["lines"]], ["Khối 1"])
        group = self.criteria_set.criterion_ids.filtered(lambda row: row.code == "M")
        lost = self.criteria_set.criterion_ids.filtered(lambda row: row.code == "M.1").max_points
        maximum = sum(row.max_points for row in group.child_ids)
        self.assertEqual(heat["lines"][0]["cells"][group.id]["share"], round(100 - 50 * lost / maximum, 1))
        units = self.dashboard("manager", self.campaign.id, self.clusters[0].id)["heat"]
        self.assertEqual(
            {line["name"]: line["cells"][group.id]["share"] for line in units["lines"]},
            {self.departments[0].name: 100.0, self.departments[1].name: round(100 - 100 * lost / maximum, 1)},
        )

    def test_every_mark_opens_what_it_counts(self):
        self.open_round()
        self.complete(0, M_1=0.0)
        self.evaluation_of(1)._refresh_findings()
        shown = self.dashboard()
        units, rows = self.env["agency.evaluation.campaign.unit"], self.env["agency.evaluation.row.analysis"]
        evaluations = self.env["agency.evaluation"]
        for mark in shown["progress"]:
            self.assertEqual(units.search_count(mark["domain"]), mark["count"])
        self.assertEqual(units.search_count(shown["late_domain"]), shown["late_count"])
        self.assertTrue(shown["findings"] and shown["unproved"])
        for mark in shown["findings"]:
            self.assertEqual(evaluations.search_count(mark["domain"]), mark["units"])
        self.assertEqual(sum(mark["count"] for mark in shown["grades"]), 1)
        for mark in shown["grades"]:
            self.assertEqual(evaluations.search_count(mark["domain"]), mark["count"])
        for mark in shown["unproved"]:
            self.assertEqual(rows.search_count(mark["domain"]), mark["count"])
        for mark in shown["rows"]:
            self.assertEqual(rows.search_count(mark["domain"]), mark["units"])
        for line in shown["heat"]["lines"]:
            for cell in line["cells"].values():
                self.assertTrue(rows.search_count(cell["domain"]))

    def test_the_trend_has_the_rounds_before(self):
        self.open_round()
        self.complete(0)
        before = self.make_campaign(self.departments, name="Quý I", date_from="2020-01-01", date_to="2020-03-31")
        self.open_and_make(before)
        trend = self.dashboard("manager", self.campaign.id)["trend"]
        self.assertEqual([one["id"] for one in trend["rounds"]], [before.id, self.campaign.id])
        self.assertEqual({line["name"]: list(line["by"]) for line in trend["lines"]}, {"Khối 1": [self.campaign.id]})
        # A round knows nothing of those that came after it.
        self.assertEqual([one["id"] for one in self.dashboard("manager", before.id)["trend"]["rounds"]], [before.id])

    def test_nobody_counts_what_he_may_not_read(self):
        self.open_round()
        self.complete(0)
        head = self.heads[0]
        self.users["head"] = head
        shown = self.dashboard("head")
        self.assertEqual((shown["unit_count"], len(shown["due"])), (1, 1))
        self.assertEqual([line["name"] for line in shown["heat"]["lines"]], ["Khối 1"])
        self.users["second"] = self.heads[1]
        self.assertFalse(self.dashboard("second")["heat"]["lines"])
        self.assertFalse(any(mark["count"] for mark in self.dashboard("second")["grades"]))
        self.assertFalse(self.dashboard("evaluator")["campaign"])
        with self.assertRaises(UserError):
            self.dashboard("evaluator", self.campaign.id)
        with self.assertRaises(AccessError):
            self.dashboard("outsider")

    def test_junk_is_refused_in_words(self):
        for junk in ("x", 2**63, -1, True, [1], 1.5, {"a": 1}):
            for given in ((junk,), (self.campaign.id, junk)):
                with self.subTest(given=given), self.assertRaises(UserError):
                    self.dashboard("manager", *given)

    def test_it_asks_as_much_of_many_units_as_of_few(self):
        self.open_round()
        self.complete(0)
        self.complete(2)
        self.evaluation_of(1)._refresh_findings()
        self.dashboard()
        few = self.count(self.dashboard)[0]
        departments, _heads = self.make_departments(40, prefix="Xã")
        self.campaign.write({"unit_ids": [Command.create({"department_id": one.id}) for one in departments]})
        self.open_and_make()
        for unit in self.campaign.unit_ids.filtered(lambda unit: unit.department_id in departments):
            unit._write_through({"cluster_id": self.clusters[1].id})
        made = self.campaign.evaluation_ids.with_env(self.env).filtered(lambda one: one.department_id in departments)
        made[:30]._write_through({"state": "submitted"})
        for evaluation in made[30:]:
            evaluation._refresh_findings()
        self.dashboard()
        many, shown = self.count(self.dashboard)
        self.assertEqual((many, shown["unit_count"]), (few, 43))
        self.assertLessEqual(many, MOST)
