import json
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from ..cases.common import ROLES
from ..cases.events_case import EventsCase


@tagged("post_install", "-at_install")
class TestEvents(EventsCase):
    """What is an event, what it tells, and who reads it."""

    def test_every_step_is_an_event(self):
        self.submit()
        self.settle()
        self.as_user("reviewer").action_return("Thiếu tài liệu")
        self.as_user("evaluator").action_submit()
        self.settle()
        self.as_user("approver").action_approve()
        self.as_user("approver").action_withdraw("Sai số liệu")
        told = self.told("decision", self.evaluation)
        steps = [(each["values"]["step"], each["values"]["reason"]) for each in told]
        self.assertEqual(
            steps,
            [
                ("submit", None),
                ("return", "Thiếu tài liệu"),
                ("submit", None),
                ("approve", None),
                ("withdraw", "Sai số liệu"),
            ],
        )
        decision = self.evaluation.decision_ids.sorted("number")[-1]
        values = told[-1]["values"]
        self.assertEqual(values["user_id"], {"id": self.users["approver"].id, "name": "test_approver"})
        self.assertEqual(values["decided_on"], fields.Datetime.to_string(decision.decided_on))
        self.assertEqual(values["final_points"], f"{decision.final_points:.2f}")
        self.assertEqual([each["values"]["digest"] for each in self.told("seal")], [self.evaluation.seal])

    def test_an_event_says_who_when_and_about_what(self):
        self.env["hr.employee"].create(
            {
                "name": "x",
                "user_id": self.users["approver"].id,
                "job_title": "Phó Giám đốc",
                "company_id": self.company.id,
            }
        )
        self.approve()
        event = self.events("decision", self.evaluation)[-1]
        told = json.loads(event.content)
        self.assertEqual(
            told["who"],
            {
                "id": self.users["approver"].id,
                "login": "test_approver",
                "name": self.users["approver"].name,
                "function": "Phó Giám đốc",
            },
        )
        self.assertEqual(told["evaluation"], {"id": self.evaluation.id, "reference": self.evaluation.name})
        self.assertEqual(told["time"], f"{event.happened_on.isoformat()}Z")
        self.assertEqual((event.who, event.evaluation_name), ("test_approver", self.evaluation.name))

    def test_number_and_date_given_late_are_an_event(self):
        self.approve()
        self.as_user("evaluator").write({"report_number": "15/BC", "report_date": "2020-12-20"})
        (late,) = [each for each in self.told("decision") if each["values"]["step"] == "register"]
        self.assertEqual(late["values"]["new_value"], "15/BC, 20/12/2020")

    def test_whoever_comes_to_a_desk_and_goes_is_an_event(self):
        before = len(self.told("desk", self.evaluation))
        self.submit()
        came = [each["login"] for told in self.told("desk", self.evaluation)[before:] for each in told["came"]]
        went = [each["login"] for told in self.told("desk", self.evaluation)[before:] for each in told["went"]]
        self.assertIn("test_reviewer", came)
        self.assertIn("test_evaluator", went)
        before = len(self.events("desk"))
        self.evaluation._sync_desks()
        self.assertEqual(len(self.events("desk")), before, "to look again changes nothing")

    def test_a_row_that_is_settled_and_one_that_is_reopened(self):
        self.row("N.1").write({"status": "not_applicable", "explanation": "Không có"})
        self.submit()
        self.settle()
        self.assertIn("N.1", [told["row"] for told in self.told("row_settled", self.evaluation)])
        self.as_user("reviewer", self.row("N.1")).action_question("Vì sao?")
        self.assertEqual(
            self.told("row_reopened", self.evaluation),
            [{"rows": [{"code": "N.1", "before": "accepted", "after": "questioned"}]}],
        )

    def test_what_was_confirmed_together_and_is_void(self):
        self.submit()
        self.settle()
        self.as_user("reviewer").action_review()
        confirmed = self.evaluation.line_ids.filtered(lambda line: line.review_state == "confirmed")
        self.assertTrue(confirmed)
        self.as_user("reviewer").action_return("Xem lại")
        (told,) = self.told("row_reopened", self.evaluation)
        self.assertEqual({row["code"] for row in told["rows"]}, set(confirmed.mapped("code")))

    def test_files_that_are_taken_out(self):
        users = self.make_users({"second": "agency_evaluation.group_manager"})
        action = self.as_user("manager").action_take_out_files(self.file.ids, "Bí mật", "1/QĐ")
        self.env["agency.evaluation.quarantine"].browse(action["res_id"]).with_user(users["second"]).action_consent()
        states = [told["values"]["state"] for told in self.told("quarantine")]
        self.assertEqual(states, ["asked", "done"])
        (named,) = self.told("taken_out", self.evaluation)
        self.assertEqual(
            named["files"], [{"key": self.file.id, "name": "document.pdf", "sha256": self.file.evidence_sha256}]
        )

    def test_substitutes_reliefs_and_retention(self):
        self.users |= self.make_users({"second": "agency_evaluation.group_approver"})
        values = {
            "approver_id": self.users["approver"].id,
            "substitute_id": self.users["second"].id,
            "date_from": "2020-01-01",
            "date_to": "2020-01-31",
        }
        substitution = self.as_user("manager", self.env["agency.evaluation.substitution"]).create(values)
        substitution.write({"date_to": "2020-02-01"})
        substitution.write({"date_to": "2020-02-01"})
        substitution.unlink()
        told = self.told("substitution")
        self.assertEqual([each["done"] for each in told], ["made", "changed", "deleted"])
        self.assertEqual(told[1]["before"]["date_to"], "2020-01-31")
        self.assertEqual(told[0]["values"]["substitute_id"]["name"], "test_second")
        relief = self.as_user("manager", self.env["agency.evaluation.relief"]).create(
            {
                "criteria_set_id": self.criteria_set.id,
                "department_ids": self.other_unit.ids,
                "criterion_ids": self.criteria_set.criterion_ids[:1].ids,
                "decision_number": "15/QĐ",
                "decision_date": "2020-01-05",
            }
        )
        relief.write({"reason": "Không có việc"})
        relief.unlink()
        self.assertEqual([each["done"] for each in self.told("relief")], ["made", "changed", "deleted"])
        self.as_user("manager", self.criteria_set).write({"retention_years": 10})
        (told,) = self.told("retention")
        self.assertEqual((told["before"], told["after"]), (0, 10))

    def test_successions_and_former_names(self):
        succession = self.as_user("manager", self.env["agency.evaluation.succession"]).create(
            {
                "predecessor_ids": self.other_unit.ids,
                "successor_id": self.unit.id,
                "date_from": "2020-03-01",
                "decision_number": "12/QĐ-UBND",
                "decision_date": "2020-02-20",
            }
        )
        succession.write({"revocation": "Nhầm đơn vị"})
        made, revoked = self.told("succession")
        self.assertEqual([each["id"] for each in made["values"]["predecessor_ids"]], self.other_unit.ids)
        self.assertEqual((made["done"], made["values"]["decision_number"]), ("made", "12/QĐ-UBND"))
        self.assertEqual((revoked["done"], revoked["values"]["revocation"]), ("changed", "Nhầm đơn vị"))
        self.assertIsNone(revoked["before"]["revocation"])
        former = self.as_user("manager", self.env["agency.evaluation.unit.name"]).create(
            {"department_id": self.unit.id, "name": "Sở Cũ", "date_to": "2019-12-31", "reason": "Quyết định 1/QĐ"}
        )
        former.write({"name": "Sở Xưa", "reason": "Quyết định 2/QĐ"})
        told = [each["values"] for each in self.told("renaming")]
        self.assertEqual([each["reason"] for each in told], ["Quyết định 1/QĐ", "Quyết định 2/QĐ"])
        self.assertIn("Sở Xưa", told[1]["after"])

    def test_an_official_paper_that_is_kept(self):
        self.approve()
        kept = self.evaluation._official_paper("score_sheet")
        (told,) = self.told("paper", self.evaluation)
        self.assertEqual(told["values"], {"paper": "score_sheet", "edition": 1, "sha256": kept.sha256})

    def test_the_retention_of_a_set_that_companies_share_is_told_in_each(self):
        other = self.env["res.company"].create({"name": "Chi cục"})
        self.criteria_set.sudo()._write_through({"company_id": False})
        unit = self.env["hr.department"].create({"name": "Chi cục", "company_id": other.id})
        self.make_evaluation(self.criteria_set, department_id=unit.id, year=2031, user_id=False)
        self.criteria_set.with_company(other).write({"retention_years": 10})
        self.assertEqual(len(self.told("retention")), 1)
        domain = [("company_id", "=", other.id), ("kind", "=", "retention")]
        self.assertEqual(self.env["agency.evaluation.event"].search_count(domain), 1)

    def test_what_is_undone_leaves_no_event(self):
        before = len(self.events())
        with self.cr.savepoint() as savepoint:
            self.submit()
            savepoint.rollback()
        self.assertEqual(len(self.events()), before)

    def test_an_event_outlives_what_it_is_about(self):
        other = self.make_evaluation(self.criteria_set, year=2031, user_id=self.users["evaluator"].id)
        key, name = other.id, other.name
        self.assertTrue(self.events("desk", other))
        other.unlink()
        event = self.env["agency.evaluation.event"].search([("evaluation_key", "=", key)], limit=1)
        self.assertEqual(event.evaluation_name, name)

    def test_managers_and_auditors_read_those_of_their_companies_and_nobody_writes(self):
        self.approve()
        chain = self.link()
        abroad = self.env["res.company"].create({"name": "Tỉnh khác"})
        self.env["agency.evaluation.event"]._record(abroad, [("export", None, {})])
        foreign = self.env["agency.evaluation.event"].search([("company_id", "=", abroad.id)])
        event = self.events()[-1]
        for role in (*ROLES, "outsider"):
            as_user = self.as_user(role, event)
            for records in (event, chain):
                may = role in ("manager", "auditor")
                self.assertEqual(records.with_user(self.users[role]).has_access("read"), may, (role, records))
            self.assertFalse(self.as_user(role, foreign).has_access("read"))
            for attempt in (
                lambda as_user=as_user: as_user.write({"content": "{}"}),
                as_user.unlink,
                lambda as_user=as_user: as_user.create({"company_id": self.company.id, "kind": "seal"}),
            ):
                with self.assertRaises(UserError):
                    attempt()
        for attempt in (
            lambda: event.sudo().write({"content": "{}"}),
            event.sudo().unlink,
            lambda: event.sudo().create({"company_id": self.company.id, "kind": "seal"}),
            chain.sudo().unlink,
        ):
            with self.assertRaisesRegex(UserError, "stay as they were made"):
                attempt()

    def test_the_events_of_an_evaluation_open_from_it(self):
        action = self.as_user("auditor").action_view_events()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found.sorted("id"), self.events(evaluation=self.evaluation))
        with self.assertRaises(AccessError):
            self.as_user("evaluator").action_view_events()


