import json

from odoo.http import Request, request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.agency_evaluation.controllers.printed import PrintedPapers

from .test_kept_papers import SHEET, KeptPaperCase


@tagged("post_install", "-at_install")
class TestPrintAgain(KeptPaperCase, HttpCase):
    def test_a_print_that_meets_the_papers_being_kept_is_run_again(self):
        self.approve()
        self.commit()
        self.authenticate(self.users["auditor"].login, self.users["auditor"].login)
        record, tries = PrintedPapers._record_papers, []

        def meet(controller, *args):
            tries.append(args)
            if len(tries) == 1:
                request.env.cr.execute("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$")
            return record(controller, *args)

        self.patch(PrintedPapers, "_record_papers", meet)
        with mute_logger("odoo.addons.web.controllers.report", "odoo.sql_db", "odoo.service.model"):
            answer = self.url_open(
                "/report/download",
                data={
                    "data": json.dumps([f"/report/pdf/{SHEET}/{self.evaluation.id}", "qweb-pdf"]),
                    "context": json.dumps({"force_report_rendering": True}),
                    "csrf_token": Request.csrf_token(self),
                },
            )
        self.assertEqual(len(tries), 2)
        self.assertEqual(answer.content, self.kept().attachment_ids.raw)
