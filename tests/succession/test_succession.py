from psycopg2.errors import CheckViolation, NotNullViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import SQL, mute_logger

from ..cases.succession_case import SuccessionCase


@tagged("post_install", "-at_install")
class TestSuccession(SuccessionCase):
    """What became of units is recorded, and those who work in the succeeding ones go on with what is open."""

    def test_people_of_the_succeeding_unit_open_and_finish_the_evaluation_under_its_name(self):
        self.employees["evaluator"].action_archive()
        self.employees["colleague"].action_archive()
        self.assertFalse(self.can_see("specialist"))
        self.assert_desks(manage="manager")
        self.record()
        self.assertTrue(self.can_see("specialist"))
        self.assert_desks(evaluate="specialist")
        evaluation = self.as_user("specialist")
        self.assertTrue(evaluation.is_of_own_unit)
        evaluation.line_ids.filtered(lambda line: not line.is_heading).write(
            {"self_points": 1.0, "explanation": "Theo sổ"}
        )
        evaluation.action_check()
        evaluation.finding_ids.write({"justification": "Đã đối chiếu"})
        evaluation.action_submit()
        self.assertEqual((evaluation.state, evaluation._unit_name()), ("submitted", "Sở của tỉnh"))
        self.as_user("approver").action_approve()
        self.assertEqual(self.evaluation.state, "approved")

    def test_the_search_by_own_unit_and_the_field_say_the_same(self):
        other = self.make_evaluation(self.make_criteria_set("X", [("A", None, "I", 1.0)], company_id=self.company.id))
        other_unit = self.make_unit("Sở Y tế")
        another = self.make_evaluation(other.criteria_set_id, department_id=other_unit.id)
        self.record()
        own = self.as_user("specialist", self.evaluation + other + another).sudo().filtered("is_of_own_unit")
        self.assertEqual(own.sudo(False).ids, (self.evaluation + other).ids)
        found = (
            self.env["agency.evaluation"].with_user(self.users["specialist"]).search([("is_of_own_unit", "=", True)])
        )
        self.assertEqual(set(found.ids), set(own.ids))

    def test_a_revision_of_what_the_former_unit_had_approved_comes_to_them_with_its_answers(self):
        self.score_all()
        self.as_user("evaluator").action_submit()
        self.as_user("approver").action_approve()
        for name in ("evaluator", "colleague"):
            self.employees[name].action_archive()
        self.record()
        action = self.as_user("manager").action_revise("Sửa số liệu")
        revision = self.env["agency.evaluation"].browse(action["res_id"])
        self.assert_desks(revision, evaluate="specialist")
        self.assertEqual(revision.self_points, self.evaluation.self_points)
        self.as_user("specialist", self.row("B.1", revision)).write({"self_points": 2.0})
        self.assertEqual(revision._unit_name(), "Sở của tỉnh")

    def test_those_of_the_former_unit_who_are_still_there_stay(self):
        self.record()
        self.assertTrue(self.can_see("colleague"))
        self.assert_desks(evaluate="evaluator")

    def test_a_chain_of_successions_is_followed(self):
        middle = self.make_unit("Sở Tài nguyên")
        self.record(later=middle)
        self.assertFalse(self.can_see("specialist"))
        self.record(middle, date_from="2022-01-01")
        self.assertTrue(self.can_see("specialist"))

    def test_nothing_follows_before_the_day_whatever_a_client_says(self):
        self.record(date_from=self.day(1))
        self.assertFalse(self.can_see("specialist"))
        far_east = self.as_user("specialist").with_context(tz="Pacific/Kiritimati")
        with self.assertRaises(AccessError):
            far_east.read(["state"])
        self.record(self.make_unit("Khác"), self.unit, date_from=self.day(0))
        self.assertTrue(self.can_see("specialist"))

    def test_where_a_part_is_split_off_the_former_unit_keeps_its_own(self):
        self.record(kind="split", is_ended=False)
        self.assertFalse(self.can_see("specialist"))
        self.assertFalse(self.evaluation.ending_note)

    def test_after_a_revocation_nothing_follows_and_the_record_stays(self):
        succession = self.record()
        self.assertTrue(self.can_see("specialist"))
        manager = self.as_user("manager", succession)
        for nothing in (False, "", "  "):
            with self.assertRaisesRegex(UserError, "Give a reason"):
                manager.write({"revocation": nothing})
        manager.write({"revocation": "Ghi nhầm đơn vị"})
        self.assertFalse(self.can_see("specialist"))
        self.assertEqual(succession.revoked_by_id, self.users["manager"])
        with self.assertRaisesRegex(UserError, "revoked already"):
            manager.write({"revocation": "Lần nữa"})

    def test_what_was_recorded_stays_as_it_was(self):
        succession = self.record()
        self.assertEqual(succession.user_id, self.users["manager"])
        for values in (
            {"successor_id": self.unit.id},
            {"date_from": "2022-01-01"},
            {"predecessor_ids": [Command.clear()]},
            {"user_id": self.users["evaluator"].id},
            {"revoked_on": "2021-01-01 00:00:00"},
            {"revocation": "x", "decision_number": "13/QĐ"},
        ):
            for record in (self.as_user("manager", succession), succession.sudo()):
                with self.subTest(values), self.assertRaisesRegex(UserError, "kept by the system"):
                    record.write(values)
        with self.assertRaisesRegex(UserError, "kept by the system"):
            succession.sudo().unlink()

    def test_nobody_records_in_another_s_name(self):
        successions = self.env["agency.evaluation.succession"].with_user(self.users["manager"])
        for name, value in (("user_id", self.users["approver"].id), ("recorded_on", "2020-01-01"), ("revocation", "x")):
            with self.subTest(name), self.assertRaisesRegex(UserError, "kept by the system"):
                successions.create({**self.values(), name: value})
        forged = successions.with_context(default_user_id=self.users["approver"].id, default_revocation="x")
        succession = forged.create(self.values())
        self.assertEqual((succession.user_id, succession.revocation), (self.users["manager"], False))

    def test_only_a_manager_of_the_agency_records_one(self):
        for role in ("evaluator", "reviewer", "approver", "auditor", "outsider", "specialist"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.env["agency.evaluation.succession"].with_user(self.users[role]).create(self.values())
        self.send_away("manager")
        with self.assertRaises(AccessError):
            self.env["agency.evaluation.succession"].with_user(self.users["manager"]).create(self.values())

    def test_units_of_another_agency_have_nothing_to_do_with_it(self):
        foreign = self.env["hr.department"].create({"name": "Khác", "company_id": self.env.ref("base.main_company").id})
        for formers, later in (((foreign,), self.later_unit), ((self.unit,), foreign)):
            with self.assertRaises(UserError):
                self.env["agency.evaluation.succession"].create(self.values(*formers, later=later))

    def test_no_unit_comes_from_itself(self):
        third = self.make_unit("Sở Y tế")
        self.record()
        self.record(self.later_unit, later=third)
        for former, later in ((self.unit, self.unit), (self.later_unit, self.unit), (third, self.unit)):
            with self.subTest(later.name), self.assertRaisesRegex((UserError, CheckViolation), "itself"):
                with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                    self.record(former, later=later)
        with self.assertRaisesRegex(UserError, "Name the units"):
            self.env["agency.evaluation.succession"].create({**self.values(), "predecessor_ids": []})

    def test_a_revoked_one_closes_no_circle(self):
        self.record().write({"revocation": "Ghi ngược"})
        self.record(self.later_unit, later=self.unit)
        self.assertTrue(self.can_see("evaluator"))

    @mute_logger("odoo.sql_db")
    def test_the_database_itself_refuses_a_circle(self):
        first, second = self.record(), self.record(self.make_unit("Khác"))
        self.env.flush_all()
        relation = SQL(
            "INSERT INTO agency_evaluation_succession_predecessor_rel VALUES (%s, %s)", second.id, self.later_unit.id
        )
        renamed = SQL("UPDATE agency_evaluation_succession SET successor_id = %s WHERE id = %s", self.unit.id, first.id)
        dissolved = SQL("UPDATE agency_evaluation_succession SET kind = 'dissolve' WHERE id = %s", first.id)
        went_on = SQL("UPDATE agency_evaluation_succession SET is_ended = FALSE WHERE id = %s", first.id)
        for attack in (relation, renamed, dissolved, went_on):
            with self.assertRaises(CheckViolation), self.env.cr.savepoint():
                self.env.cr.execute(attack)

    def test_junk_is_refused_in_words(self):
        successions = self.env["agency.evaluation.succession"].with_user(self.users["manager"])
        for name, value in (
            ("date_from", "31/02/2021"),
            ("decision_number", "\0"),
            ("predecessor_ids", [[6, 0, "x"]]),
            ("predecessor_ids", [[9, 9]]),
            ("successor_id", "x"),
            ("nothing", 1),
        ):
            with self.subTest(name), self.assertRaises(UserError):
                successions.create({**self.values(), name: value})
        with self.assertRaises(UserError):
            successions.create("x")
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            successions.create({**self.values(), "decision_number": " "})
        for name in ("decision_number", "date_from", "decision_date"):
            with self.subTest(name), self.assertRaises(NotNullViolation), mute_logger("odoo.sql_db"):
                with self.env.cr.savepoint():
                    successions.create({**self.values(), name: False})

    def test_the_form_records_one(self):
        successions = self.env["agency.evaluation.succession"].with_user(self.users["manager"])
        with Form(successions) as form:
            form.predecessor_ids.add(self.unit)
            form.successor_id = self.later_unit
            form.decision_number, form.decision_date, form.date_from = "1/QĐ", "2021-02-01", "2021-03-01"
        self.assertEqual(form.record.company_id, self.company)
        self.assertTrue(self.can_see("specialist"))

    def test_an_open_evaluation_says_what_became_of_its_unit(self):
        self.assertFalse(self.evaluation.ending_note)
        self.record()
        self.later_unit.name = "Sở Khác tên"
        self.env.invalidate_all()
        note = (
            "Sở của tỉnh ended on 01/03/2021 by Quyết định số 12/QĐ-UBND ngày 20/02/2021; Sở Nông nghiệp và Môi trường "
            "succeeds it."
        )
        self.assertEqual(self.as_user("specialist").ending_note, note)
        found = self.env["agency.evaluation"].search([("is_of_ended_unit", "=", True)])
        self.assertEqual(found, self.evaluation)

    def test_a_unit_dissolved_without_successor_leaves_its_evaluation_to_the_managers(self):
        for name in ("evaluator", "colleague"):
            self.employees[name].action_archive()
        self.record(kind="dissolve", successor_id=False)
        self.assert_desks(manage="manager")
        self.assertIn("no unit succeeds it", self.as_user("manager").ending_note)

    def test_cancelling_names_the_decision(self):
        self.record()
        action = self.as_user("manager").action_cancel()
        dialog = self.env["agency.evaluation.reason"].with_user(self.users["manager"])
        dialog = dialog.with_context(**action["context"]).create({})
        self.assertIn("12/QĐ-UBND", dialog.reason)
        dialog.action_confirm()
        self.assertEqual(self.evaluation.state, "cancelled")
        (decision,) = self.evaluation.decision_ids
        self.assertEqual(decision.reason, dialog.reason)

    def test_whatever_the_reason_says_the_decision_is_named_once(self):
        self.record()
        self.as_user("manager").action_cancel("Đơn vị không còn")
        (decision,) = self.evaluation.decision_ids
        self.assertTrue(decision.reason.startswith("Đơn vị không còn\n"))
        self.assertEqual(decision.reason.count("12/QĐ-UBND"), 1)

    def test_a_unit_that_ended_is_evaluated_for_no_later_period(self):
        self.record()
        criteria_set = self.make_criteria_set("2022", [("A", None, "I", 1.0)], year=2022, company_id=self.company.id)
        with self.assertRaisesRegex(ValidationError, "ended on 01/03/2021"):
            self.make_evaluation(criteria_set)
        earlier = self.make_criteria_set("2019", [("A", None, "I", 1.0)], year=2019, company_id=self.company.id)
        evaluation = (
            self.env["agency.evaluation"]
            .with_user(self.users["specialist"])
            .create({"criteria_set_id": earlier.id, "department_id": self.unit.id})
        )
        self.assertEqual(evaluation.user_id, self.users["specialist"])

    def test_a_succession_is_no_secret_to_those_of_the_agency_and_to_no_other(self):
        succession = self.record()
        for role in ("evaluator", "auditor", "specialist"):
            self.assertTrue(self.as_user(role, succession).read(["decision_number"]))
        self.send_away("auditor")
        with self.assertRaises(AccessError):
            self.as_user("auditor", succession).read(["decision_number"])
