# pylint: disable=translation-required  # what users type in a test is translated by nobody
import base64
import itertools

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..cases.common import PDF, ROLES
from ..cases.facts_case import FactsCase
from ..cases.mass import mass

#: What a client may send along, hoping that some code asks for it.
CONTEXTS = (
    {},
    {
        "default_state": "draft",
        "install_mode": True,
        "module": "agency_evaluation",
        "tracking_disable": True,
        "mail_notrack": True,
        "import_file": True,
        "skip_validation_check": True,
        "force_write": True,
        "_force_unlink": True,  # as Odoo says when it uninstalls a module
    },
)


@tagged("post_install", "-at_install")
class TestLocks(FactsCase):
    """What is submitted or approved stays as it is, by whatever door one comes in.

    The attacks, each as each of seven users (the administrator and the superuser too), with and without sudo, with and
    without hostile context keys (these by turns, all of them under `make stress`), on a submitted and on an approved
    evaluation:

    - the header: state back or forth, who submitted, dates, reference, totals, unit, company, period, evaluator, paper
      total, signature, first approval, whom it was approved for, the seal and its token, deletion, import
    - rows: own points, answer, explanation, assignment, points on paper, final points, difference, who answered, review
      state; on the row, through the evaluation, by import; a heading; deletion, clearing, moving, another criterion
    - evidence: links, abstract, new documents by three ways, copies, deletion, moving, files taken off or added, review
    - files: content by three fields, name, digest, deletion, moving in and out, on evaluation, row, document, message,
      fact, and pictures of the report
    - messages with files: text, files, moving, deletion by three ways, new ones
    - facts: numbers by five ways, source, definition, months, documents, measures made, changed, moved, deleted
    - sections, findings, grades: text, justification, severity, new ones, deletion, claimed grade, check, suggestions
    - decisions, questions and seals: made, changed, deleted
    - the criteria set: deletion, a criterion, a fact's definition, a grade
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.criteria_set = cls.make_facts_set("LOCKS", sections=["Kết quả"])
        # Facts and sections that the evaluation does not have yet.
        cls.other_set = cls.make_facts_set("OTHER", sections=["Khác"])
        cls.evaluation = cls.make_consistent(cls.criteria_set)
        cls.evaluation.section_ids.body = "<p>Đã hoàn thành</p>"
        cls.evaluation._state_facts({"so_hop": (8, "")})
        cls.evaluation._refresh_findings()
        cls.finding = cls.evaluation.finding_ids
        cls.finding.justification = "Một cuộc họp trực tuyến ghi hai lần"
        cls.evidence = cls.make_evidence(cls, codes=["N.1"])
        cls.attachment = cls.evidence.attachment_ids
        cls.paper = cls.evidence.copy(
            {
                "evaluation_id": cls.evaluation.id,
                "name": "Sổ công văn đi",
                "number": "12/SCV",
                "held_elsewhere": True,
                "register_reference": "Sổ công văn đi 2020",
                "attachment_ids": [],
            }
        )
        file = {"name": "anh.pdf", "raw": PDF + b"%picture"}
        cls.picture = cls.env["ir.attachment"].create(
            {**file, "res_model": cls.evaluation.section_ids._name, "res_id": cls.evaluation.section_ids.id}
        )
        cls.message = cls.evaluation.with_user(cls.users["evaluator"]).message_post(
            body="Kèm phụ lục", attachments=[("phu-luc.pdf", PDF + b"%message")], message_type="comment"
        )
        cls.second_draft = cls.make_consistent(cls.criteria_set, department_id=cls.other_unit.id)

    def attempts(self, env):
        """Return the attacks by name, for an environment: each a callable that must be refused."""
        evaluation = env["agency.evaluation"].browse(self.evaluation.id)
        line = env["agency.evaluation.line"].browse(self.row("N.1").id)
        heading = env["agency.evaluation.line"].browse(self.row("N").id)
        evidence = env["agency.evaluation.evidence"].browse(self.evidence.id)
        attachment = env["ir.attachment"].browse(self.attachment.id)
        decision = env["agency.evaluation.decision"].browse(self.evaluation.decision_ids[:1].id)
        file_values = {"name": "a.pdf", "raw": PDF, "res_id": evaluation.id, "res_model": evaluation._name}
        evidence_values = {"name": "x", "held_elsewhere": True, "register_reference": "x"}
        loose = self.env["ir.attachment"].with_user(env.user).sudo().create({"name": "loose.pdf", "raw": PDF})
        return {
            "state back to draft": lambda: evaluation.write({"state": "draft"}),
            "what it is shown as": lambda: evaluation.write({"display_name": "x"}),
            "what a row is shown as": lambda: line.write({"display_name": "x"}),
            "what a document is shown as": lambda: evidence.write({"display_name": "x"}),
            "state to approved": lambda: evaluation.write({"state": "approved"}),
            "submitter": lambda: evaluation.write({"submitted_by_id": env.uid}),
            "approval date": lambda: evaluation.write({"approved_on": "2020-01-01 00:00:00"}),
            "reference": lambda: evaluation.write({"name": "ĐG/9999"}),
            "total": lambda: evaluation.write({"self_points": 10.0}),
            "final total": lambda: evaluation.write({"final_points": 10.0}),
            "unit": lambda: evaluation.write({"department_id": self.other_unit.id}),
            "company": lambda: evaluation.write({"company_id": env.company.id}),
            "period": lambda: evaluation.write({"date_from": "2020-02-01"}),
            "evaluator": lambda: evaluation.write({"user_id": env.uid}),
            "signature": lambda: evaluation.write({"signer_title": "GIÁM ĐỐC", "signer_name": "x"}),
            "first approval": lambda: evaluation.write({"first_approved_by_id": env.uid}),
            "whom it was approved for": lambda: evaluation.write({"approved_for_id": env.uid}),
            "seal": lambda: evaluation.write({"seal": "0" * 64}),
            "token of the seal": lambda: evaluation.write({"seal_token": "x"}),
            "time of the seal": lambda: evaluation.write({"sealed_on": "2020-01-01 00:00:00"}),
            "new seal": lambda: env["agency.evaluation.seal"].create(
                {"evaluation_id": evaluation.id, "manifest": "{}", "digest": "0" * 64}
            ),
            "new question": lambda: env["agency.evaluation.question"].create(
                {
                    "evaluation_id": evaluation.id,
                    "line_id": line.id,
                    "number": 9,
                    "state": "open",
                    "text": "x",
                    "asked_by_id": env.uid,
                    "asked_on": "2020-01-01 00:00:00",
                }
            ),
            "state of the review": lambda: line.write({"review_state": "accepted"}),
            "who answered": lambda: line.write({"answered_by_id": env.uid}),
            "difference": lambda: line.write({"points_difference": 1.0}),
            "paper total": lambda: evaluation.write({"is_stated": True, "stated_points": 1.0}),
            "delete the evaluation": evaluation.unlink,
            "import the state": lambda: self._import(
                evaluation, ["id", "state"], [[self._external_id(evaluation), "Draft"]]
            ),
            "own points": lambda: line.write({"self_points": 4.0}),
            "answer": lambda: line.write({"status": "not_applicable"}),
            "explanation": lambda: line.write({"explanation": "x"}),
            "improvement": lambda: line.write({"improvement": "x"}),
            "assignment": lambda: line.write({"user_id": env.uid}),
            "points on paper": lambda: line.write({"stated_points": 1.0}),
            "points through the evaluation": lambda: evaluation.write(
                {"line_ids": [Command.update(line.id, {"self_points": 4.0})]}
            ),
            "points of a heading": lambda: heading.write({"self_points": 4.0}),
            "final points": lambda: line.write({"final_points": 4.0}),
            "delete a row": line.unlink,
            "delete a row through the evaluation": lambda: evaluation.write({"line_ids": [Command.delete(line.id)]}),
            "clear the rows": lambda: evaluation.write({"line_ids": [Command.clear()]}),
            "move a row away": lambda: line.write({"evaluation_id": self.second_draft.id}),
            "another criterion": lambda: line.write({"criterion_id": self.row("M.3").criterion_id.id}),
            "import points": lambda: self._import(line, ["id", "self_points"], [[self._external_id(line), "4"]]),
            "unlink evidence from a row": lambda: line.write({"evidence_ids": [Command.clear()]}),
            "link evidence to a row": lambda: evidence.write({"line_ids": [Command.link(self.row("M.3").id)]}),
            "abstract": lambda: evidence.write({"name": "x"}),
            "evidence through the evaluation": lambda: evaluation.write(
                {"evidence_ids": [Command.update(evidence.id, {"name": "x"})]}
            ),
            "new evidence": lambda: evidence.create({**evidence_values, "evaluation_id": evaluation.id}),
            "new evidence through the evaluation": lambda: evaluation.write(
                {"evidence_ids": [Command.create(evidence_values)]}
            ),
            "new evidence through a row": lambda: line.write(
                {"evidence_ids": [Command.create({**evidence_values, "evaluation_id": evaluation.id})]}
            ),
            "duplicate evidence": lambda: evidence.copy({"evaluation_id": evaluation.id, **evidence_values}),
            "delete evidence": evidence.unlink,
            "delete evidence without files": evidence.browse(self.paper.id).unlink,
            "delete evidence through the evaluation": lambda: evaluation.write(
                {"evidence_ids": [Command.delete(evidence.id)]}
            ),
            "move evidence away": lambda: evidence.write({"evaluation_id": self.second_draft.id}),
            "take a file off": lambda: evidence.write({"attachment_ids": [Command.clear()]}),
            "add a file": lambda: evidence.write({"attachment_ids": [Command.link(loose.id)]}),
            "content of a file": lambda: attachment.write({"raw": PDF + b"%"}),
            "content of a file in base64": lambda: attachment.write({"datas": base64.b64encode(PDF + b"%")}),
            "content stored elsewhere": lambda: attachment.write({"store_fname": "00/00", "db_datas": b"x"}),
            "name of a file": lambda: attachment.write({"name": "b.pdf"}),
            "digest of a file": lambda: attachment.write({"evidence_sha256": "0" * 64}),
            "delete a file": attachment.unlink,
            "move a file away": lambda: attachment.write({"res_model": False, "res_id": 0}),
            "move a file in": lambda: loose.write({"res_model": evidence._name, "res_id": evidence.id}),
            "file on the evaluation": lambda: attachment.create(file_values),
            "file on a row": lambda: attachment.create({**file_values, "res_model": line._name, "res_id": line.id}),
            "file on evidence": lambda: attachment.create(
                {**file_values, "res_model": evidence._name, "res_id": evidence.id}
            ),
            "file in the chatter": lambda: evaluation.message_post(body="x", attachments=[("a.pdf", PDF)]),
            "pending file in the chatter": lambda: evaluation.message_post(body="x", attachment_ids=self._pending(env)),
            **self.attempts_on_messages(env, evaluation),
            **self.attempts_on_facts(env, evaluation, evidence),
            "new decision": lambda: decision.create(
                {
                    "evaluation_id": evaluation.id,
                    "number": 99,
                    "step": "approve",
                    "user_id": env.uid,
                    "decided_on": "2020-01-01 00:00:00",
                }
            ),
            "reason of a decision": lambda: decision.write({"reason": "x"}),
            "delete a decision": decision.unlink,
            "delete the criteria set": lambda: (
                env["agency.evaluation.criteria.set"].browse(self.criteria_set.id).unlink()
            ),
            "change a criterion": lambda: (
                env["agency.evaluation.criterion"].browse(line.criterion_id.id).write({"max_points": 5.0})
            ),
        }

    def attempts_on_messages(self, env, evaluation):
        """Return the attacks on messages with files, and on the pictures of the report."""
        message, picture = env["mail.message"].browse(self.message.id), env["ir.attachment"].browse(self.picture.id)
        note = env["mail.message"].browse(evaluation.sudo().message_ids[-1].id)
        file = self.message.attachment_ids
        values = {"model": evaluation._name, "res_id": evaluation.id, "body": "x"}
        section = self.evaluation.section_ids
        return {
            "text of a message with a file": lambda: message.write({"body": "x"}),
            "take the file off a message": lambda: message.write({"attachment_ids": [Command.clear()]}),
            "another file on a message": lambda: note.write({"attachment_ids": [Command.link(self.attachment.id)]}),
            "move a message with a file": lambda: message.write({"res_id": self.second_draft.id}),
            "delete a message with a file": message.unlink,
            "delete it through the evaluation": lambda: evaluation.write({"message_ids": [Command.delete(message.id)]}),
            "move the messages": lambda: evaluation.message_change_thread(self.second_draft.with_env(env)),
            "new message with a file": lambda: message.create({**values, "attachment_ids": [Command.link(file.id)]}),
            "edit a message with a file": lambda: evaluation._message_update_content(message, body="x"),
            "delete the file of a message": lambda: env["ir.attachment"].browse(file.id)._delete_and_notify(),
            "content of a picture of the report": lambda: picture.write({"raw": PDF}),
            "delete a picture of the report": picture.unlink,
            "move a picture of the report": lambda: picture.write({"res_model": False, "res_id": 0}),
            "new picture in the report": lambda: picture.create(
                {"name": "b.pdf", "raw": PDF, "res_model": section._name, "res_id": section.id}
            ),
            "file on a fact": lambda: picture.create(
                {"name": "b.pdf", "raw": PDF, "res_model": "agency.evaluation.fact", "res_id": self.fact("hop").id}
            ),
        }

    def attempts_on_facts(self, env, evaluation, evidence):
        """Return the attacks on facts and on what follows from them."""

        def of_user(record):
            return env[record._name].browse(record.id)

        yearly, monthly = of_user(self.fact("hop")), of_user(self.fact("bao_cao"))
        measure = of_user(self.fact("hop").measure_ids)
        free_measure = of_user(self.fact("hop", self.second_draft).measure_ids)
        free_fact = of_user(self.fact("hop", self.second_draft))
        section, finding = of_user(self.evaluation.section_ids), of_user(self.finding)
        fact_values = {"evaluation_id": evaluation.id, "indicator_id": self.other_set.indicator_ids[0].id}
        finding_values = {"evaluation_id": evaluation.id, "code": "unanswered", "severity": "info"}
        return {
            "number of a fact": lambda: yearly.write({"entry": "9"}),
            "take a number back": lambda: yearly.write({"entry": ""}),
            "number of a month": lambda: monthly.write({"month_01": "9"}),
            "source of a fact": lambda: yearly.write({"note": "x"}),
            "number through the evaluation": lambda: evaluation.write(
                {"fact_ids": [Command.update(yearly.id, {"entry": "9"})]}
            ),
            "number through the measures of a fact": lambda: yearly.write(
                {"measure_ids": [Command.update(measure.id, {"value": 9})]}
            ),
            "import a number": lambda: self._import(yearly, ["id", "entry"], [[self._external_id(yearly), "9"]]),
            "another fact": lambda: yearly.write({"indicator_id": monthly.sudo().indicator_id.id}),
            "new fact": lambda: yearly.create(fact_values),
            "delete a fact": yearly.unlink,
            "move a fact away": lambda: yearly.write({"evaluation_id": self.second_draft.id}),
            "link a document to a fact": lambda: yearly.write({"evidence_ids": [Command.link(evidence.id)]}),
            "link a fact to a document": lambda: evidence.write({"fact_ids": [Command.link(yearly.id)]}),
            "link the document from another evaluation": lambda: free_fact.write(
                {"evidence_ids": [Command.link(evidence.id)]}
            ),
            "measure": lambda: measure.write({"value": 9}),
            "month of a measure": lambda: measure.write({"period": "2020-01-01"}),
            "new measure": lambda: measure.create({"fact_id": monthly.id, "period": "2020-09-01", "value": 9}),
            "delete a measure": measure.unlink,
            "move a measure in": lambda: free_measure.write({"fact_id": yearly.id}),
            "move a measure away": lambda: measure.write({"fact_id": free_fact.id}),
            "text of a section": lambda: section.write({"body": "x"}),
            "what a section was filled with": lambda: section.write({"filled": {}}),
            "fill a section": section.action_fill,
            "fill the report": evaluation.action_fill_report,
            "delete a section": section.unlink,
            "new section": lambda: section.create(
                {"evaluation_id": evaluation.id, "template_id": self.other_set.section_ids.id}
            ),
            "section through the evaluation": lambda: evaluation.write(
                {"section_ids": [Command.update(section.id, {"body": "x"})]}
            ),
            "justification": lambda: finding.write({"justification": "x"}),
            "justification through the evaluation": lambda: evaluation.write(
                {"finding_ids": [Command.update(finding.id, {"justification": "x"})]}
            ),
            "severity of a finding": lambda: finding.write({"severity": "info"}),
            "new finding": lambda: finding.create(finding_values),
            "delete a finding": finding.unlink,
            "claimed grade": lambda: evaluation.write({"claimed_grade_id": self.criteria_set.grade_ids[0].id}),
            "check": evaluation.action_check,
            "take over suggestions": evaluation.action_accept_suggestions,
            "change a fact's definition": lambda: yearly.indicator_id.write({"formula": "1"}),
            "change a grade": lambda: of_user(self.criteria_set.grade_ids[0]).write({"min_points": 1.0}),
        }

    def _external_id(self, record):
        record.sudo()._BaseModel__ensure_xml_id()
        return record.sudo().get_external_id()[record.id]

    def _import(self, record, fields, rows):
        messages = record.load(fields, rows)["messages"]
        self.assertTrue(messages, "the import went through")
        raise UserError(messages[0]["message"])

    def _pending(self, env):
        return (
            env["ir.attachment"]
            .create({"name": "a.pdf", "raw": PDF, "res_model": "mail.compose.message", "res_id": 0})
            .ids
        )

    def snapshot(self):
        """Return everything that a leader approves, read past the ORM's cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        evaluation = self.evaluation.sudo()
        return (
            evaluation.read(
                ["state", "name", "self_points", "final_points", "submitted_by_id", "approved_on", "user_id"]
            ),
            evaluation.line_ids.read(
                ["status", "self_points", "final_points", "explanation", "improvement", "evidence_ids", "user_id"]
            ),
            evaluation.fact_ids.read(["indicator_id", "note", "entry", "month_01", "evidence_ids"]),
            evaluation.fact_ids.measure_ids.read(["fact_id", "period", "value"]),
            evaluation.section_ids.read(["template_id", "body", "filled"]),
            evaluation.finding_ids.read(["code", "severity", "message", "justification"]),
            evaluation.claimed_grade_id.ids,
            evaluation.evidence_ids.read(["name", "number", "attachment_ids", "line_ids", "evaluation_id"]),
            [(file.name, file.raw, file.evidence_sha256) for file in evaluation.evidence_ids.attachment_ids],
            evaluation.decision_ids.read(["number", "step", "user_id", "reason"]),
            self.env["ir.attachment"].search_count(
                [("res_model", "=", "agency.evaluation"), ("res_id", "=", evaluation.id)]
            ),
            (self.picture.raw, self.picture.res_model, self.picture.res_id),
            self.message.read(["body", "attachment_ids", "model", "res_id"]),
        )

    def assert_locked(self):
        before = self.snapshot()
        users = [self.users[role] for role in ROLES] + [self.env.ref("base.user_admin"), self.env.ref("base.user_root")]
        ways = list(itertools.product((False, True), CONTEXTS))
        count = 0
        for (place, user), (turn, (sudo, context)) in itertools.product(enumerate(users), enumerate(ways)):
            env = self.env(user=user, su=sudo or user.id == 1, context=context)
            for number, (name, attempt) in enumerate(self.attempts(env).items()):
                # Every user makes every attack in one of the ways, and every attack is made in every way.
                if mass((place + number) % len(ways) != turn, False):
                    continue
                with self.subTest(user=user.login, sudo=sudo, context=bool(context), attempt=name):
                    with self.cr.savepoint() as savepoint:
                        with self.assertRaises(UserError):
                            attempt()
                            self.env.flush_all()
                        savepoint.rollback()
                    count += 1
        self.env.invalidate_all()
        self.assertEqual(self.snapshot(), before)
        self.assertGreater(count, mass(700, 2800))

    def test_a_submitted_evaluation_is_locked_for_every_client(self):
        self.submit()
        self.assert_locked()

    def test_an_approved_evaluation_is_locked_for_every_client(self):
        self.approve()
        self.assert_locked()
        for role in ROLES:
            for sudo in (False, True):
                line = self.as_user(role, self.row("N.1")).sudo(sudo)
                with self.assertRaises(UserError):
                    line.write({"review_points": 0.5, "review_note": "x"})

    def test_what_the_buttons_set_cannot_be_created(self):
        values = {
            "criteria_set_id": self.criteria_set.id,
            "department_id": self.env["hr.department"].create({"name": "x"}).id,
        }
        Evaluation = self.env["agency.evaluation"]
        for extra in (
            {"state": "approved"},
            {"state": "submitted"},
            {"approved_by_id": self.env.uid},
            {"submitted_on": "2020-01-01 00:00:00"},
            {"self_points": 5.0},
            {"line_ids": [Command.create({"criterion_id": self.criteria_set.criterion_ids[0].id})]},
        ):
            for user in (self.users["manager"], self.env.user):
                with self.subTest(extra=extra, user=user.login), self.assertRaises(UserError), self.cr.savepoint():
                    Evaluation.with_user(user).sudo().create({**values, **extra})
        smuggled = Evaluation.with_context(
            default_state="approved",
            default_approved_by_id=self.env.uid,
            default_self_points=5.0,
            default_status="scored",
        ).create(values)
        self.assertEqual((smuggled.state, smuggled.self_points), ("draft", 0.0))
        self.assertFalse(smuggled.approved_by_id)
        self.assertEqual(set(smuggled.line_ids.mapped("status")), {"todo"})

    def test_what_a_row_that_nobody_makes_would_hold_is_refused_in_words(self):
        values = {"evaluation_id": self.evaluation.id, "is_reviewed": True}
        rows = self.env["agency.evaluation.line"]
        for client in (rows, rows.with_user(self.users["auditor"]).sudo()):
            with self.assertRaisesRegex(UserError, "Reviewed cannot be set directly"), self.cr.savepoint():
                client.create(values)

    def test_a_file_of_a_mixin_is_no_business_of_the_lock(self):
        """There is no record of it, so nobody but code in sudo can name it."""
        values = {"name": "x.pdf", "raw": PDF, "res_model": "agency.evaluation.part", "res_id": 1}
        self.assertTrue(self.env["ir.attachment"].sudo().create(values))

    def test_those_who_take_part_may_still_write_a_message_without_a_file(self):
        self.approve()
        for role in ("evaluator", "reviewer", "approver", "manager"):
            message = self.as_user(role).message_post(body="Đã phê duyệt", message_type="comment")
            self.assertIn("Đã phê duyệt", message.body)
        with self.assertRaises(AccessError):
            self.as_user("auditor").message_post(body="x", message_type="comment")

    def is_deleted(self, record):
        try:
            with self.cr.savepoint():
                record.unlink()
                self.env.flush_all()
        except (UserError, psycopg2.errors.IntegrityError):
            return False
        return True

    def test_what_is_deleted_elsewhere_takes_nothing_along(self):
        """A department, a user, a criteria set, its parts, a kind of document, a company: as the superuser."""
        self.evidence.document_type_id = self.env["agency.evaluation.document.type"].create({"name": "Loại thử"})
        # Users who are named and nothing else.
        assigned, former, *desks = (
            new_test_user(self.env, f"test_named_{number}", groups=f"agency_evaluation.group_{role}")
            for number, role in enumerate(("evaluator", "evaluator", "evaluator", "reviewer", "approver"))
        )
        self.row("N.1").user_id = assigned
        for name, user in zip(("user_id", "reviewer_id", "approver_id"), desks, strict=True):
            self.evaluation[name] = user
        self.evaluation._write_through({"contributor_ids": [Command.link(former.id)]})
        self.submit()
        self.evaluation.with_user(self.users["manager"]).write({"approver_id": self.users["approver"].id})
        self.as_user("approver").action_approve()
        before = self.snapshot()
        users = (*(self.users[role] for role in ("evaluator", "approver")), assigned, former, *desks[:2])
        for record in (
            self.unit,
            *users,
            self.criteria_set,
            self.row("N.1").criterion_id,
            self.fact("hop").indicator_id,
            self.criteria_set.section_ids,
            self.evidence.document_type_id,
            self.evaluation.company_id,
        ):
            with self.subTest(model=record._name), mute_logger("odoo.sql_db"):
                self.assertFalse(self.is_deleted(record))
                self.assertEqual(self.snapshot(), before)
        self.assertEqual(self.evaluation._seal_differences(), [])

    def test_number_and_date_of_the_report_come_late(self):
        self.approve()
        self.as_user("evaluator").write({"report_number": "15/BC-TNMT", "report_date": "2020-12-15"})
        self.assertEqual(self.evaluation.report_number, "15/BC-TNMT")
