"""What came with 19.0.1.3.0: kept papers, a chain of events, a history, dated names, successions, and tasks."""

import base64
import io
import runpy
import sys

from openpyxl import load_workbook

from odoo.fields import Command

from odoo.addons.agency_evaluation.report import working_copy_xlsx

from .office import ADDON, MODULE, TESTS
from .second_edition import SecondEdition

_SHEET = f"{ADDON}.report_score_sheet"
#: The unit that was merged into another one, and what that one came by.
_MERGER = {"kind": "merge", "date_from": "2016-01-01", "decision_number": "5/QĐ-UBND", "decision_date": "2015-12-20"}


class ThirdEdition(SecondEdition):
    """The agency by the rules of the third edition; one method a story."""

    def store(self):
        """End a working day: what follows a commit follows, such as official papers and links of the chain."""
        self.env.cr.commit()

    def store_the_demo(self):
        """The paper of the demo is kept, and its seal and the register so far are stamped by an authority."""
        self.store()
        sys.path.insert(0, str(TESTS / "reading"))
        authorities = runpy.run_path(str(TESTS / "reading/time_stamp_server.py"))
        authority = authorities["make_authority"]()
        with authorities["served"](authority) as (address, _asked):
            self.env.company.agency_stamp_server = address
            self.env.company.agency_stamp_certificates = authority.root.pem
            self.store()
            self.env.ref(f"{ADDON}.agency_evaluation_cron_stamp").method_direct_trigger()
            self.env.invalidate_all()
            self.env.company.agency_stamp_server = False
            self.store()

    def number_from_april(self):
        """A paper in two editions, without a number and with one; a file that is taken out later makes a third."""
        self.store()
        evaluation = self.env.ref(f"{MODULE}.from_april")
        for number in ("71/BC-CC", "72/BC-CC"):
            self.as_("manager", evaluation).write({"report_number": number, "report_date": "2018-01-30"})
        self.store()

    def approve_after_a_merger(self):
        """A unit was merged into a new one, whose people go on with it; what was recorded wrongly is revoked."""
        former = self.env["hr.department"].create({"name": "Chi cục Biển"})
        later = self.env["hr.department"].create({"name": "Trung tâm Quan trắc"})
        self.keep("former_unit", former)
        self.keep("later_unit", later)
        self.add_user("newcomer", "Chuyên viên trung tâm", ["evaluator"], later)
        years = {year: self.publish_unit_sheet(year, "full") for year in (2015, 2016)}
        self.succeed("succession", former, later, **_MERGER)
        wrong = self.succeed("revoked_succession", self.branch, self.agency, **{**_MERGER, "decision_number": "6/QĐ"})
        self.as_("manager", wrong).write({"revocation": "Ghi nhầm đơn vị"})
        before = self.open_evaluation("of_former_unit", years[2015], former, "newcomer")
        self.fill_unit_sheet(before, "newcomer")
        self.complete(before, "newcomer")
        after = self.open_evaluation("after_merger", years[2016], later, "newcomer")
        self.as_("newcomer", after).previous_id = before
        self.fill_unit_sheet(after, "newcomer")
        self.complete(after, "newcomer")
        half = {"date_from": "2015-01-01", "date_to": "2015-06-30"}
        draft = self.open_evaluation("left_by_former_unit", years[2015], former, "newcomer", half)
        self.answer("newcomer", draft, {"A.1": {"self_points": 2.0}})

    def succeed(self, name, former, later, **values):
        """Record as the manager that a unit came from another one."""
        succession = self.as_("manager", self.env["agency.evaluation.succession"]).create(
            {
                "company_id": self.env.company.id,
                "predecessor_ids": [Command.link(former.id)],
                "successor_id": later.id,
                **values,
            }
        )
        self.keep(name, succession)
        return succession

    def leave_changed_by_many(self):
        """A draft whose rows and facts colleagues changed in turn: by hand, by suggestion, by import, by Excel."""
        criteria_set = self.env["agency.evaluation.criteria.set"].search([("code", "=", "DV-2026")])
        evaluation = self.open_evaluation("many_hands", criteria_set)
        self.state_facts("evaluator", evaluation)
        self.answer("evaluator", evaluation, {"A.1": {"self_points": 3.0}, "B.1": {"self_points": 3.0}})
        self.store()
        self.answer("colleague", evaluation, {"A.1": {"self_points": 2.5, "explanation": "Thiếu một biên bản"}})
        self.store()
        self.answer("evaluator", evaluation, {"A.1": {"status": "not_applicable", "explanation": "Đã chuyển giao"}})
        self.row("evaluator", evaluation, "A.3").action_accept_suggestions()
        self.store()
        facts = self.as_("evaluator", self.env["agency.evaluation.fact"])
        done = facts.with_context(default_evaluation_id=evaluation.id).load(["fact_code", "entry"], [["hop", "5"]])
        if done["messages"]:
            raise AssertionError(done["messages"])
        self.store()
        self.fill_copy("evaluator", evaluation, {"B.1": 2.75})
        self.add_secret("evaluator", evaluation)
        self.store()

    def fill_copy(self, login, evaluation, points):
        """Fill in the working copy with a spreadsheet, and take it back."""
        evaluation = self.as_(login, evaluation)
        (copy,) = evaluation.env["agency.evaluation.working.copy.report"]._collect(evaluation)
        workbook = load_workbook(io.BytesIO(working_copy_xlsx.write(copy)))
        rows = workbook.worksheets[0]
        column = next(cell.column for cell in rows[1] if cell.value == "agency:points")
        lines = {cell.value: cell.row for cell in rows["A"]}
        for code, value in points.items():
            rows.cell(lines[code], column).value = value
        content = io.BytesIO()
        workbook.save(content)
        dialog = evaluation.env["agency.evaluation.copy.import"].create(
            {"evaluation_id": evaluation.id, "file": base64.b64encode(content.getvalue()), "file_name": "ban-sao.xlsx"}
        )
        dialog.action_preview()
        dialog.action_apply()

    def add_secret(self, login, evaluation):
        """A document that only a register holds, for it is a state secret."""
        evaluation = self.as_(login, evaluation)
        evaluation.evidence_ids.create(
            {
                "evaluation_id": evaluation.id,
                "is_secret": True,
                "register_reference": "Sổ văn bản mật số 2, trang 7",
                "line_ids": [Command.link(line.id) for line in evaluation.line_ids if line.code == "A.1"],
            }
        )

    def name_otherwise(self):
        """The agency and a unit are called otherwise; managers put right since when, and what never counted."""
        self.env.company.write({"agency_name": "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "agency_short_name": "Sở NN&MT"})
        identities = self.as_("manager", self.env["agency.evaluation.identity"])
        (identity,) = identities.search([])
        identity.write({"date_to": "2025-02-28", "reason": "Nghị quyết về sắp xếp bộ máy"})
        self.keep("former_identity", identity)
        for year, name in ((2002, "SỞ ĐỊA CHÍNH"), (2003, "SỞ ĐỊA CHÍNH VÀ NHÀ ĐẤT")):
            older = identities.create(
                {
                    "company_id": self.env.company.id,
                    "company_name": name,
                    "name": name,
                    "parent_name": "UBND TỈNH BẮC GIANG",
                    "date_to": f"{year}-07-31",
                    "reason": "Theo lịch sử ngành",
                }
            )
            self.keep(f"identity_{year}", older)
        older.write({"active": False, "reason": "Chưa từng mang tên này"})
        names = self.as_("manager", self.env["agency.evaluation.unit.name"])
        name = names.search([("department_id", "=", self.branch.id)])
        name.write({"date_to": "2025-02-28", "reason": "Quyết định đổi tên chi cục"})
        self.keep("former_name", name)
        self.store()

    def leave_tasks(self):
        """Papers that were printed in the background, and dossiers of which the first is there."""
        halves = self.env["agency.evaluation"].union(
            *(self.env.ref(f"{MODULE}.{half}_half") for half in ("first", "second"))
        )
        tasks = self.env["agency.evaluation.task"]
        printed = tasks.browse(self.as_("manager", halves).action_print_in_background(_SHEET)["res_id"])
        self.keep("task_done", printed)
        self.store()
        tasks.with_env(self.env)._cron_work()
        begun = tasks.browse(self.as_("auditor", halves)._dossiers_in_background()["res_id"])
        self.keep("task_begun", begun)
        self.store()
        begun.sudo()._do_or_begin_again()
        self.store()
        if (printed.sudo().state, begun.sudo().state, begun.sudo().done_count) != ("done", "running", 1):
            raise AssertionError(f"{printed.sudo().read()} {begun.sudo().read()}")

    def leave_everything_verified(self):
        """All of the agency was verified once; another time has begun."""
        runs = self.env["agency.evaluation.verification.run"]
        for name, pieces in (("verified", None), ("verifying", 3)):
            run = runs.browse(self.as_("manager", runs).action_start()["res_id"])
            self.keep(name, run)
            self.store()
            run = run.with_env(self.env(su=True))
            if pieces is None:
                run._work_off()
            for _piece in range(pieces or 0):
                run._do_some()
            self.store()
            if not run.is_right and run.state == "done":
                raise AssertionError(run._summary())
