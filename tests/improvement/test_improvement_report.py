import re

from odoo.tests import tagged

from ..cases.facts_case import FactsCase


@tagged("post_install", "-at_install")
class TestImprovementReport(FactsCase):
    """The report lists the actions among its directions while it is a draft; later it says what it said."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        reported = cls.make_facts_set("REPORT", publish=False)
        cls.env["agency.evaluation.section.template"].create(
            {"set_id": reported.id, "title": "Phương hướng", "body": "<ul><li>{{directions}}</li></ul>"}
        )
        reported.action_publish()
        cls.evaluation = cls.make_consistent(reported)
        row = cls.row("N.1")
        row.write({"self_points": 2.0, "explanation": "Chậm"})
        cls.section = cls.evaluation.section_ids
        cls.action = cls.plan("Ban hành quy chế.", "2021-06-30")

    @classmethod
    def plan(cls, name, deadline):
        return cls.env["agency.evaluation.improvement"].create(
            {
                "line_id": cls.row("N.1").id,
                "name": name,
                "user_id": cls.users["evaluator"].id,
                "deadline": deadline,
            }
        )

    def printed(self):
        self.env.invalidate_all()
        return re.sub(r"<[^>]+>", " ", self.section._printed_body())

    def test_a_draft_lists_them(self):
        self.as_user("evaluator", self.section).action_fill()
        self.assertIn("Ban hành quy chế (thời hạn: 30/06/2021).", self.printed())
        self.assertFalse(self.section.outdated_count)
        self.action.name = "Ban hành quy trình"
        self.env.invalidate_all()
        self.assertEqual(self.section.outdated_count, 1)
        self.action.action_drop("Thôi")
        self.as_user("evaluator", self.section).action_fill()
        self.assertNotIn("Ban hành", self.printed())

    def test_what_was_handed_in_stays(self):
        self.as_user("evaluator", self.section).action_fill()
        self.env.invalidate_all()
        said = self.printed()
        self.evaluation._write_through({"state": "submitted"})
        self.plan("Tập huấn", "2021-09-30")
        self.action.action_drop("Thôi")
        self.assertEqual(self.printed(), said)
        self.assertFalse(self.section.outdated_count, "what is decided afterwards makes no report old")
