import math

from odoo.fields import Command
from odoo.tests import tagged

from ...scoring import marked_html
from ..cases.query_case import QueryCase

EVALUATION = "agency.evaluation"


@tagged("post_install", "-at_install")
class TestMaking(QueryCase):
    """Evaluations of many units are made at once, each as if it were made by itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.large = cls.make_rich_set(93)
        cls.units = cls.env["hr.department"].create([{"name": f"Đơn vị {n}"} for n in range(40)])
        cls.people = {f"{name}_id": cls.users[role].id for name, role in cls.ROLES_BY_FIELD.items()}

    ROLES_BY_FIELD = {"user": "evaluator", "reviewer": "reviewer", "approver": "approver"}

    @classmethod
    def make_rich_set(cls, rows):
        """Make a set with facts, and with sections that name the unit, the year and facts."""
        criteria_set = cls.make_large_set(rows, f"RICH-{rows}", publish=False)
        cls.env["agency.evaluation.indicator"].create(
            [{"set_id": criteria_set.id, "code": f"f{n}", "name": f"Số liệu {n}"} for n in range(20)]
        )
        bodies = [
            "<p>{{unit}} trong năm {{year}} có {{f1}} văn bản.</p>",
            "<p>Phần chung: {{f2}} &amp; {{documents}} tài liệu</p><ul><li>{{shortcomings}}</li></ul>",
            False,
        ]
        cls.env["agency.evaluation.section.template"].create(
            [{"set_id": criteria_set.id, "title": f"Phần {n}", "body": body} for n, body in enumerate(bodies)]
        )
        criteria_set.action_publish()
        return criteria_set

    def values(self, units, **values):
        return [{"criteria_set_id": self.large.id, "department_id": unit.id, **values} for unit in units]

    def make(self, units, **values):
        return self.env[EVALUATION].with_user(self.users["manager"]).create(self.values(units, **values))

    def test_many_cost_as_many_queries_as_a_few(self):
        """With people named on each of them."""
        self.make(self.units[:2], **self.people)
        few, _made = self.count(lambda: self.make(self.units[2:5], **self.people))
        many, made = self.count(lambda: self.make(self.units[5:25], **self.people))
        self.assertEqual(len(made), 20)
        self.assertLessEqual(many - few, 1)  # what is told of one by name is told of many by a list

    def test_named_people_cost_no_more_queries_than_a_few(self):
        self.make(self.units[:2], **self.people)
        nobody, _made = self.count(lambda: self.make(self.units[2:12], user_id=False))
        named, _made = self.count(lambda: self.make(self.units[12:22], **self.people))
        self.assertLessEqual(named - nobody, 12)

    def test_each_is_followed_by_those_who_are_named_on_it(self):
        other = self.env["res.users"].create(
            {
                "name": "Chuyên viên khác",
                "login": "test_other",
                "group_ids": [Command.link(self.env.ref("agency_evaluation.group_evaluator").id)],
            }
        )
        manager = self.users["manager"].partner_id
        made = (
            self.env[EVALUATION]
            .with_user(self.users["manager"])
            .create(
                [
                    *self.values(self.units[:1], user_id=self.users["evaluator"].id),
                    *self.values(self.units[1:2], user_id=other.id),
                    *self.values(self.units[2:3], user_id=False),
                ]
            )
        )
        followers = [evaluation.message_partner_ids for evaluation in made]
        self.assertIn(self.users["evaluator"].partner_id, followers[0])
        self.assertNotIn(other.partner_id, followers[0])
        self.assertIn(other.partner_id, followers[1])
        self.assertNotIn(self.users["evaluator"].partner_id, followers[1] | followers[2])
        for each in followers:
            self.assertIn(manager, each)
        by_itself = self.make(self.units[3:4], user_id=other.id)
        subtypes = [
            evaluation.message_follower_ids.filtered(lambda one: one.partner_id == other.partner_id).subtype_ids
            for evaluation in (made[1], by_itself)
        ]
        self.assertTrue(subtypes[0])
        self.assertEqual(*subtypes)

    def test_one_costs_few_queries(self):
        """Whoever is named is read once, and followers are one statement, whoever else makes it."""
        self.make(self.units[:1], **self.people)
        one, _made = self.count(lambda: self.make(self.units[1:2], **self.people))
        self.assertLessEqual(one, 66)

    def test_who_follows_at_once_follows_as_odoo_lets_them(self):
        """Whoever is subscribed twice, is a guest, or is told something else: all of them."""
        guest = self.env["res.partner"].create({"name": "Khách"})
        one, other = (self.users[name].partner_id for name in ("reviewer", "approver"))
        self.assertTrue(guest.partner_share)
        self.env["mail.message.subtype"].create(
            {"name": "Chỉ trong cơ quan", "res_model": EVALUATION, "default": True, "internal": True}
        )
        Followers = self.env["mail.followers"].with_user(self.users["manager"])
        kinds = self.env["mail.message.subtype"].search([("res_model", "in", [False, EVALUATION])])
        calls = [
            {"partner_ids": (one | guest).ids},
            {"partner_ids": (one | other).ids, "subtypes": {one.id: kinds.ids, other.id: []}},
            {"partner_ids": one.ids, "subtypes": {one.id: kinds[:2].ids}, "existing_policy": "update"},
            {"partner_ids": other.ids, "subtypes": {other.id: kinds[:1].ids}, "existing_policy": "replace"},
            {"partner_ids": guest.ids, "subtypes": {guest.id: kinds[-1:].ids}, "existing_policy": "skip"},
            {"partner_ids": []},
        ]
        at_once, by_odoo = (self.make(self.units[n : n + 1], user_id=False) for n in range(2))
        both = at_once | by_odoo
        both.message_unsubscribe(both.message_partner_ids.ids)
        with Followers._at_once(EVALUATION):
            for values in calls:
                Followers._insert_followers(EVALUATION, at_once.ids, **values)
        for values in calls:
            Followers._insert_followers(EVALUATION, by_odoo.ids, **values)
        kept, expected = (
            {each.partner_id: each.subtype_ids for each in evaluation.sudo().message_follower_ids}
            for evaluation in (at_once, by_odoo)
        )
        self.assertEqual(kept, expected)
        self.assertEqual(at_once.message_partner_ids, one | other | guest)

    def test_those_on_whose_desks_it_comes_follow(self):
        """Nobody works in the unit, so that it comes to the managers."""
        manager = self.env["res.users"].create(
            {
                "name": "Quản lý khác",
                "login": "test_other_manager",
                "group_ids": [Command.link(self.env.ref("agency_evaluation.group_manager").id)],
            }
        )
        evaluation = self.make(self.units[:1], user_id=False)
        self.assertIn(manager, evaluation.desk_user_ids)
        self.assertIn(manager.partner_id, evaluation.message_partner_ids)

    def test_references_are_numbered_through(self):
        sequence = self.env["ir.sequence"].search([("code", "=", EVALUATION)], limit=1)
        for values in ({}, {"implementation": "no_gap"}, {"use_date_range": True}):
            with self.subTest(**values):
                sequence.write(values)
                year = 2030 + self.env[EVALUATION].search_count([])
                names = self.make(self.units[:3], year=year).mapped("name")
                numbers = [int("".join(filter(str.isdigit, name))) for name in names]
                self.assertEqual(numbers, list(range(numbers[0], numbers[0] + 3)))

    def test_rows_stand_as_the_criteria_do(self):
        for evaluation in self.make(self.units[:2]):
            rows = evaluation.line_ids
            criteria = self.large.criterion_ids.sorted("sequence")
            self.assertEqual(rows.criterion_id, criteria)
            self.assertEqual(rows.mapped("sequence"), criteria.mapped("sequence"))
            self.assertEqual(rows.mapped("is_heading"), criteria.mapped("is_heading"))
            self.assertEqual([row.parent_id.criterion_id for row in rows], [row.parent_id for row in criteria])
            self.assertEqual(rows.parent_id.evaluation_id, evaluation)
            self.assertEqual(set(rows.mapped("status")), {"todo"})
            self.assertEqual(evaluation.max_points, self.large.total_points)

    def test_facts_are_those_of_the_set_in_its_order(self):
        for evaluation in self.make(self.units[:2]):
            self.assertEqual(evaluation.fact_ids.indicator_id, self.large.indicator_ids)
            self.assertEqual(evaluation.fact_ids.mapped("sequence"), self.large.indicator_ids.mapped("sequence"))

    def test_a_section_starts_with_what_the_orm_would_store(self):
        """Each has the name of its own unit, and is what writing the same text makes of it."""
        codes = self.large.indicator_ids.mapped("code")
        for evaluation in self.make(self.units[:3], user_id=False).sudo():
            for section in evaluation.section_ids:
                template = section.template_id
                self.assertEqual((section.sequence, section.level), (template.sequence, template.level))
                texts = {**dict.fromkeys([*codes, "documents"], "……"), **evaluation._report_names()}
                expected = marked_html.tidy(evaluation._for_period(template.body), texts)
                stored = section.body, section.filled
                section._write_through({"body": expected})
                section.flush_recordset()
                section.invalidate_recordset()
                self.assertEqual((section.body, section.filled), stored)
                in_texts, in_lists = marked_html.marks(section.body)
                filled = {"texts": dict(in_texts), "lists": {name: {} for name, _items in in_lists}}
                self.assertEqual(section.filled, filled)
            self.assertIn(evaluation.department_id.name, evaluation.section_ids[0].body)

    def test_a_round_is_made_once_however_often_it_is_begun(self):
        Evaluation = self.env[EVALUATION].with_user(self.users["manager"])
        plan = self.values(self.units[:9], date_from="2020-01-01", date_to="2020-03-31")
        made, missing = Evaluation._make_missing(plan, limit=4)
        self.assertEqual((made.department_id, missing), (self.units[:4], 5))
        made[0].action_cancel("Không thuộc đợt này")
        others, missing = Evaluation._make_missing(plan)
        self.assertEqual((others.department_id, missing), (self.units[4:9], 0))
        again, missing = Evaluation._make_missing(plan)
        self.assertEqual((len(again), missing), (0, 0))

    def test_a_round_knows_periods_that_it_is_not_told(self):
        """A whole year is the same by its days, by its year and by nothing at all."""
        Evaluation = self.env[EVALUATION]
        Evaluation._make_missing(self.values(self.units[:1]))
        for period in ({"year": 2020}, {"date_from": "2020-01-01"}, {"date_to": "2020-12-31"}, {}):
            with self.subTest(**period):
                made, missing = Evaluation._make_missing(self.values(self.units[:1], **period))
                self.assertEqual((len(made), missing), (0, 0))
        made, _missing = Evaluation._make_missing(self.values(self.units[:1], date_to="2020-06-30"))
        self.assertEqual(made.period_kind, "half")

    def test_copying_a_set_costs_the_same_for_few_rows_and_many(self):
        """The ORM sends an INSERT for every hundred records; nothing else grows."""
        sets = self.large, self.make_rich_set(325)
        sets[0].copy({"code": "WARM"})
        counts = []
        for criteria_set in sets:
            count, copy = self.count(lambda: criteria_set.copy({"code": f"{criteria_set.code}-2"}))  # noqa: B023
            self.assertEqual(copy.criterion_ids.mapped("code"), criteria_set.criterion_ids.mapped("code"))
            counts.append(count)
        self.assertLessEqual(counts[1] - counts[0], 3 * math.ceil(325 / 100))
