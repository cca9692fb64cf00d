# pylint: disable=translation-required  # what users type in a test is translated by nobody
import hashlib
import json
from unittest.mock import patch

from werkzeug.test import EnvironBuilder, run_wsgi_app

from odoo.exceptions import AccessError, UserError
from odoo.http import HTTPRequest, Request, Response, _request_stack
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.agency_evaluation.models.papers import ir_http
from odoo.addons.agency_evaluation.models.papers.ir_http import note_reply
from odoo.addons.agency_evaluation.report import verify_page
from odoo.addons.agency_evaluation.scoring import manifest

from ..cases.print_case import PrintCase
from ..cases.query_case import QueryCase
from ..cases.seal_case import SealCase

SHEET = "agency_evaluation.report_score_sheet"
LOGGER = "odoo.addons.agency_evaluation.models.papers.evaluation"
VISIT = "odoo.addons.agency_evaluation.controllers.verify_page._GOOD_FOR"


class KeptPaperCase(SealCase):
    def setUp(self):
        super().setUp()
        self.addCleanup(self.cr.postcommit.clear)
        self.submit()

    def approve(self, evaluation=None):
        self.as_user("approver", evaluation).action_approve()
        self.env.invalidate_all()

    def commit(self):
        """Do what follows the commit, within the transaction of the test."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.cr.postcommit.run()
        self.env.invalidate_all()

    def print_pdf(self, role="auditor", evaluations=None):
        evaluations = self.as_user(role, evaluations)
        reports = evaluations.env["ir.actions.report"].with_context(force_report_rendering=True)
        return reports._render_qweb_pdf(SHEET, evaluations.ids)[0]

    def kept(self, paper="score_sheet"):
        self.env.invalidate_all()
        return self.evaluation.kept_paper_ids.filtered(lambda kept: kept.paper == paper).sorted("edition")

    def broken_engine(self):
        """Return a context in which whatever prints fails."""
        return patch.object(
            self.registry["ir.actions.report"], "_paper_engine", lambda _self: lambda *_arguments: 1 / 0
        )


@tagged("post_install", "-at_install")
class TestKeptPapers(KeptPaperCase):
    """The official PDF is rendered when the approval is stored, and printing gives these very bytes."""

    def test_what_was_approved_is_rendered_once_and_given_to_everybody(self):
        self.approve()
        self.assertFalse(self.kept(), "an approval holds its locks no longer for it")
        self.commit()
        (sheet,), (report,) = self.kept(), self.kept("annual_report")
        content = sheet.attachment_ids.raw
        self.assertEqual(content[:5], b"%PDF-")
        self.assertEqual(sheet.sha256, hashlib.sha256(content).hexdigest())
        self.assertEqual(sheet.attachment_ids.evidence_sha256, sheet.sha256, "the periodic check compares it")
        self.assertTrue(report.attachment_ids)
        for role in ("auditor", "evaluator", "manager", "approver", "reviewer"):
            self.assertEqual(self.print_pdf(role), content)
        with self.broken_engine():
            self.assertEqual(self.print_pdf(), content, "nothing is needed to give what is there")
        self.assertEqual(len(self.evaluation.kept_paper_ids), 2)

    def test_whoever_approves_does_not_wait_for_the_papers(self):
        self.approve()
        builder = EnvironBuilder(method="POST")
        with HTTPRequest(builder.get_environ()) as http_request:
            _request_stack.push(Request(http_request))
            try:
                refused, reply = Response("first try"), Response("approved")
                note_reply(refused)
                note_reply(reply)
                self.commit()
            finally:
                _request_stack.pop()
        with self.enter_registry_test_mode():
            for answer, text in ((refused, b"first try"), (reply, b"approved")):
                body, _status, _headers = run_wsgi_app(answer, builder.get_environ())
                self.assertEqual(next(iter(body)), text)
                self.assertFalse(self.kept(), "the answer goes first, that of the last try")
                body.close()
        self.assertTrue(self.kept() and self.kept("annual_report"))

    def test_several_in_one_print(self):
        first, other = self.evaluation, self.other_evaluation()
        self.approve(first + other)
        both = self.print_pdf(evaluations=first + other)
        self.assertEqual(both[:5], b"%PDF-")
        self.assertEqual(len((first + other).kept_paper_ids), 2)
        self.assertEqual(self.print_pdf(evaluations=other), other.kept_paper_ids.attachment_ids.raw)

    def test_a_printer_that_is_broken_undoes_no_approval(self):
        with self.broken_engine(), mute_logger(LOGGER):
            self.approve()
            self.commit()
        self.assertEqual((self.evaluation.state, self.evaluation._verify().is_intact), ("approved", True))
        self.assertFalse(self.evaluation.kept_paper_ids)
        message = self.env["mail.message"].search([("subject", "=", "The official PDF is not kept yet")], limit=1)
        self.assertIn(self.users["manager"].partner_id, message.partner_ids)
        self.assertIn("division by zero", message.body)
        content = self.print_pdf()
        self.assertEqual(self.kept().attachment_ids.raw, content, "it is at the first print")
        self.run_job()
        self.assertTrue(self.kept("annual_report"), "or by the job")

    def other_evaluation(self):
        """Return another evaluation that is submitted."""
        other = self.make_consistent(self.make_facts_set("OTHER", sections=["Kết quả"]))
        other.section_ids.body = "<p>Đã hoàn thành</p>"
        other._refresh_findings()
        other.finding_ids.justification = "Đã đối chiếu"
        self.as_user("evaluator", other).action_submit()
        return other

    def run_job(self):
        with self.enter_registry_test_mode():
            self.env.ref("agency_evaluation.ir_cron_keep_papers").method_direct_trigger()
        self.env.invalidate_all()

    def test_an_approval_that_is_undone_leaves_no_paper(self):
        with self.assertRaises(ZeroDivisionError), self.cr.savepoint():
            self.approve()
            self.evaluation._official_paper("score_sheet")
            raise ZeroDivisionError
        self.env.invalidate_all()
        self.assertFalse(self.env["agency.evaluation.kept.paper"].search([("evaluation_id", "=", self.evaluation.id)]))

    def test_an_approval_that_is_undone_within_its_transaction_leaves_nothing_to_be_rendered(self):
        with self.assertRaises(ZeroDivisionError), self.cr.savepoint():
            self.approve()
            raise ZeroDivisionError
        self.env.invalidate_all()
        self.commit()
        self.assertEqual(self.evaluation.state, "submitted")
        self.assertFalse(self.evaluation.kept_paper_ids, "a draft is no official paper")

    @mute_logger(LOGGER)
    def test_what_follows_the_commit_is_not_stopped_by_a_paper_that_nobody_can_tell_of(self):
        self.approve()
        followed = []
        self.cr.postcommit.add(lambda: followed.append(True))
        notify = patch.object(self.registry["agency.evaluation"], "_tell_not_kept", lambda *_arguments: 1 / 0)
        with self.broken_engine(), notify:
            self.commit()
        self.assertTrue(followed, "such as the link of the events")

    def test_what_is_kept_is_looked_for_once(self):
        self.approve()
        self.as_user("manager").write({"report_number": ""})
        self.commit()
        self.assertNotIn(self.evaluation, self.evaluation._without_papers())

    def test_number_and_date_make_the_next_edition_and_the_first_one_stays(self):
        self.approve()
        self.commit()
        first = self.kept()
        before = first.attachment_ids.raw
        self.as_user("manager").write({"report_number": "15/BC-TNMT", "report_date": "2020-12-15"})
        self.commit()
        self.assertRecordValues(
            self.kept(),
            [
                {"edition": 1, "report_number": False, "sha256": first.sha256},
                {"edition": 2, "report_number": "15/BC-TNMT", "sha256": self.kept()[-1].sha256},
            ],
        )
        self.assertNotEqual(self.kept()[-1].sha256, first.sha256)
        self.assertEqual(first.attachment_ids.raw, before)
        self.assertEqual(self.print_pdf(), self.kept()[-1].attachment_ids.raw)

    def test_many_at_once_are_left_to_the_job(self):
        self.approve()
        self.cr.postcommit.clear()
        others = self.evaluation.browse([self.evaluation.id, -1, -2, -3])
        others._keep_papers_soon()
        with patch.object(self.registry["ir.cron"], "_trigger", autospec=True) as triggered:
            self.commit()
        self.assertEqual(triggered.call_args.args[0], self.env.ref("agency_evaluation.ir_cron_keep_papers"))
        self.assertFalse(self.kept())

    def test_only_who_may_read_every_row_gets_the_paper(self):
        self.approve()
        self.commit()
        for records in (self.evaluation, self.kept(), self.kept().attachment_ids):
            with self.assertRaises(AccessError):
                self.as_user("outsider", records).read(["create_date"])
        with self.assertRaises(AccessError):
            self.print_pdf("outsider")

    def test_nobody_makes_changes_or_deletes_one(self):
        self.approve()
        kept = self.evaluation._official_paper("score_sheet")
        for change in (
            lambda: kept.sudo().write({"sha256": "0" * 64}),
            lambda: kept.sudo().unlink(),
            lambda: kept.sudo().copy(),
            lambda: kept.attachment_ids.sudo().write({"raw": b"%PDF-1.4 other"}),
            lambda: kept.attachment_ids.sudo().unlink(),
            lambda: self.env["ir.attachment"].create(
                {"name": "x.pdf", "raw": b"x", "res_model": kept._name, "res_id": kept.id}
            ),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                change()

    def test_what_is_lost_or_changed_is_told_apart_and_not_given(self):
        self.approve()
        self.commit()
        file = self.kept().attachment_ids
        self.change_on_disk(file, None)
        result = self.evaluation._verify()
        self.assertEqual((result.differences, result.is_paper_lost, result.is_paper_changed), ((), True, False))
        self.assertEqual(result.lost, ("Scoring Sheet, edition 1: the official PDF is not in the file store.",))
        with self.assertRaisesRegex(UserError, "Scoring Sheet, edition 1 is not in the file store"):
            self.print_pdf()
        self.path_of(file).write_bytes(b"%PDF-1.4 forged")
        result = self.evaluation._verify()
        self.assertEqual((result.lost, result.is_paper_lost, result.is_paper_changed), ((), False, True))
        self.assertIn("the official PDF has been changed; its SHA-256 was", result.differences[0])
        with self.assertRaisesRegex(UserError, "has been changed"):
            self.print_pdf()

    def test_the_periodic_check_reads_it(self):
        self.approve()
        self.commit()
        file = self.kept().attachment_ids
        domain = [*self.env["ir.attachment"]._to_check_domain(), ("id", "=", file.id)]
        self.assertTrue(file.search(domain))
        self.change_on_disk(file, b"%PDF-1.4 forged")
        with mute_logger("odoo.addons.agency_evaluation.models.keeping.file_check"):
            file._check_kept_file()
        trouble = self.env["agency.evaluation.file.trouble"].search([("file_key", "=", file.id)])
        self.assertRecordValues(trouble, [{"evaluation_id": self.evaluation.id, "outcome": "damaged"}])

    def test_an_edition_that_is_gone_is_missed(self):
        self.approve()
        self.commit()
        self.as_user("manager").write({"report_number": "15/BC-TNMT", "report_date": "2020-12-15"})
        self.commit()
        self.sql(
            "DELETE FROM agency_evaluation_kept_paper WHERE paper = 'score_sheet' AND edition = 1"
            " AND evaluation_id = %(id)s",
            id=self.evaluation.id,
        )
        self.assertEqual(self.evaluation._verify().lost, ("Scoring Sheet: edition 1 is no longer there.",))

    def test_a_file_whose_record_is_gone_is_missed_however_little_is_read(self):
        self.approve()
        self.commit()
        self.kept("annual_report").attachment_ids._write_through({"res_id": 0})
        self.env.invalidate_all()
        lost = ("Annual Report, edition 1: the official PDF is not in the file store.",)
        self.assertEqual(self.evaluation._verify().lost, lost)
        self.assertEqual(self.evaluation._verify(file_budget=0).lost, lost)

    def test_files_that_are_taken_out_make_the_next_edition_say_so(self):
        self.approve()
        self.commit()
        self.users |= self.make_users({"second": "agency_evaluation.group_manager"})
        self.take_out(self.file)
        self.assertTrue(self.kept()[0].attachment_ids.raw, "the paper is no file of the unit's")
        self.print_pdf()
        self.assertIn("12/QĐ-TNMT", self.kept()[-1].notice)
        self.assertEqual(self.kept().mapped("edition"), [1, 2])
        self.assertTrue(self.evaluation._verify().is_intact)

    def take_out(self, file):
        action = self.as_user("manager").action_take_out_files(file.ids, "Có bí mật", "12/QĐ-TNMT", "2021-03-01")
        quarantine = self.env[action["res_model"]].browse(action["res_id"])
        self.as_user("second", quarantine).action_consent()
        self.env.invalidate_all()

    def test_a_paper_that_went_with_the_same_content_elsewhere_is_refused_by_name(self):
        self.approve()
        kept = self.evaluation._official_paper("score_sheet")
        content = kept.attachment_ids.raw
        self.users |= self.make_users({"second": "agency_evaluation.group_manager"})
        first, self.evaluation = self.evaluation, self.make_consistent(self.make_facts_set("OTHER"))
        document = self.make_evidence(codes=["N.1"], content=content)
        self.take_out(document.attachment_ids.with_env(self.env))
        self.evaluation = first
        self.assertFalse(kept.attachment_ids.raw)
        self.assertTrue(self.evaluation._verify().is_intact, "what was taken out is no alteration")
        with self.assertRaisesRegex(UserError, "Scoring Sheet, edition 1 was taken out by decision 12/QĐ-TNMT"):
            kept._read_whole()


@tagged("post_install", "-at_install")
class TestSealedDescriptions(KeptPaperCase):
    """What the papers print is held by the seal; what was approved before that is described once, and then stays."""

    def sealing(self):
        return self.evaluation._sealing_record()

    def seal_as_before(self):
        """Make the seal what the version before left behind."""
        data = json.loads(self.sealing().manifest)
        del data["papers"]
        content = manifest.canonical({**data, "schema": 2})
        self.sql(
            "UPDATE agency_evaluation_seal SET manifest = %(content)s, digest = %(digest)s, papers = NULL,"
            " papers_digest = NULL WHERE evaluation_id = %(id)s",
            content=content.decode(),
            digest=manifest.digest(content),
            id=self.evaluation.id,
        )
        self.sql(
            "UPDATE agency_evaluation SET seal = %(digest)s WHERE id = %(id)s",
            digest=manifest.digest(content),
            id=self.evaluation.id,
        )

    def test_a_description_that_is_changed_is_found_and_not_printed(self):
        self.approve()
        self.sql(
            "UPDATE agency_evaluation_seal SET papers = replace(papers, 'Thử', 'Khử') WHERE evaluation_id = %(id)s",
            id=self.evaluation.id,
        )
        self.assertEqual(self.evaluation._verify().differences, ("What the papers print is not what was sealed.",))
        with self.assertRaisesRegex(UserError, "cannot be printed"):
            self.print_pdf()
        self.sql("UPDATE agency_evaluation_seal SET papers = NULL WHERE evaluation_id = %(id)s", id=self.evaluation.id)
        result = self.evaluation._verify()
        self.assertEqual((result.differences, result.lost), ((), ("What the papers print was sealed, and is lost.",)))
        with self.assertRaisesRegex(UserError, "cannot be printed"):
            self.print_pdf()

    def test_a_field_of_a_version_to_come_is_told_in_words(self):
        self.approve()
        papers = self.evaluation._sealed_papers()
        papers["score_sheet"]["watermark"] = "x"
        collector = self.env[f"report.{SHEET}"]
        with self.assertRaisesRegex(UserError, "ScoreSheet has watermark, which is not known"):
            collector._sealed_paper(self.evaluation, papers)

    def test_names_stand_beside_the_manifest(self):
        self.approve()
        self.assertNotIn("salt", json.loads(self.sealing().manifest)["papers"])
        self.assertTrue(json.loads(self.sealing().papers)["salt"])

    def test_what_was_approved_before_is_described_once_and_its_seal_stays(self):
        self.approve()
        self.seal_as_before()
        before = self.sealing().manifest
        sealed_unit = self.unit.name
        self.unit.name = "Sở đã đổi tên"
        self.name_agency(agency_name="Cơ quan lúc nâng cấp")
        self.assertTrue(self.evaluation._verify().is_intact)
        content = self.print_pdf()
        (sheet,) = self.as_user("auditor").env[f"report.{SHEET}"]._collect(self.as_user("auditor"))
        self.assertIn(sealed_unit.upper(), sheet.title[1], "the unit is called as it was sealed")
        self.name_agency(agency_name="Cơ quan về sau")
        (again,) = self.as_user("auditor").env[f"report.{SHEET}"]._collect(self.as_user("auditor"))
        self.assertEqual(again, sheet)
        self.assertEqual(sheet.author, "CƠ QUAN LÚC NÂNG CẤP")
        self.assertEqual(self.print_pdf(), content)
        self.assertEqual(self.sealing().manifest, before)
        self.assertTrue(self.evaluation._verify().is_intact)

    def test_the_job_looks_after_what_was_approved_before(self):
        self.approve()
        self.seal_as_before()
        with self.enter_registry_test_mode():
            self.env.ref("agency_evaluation.ir_cron_keep_papers").method_direct_trigger()
        self.env.invalidate_all()
        self.assertTrue(self.sealing().papers)
        self.assertEqual(set(self.evaluation.kept_paper_ids.mapped("paper")), {"score_sheet", "annual_report"})
        self.assertNotIn(self.evaluation, self.evaluation._without_papers())


@tagged("post_install", "-at_install")
class TestKeptPaperOnThePage(KeptPaperCase, HttpCase):
    """Whoever holds the paper learns that the one which is kept was changed, or is not there at present."""

    def page(self):
        self.env.flush_all()
        with patch(VISIT, 0):
            return self.url_open(f"/agency_evaluation/verify/{self.evaluation.seal_token}").text

    def test_every_request_knows_its_answer(self):
        with patch.object(ir_http, "note_reply", wraps=note_reply) as noted:
            self.url_open("/web/login")
        self.assertEqual(noted.call_args.args[0].status_code, 200)

    def test_lost_is_told_apart_from_changed(self):
        self.approve()
        self.commit()
        self.assertIn("Hợp lệ: đúng như bản đã được phê duyệt", self.page())
        file = self.kept().attachment_ids
        self.change_on_disk(file, None)
        page = self.page()
        self.assertIn(verify_page.PAPER_LOST, page)
        self.assertIn("Hiện chưa kiểm tra được", page)
        self.path_of(file).write_bytes(b"%PDF-1.4 forged")
        page = self.page()
        self.assertIn(verify_page.PAPER_CHANGED, page)
        self.assertIn("Không hợp lệ", page)


@tagged("post_install", "-at_install")
class TestKeptPaperCosts(PrintCase, QueryCase):
    """What is kept is given for a handful of queries, whatever it took to render it."""

    def test_a_kept_paper_takes_few_queries(self):
        self.review({"I.1.2-1": 2.75})
        self.settle()
        self.as_user("approver").action_approve()
        self.print_pdf(role="auditor")
        reports = self.env["ir.actions.report"].with_user(self.users["auditor"])
        reports = reports.with_context(force_report_rendering=True)
        queries, content = self.count(lambda: reports._render_qweb_pdf(SHEET, self.evaluation.ids))
        self.assertEqual(content[0][:5], b"%PDF-")
        self.assertLessEqual(queries, 25)