@tagged("post_install", "-at_install")
class TestAccessEvents(EventsCase, HttpCase):
    """Who takes files and papers without being of the unit is kept for good."""

    def get(self, address, role):
        self.env.flush_all()
        self.authenticate(self.users[role].login, self.users[role].login)
        return self.url_open(address)

    def test_only_others_than_the_unit(self):
        for role, expected in (("evaluator", 0), ("auditor", 1), ("reviewer", 1)):
            for address in (
                f"/web/content/{self.file.id}",
                f"/agency_evaluation/{self.evaluation.id}/score_sheet.xlsx",
                f"/report/html/agency_evaluation.report_score_sheet/{self.evaluation.id}",
                f"/report/pdf/agency_evaluation.report_score_sheet/{self.evaluation.id}",
            ):
                with self.subTest(role=role, address=address):
                    before = len(self.events("access")), self.logged()
                    self.assertEqual(self.get(address, role).status_code, 200)
                    self.env.invalidate_all()
                    self.assertEqual((len(self.events("access")) - before[0], self.logged() - before[1]), (expected, 1))
        self.assertEqual(self.told("access")[0]["values"]["target"], "document.pdf")
        self.assertEqual(self.told("access")[2]["values"]["target"], "score_sheet.html")

    def logged(self):
        return self.env["agency.evaluation.access.log"].search_count([("evaluation_id", "=", self.evaluation.id)])

    def test_who_is_refused_takes_nothing(self):
        before = len(self.events("access"))
        self.get(f"/report/html/agency_evaluation.report_score_sheet/{self.evaluation.id}", "outsider")
        self.get("/report/html/agency_evaluation.report_score_sheet/abc", "auditor")
        self.assertEqual(len(self.events("access")), before)

    def test_the_log_expires_and_the_event_does_not(self):
        self.get(f"/web/content/{self.file.id}", "auditor")
        log = self.env["agency.evaluation.access.log"]
        self.sql(
            "UPDATE agency_evaluation_access_log SET read_on = %(on)s",
            on=fields.Datetime.now() - timedelta(days=31 * 13 + 1),
        )
        log._forget_expired()
        self.assertFalse(self.logged())
        self.assertTrue(self.events("access", self.evaluation))
