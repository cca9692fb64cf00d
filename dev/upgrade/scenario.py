"""What years of use leave in a database, made with the buttons and forms that users have.

It runs in ``odoo shell`` on a new database, with the code of the version that is kept, which is the newest one: the
rules of earlier ones live on in the databases that were kept of them. What tests look for has an external id in
:data:`MODULE`.
"""

import base64
import json
import runpy
import tempfile
from pathlib import Path

from werkzeug.test import Client

from odoo.http import root

from .office import MODULE, TESTS, claim
from .third_edition import ThirdEdition

#: The parameter that holds what the old version showed of all of this.
SNAPSHOT = f"{MODULE}.snapshot"
#: A sheet on paper, as it is pasted; its first group contradicts its rows.
PAPER = """TT\tTiêu chí\tĐiểm chuẩn\tĐiểm tự chấm
I\tCÔNG TÁC TỔNG HỢP\t6\t5,5
1\tXây dựng chương trình công tác\t2\t2
2\tChế độ thông tin, báo cáo\t4\t3
\t- Thiếu 01 báo cáo trừ 0,5 điểm\t\t
II\tCÔNG TÁC QUẢN TRỊ\t4\t4
1\tQuản lý tài sản công\t4\t4
TỔNG CỘNG\t\t10\t9,5
"""


def play(env):
    """Fill a database that has the addon and no demo data, and keep what is seen of it then."""
    years = Years(env)
    years.prepare()
    years.approve_the_demo()
    years.store_the_demo()
    years.approve_twice_and_revise()
    years.approve_for_another()
    years.approve_what_is_left_open()
    years.store()
    years.approve_from_april()
    years.number_from_april()
    years.approve_parts_of_a_year()
    years.approve_with_own_hand_and_withdraw()
    years.take_files_out()
    years.leave_cancelled_and_reopened()
    years.import_sheets()
    years.leave_submitted()
    years.leave_half_answered()
    years.revise_on_a_corrected_sheet()
    years.leave_parts_of_a_year()
    years.leave_waiting_for_a_substitute()
    years.approve_after_a_merger()
    years.leave_changed_by_many()
    years.let_time_pass()
    years.name_otherwise()
    years.check()
    years.lose_a_file_for_a_day()
    years.store()
    years.read_the_papers()
    years.store()
    years.leave_tasks()
    years.leave_everything_verified()
    take = runpy.run_path(str(TESTS / "cases/upgrade_snapshot.py"))["take"]
    env["ir.config_parameter"].sudo().set_param(SNAPSHOT, take(env))
    env.cr.commit()


class Years(ThirdEdition):
    """The agency of the demo over some years: what is left under way, and what changes around it."""

    def leave_cancelled_and_reopened(self):
        """One that stays cancelled, and a draft that was cancelled, reopened and goes on."""
        criteria_set = self.publish_unit_sheet(2023, "scale")
        cancelled = self.open_evaluation("cancelled", criteria_set)
        self.fill_unit_sheet(cancelled)
        self.submit("evaluator", cancelled)
        self.row("reviewer", cancelled, "B.1").action_question("Số liệu lấy ở đâu?")
        self.as_("manager", cancelled).action_cancel("Chấm nhầm đơn vị")
        reopened = self.open_evaluation("reopened", criteria_set)
        self.fill_unit_sheet(reopened, A_2=claim())
        self.as_("manager", reopened).action_cancel("Chờ số liệu")
        self.as_("manager", reopened).action_draft()
        self.unfinished = criteria_set

    def import_sheets(self):
        """An imported sheet with the points that it states, and one that is still being corrected."""
        intakes = self.as_("manager", self.env["agency.evaluation.intake"])
        done = intakes.create({"pasted": PAPER, "name": "Bảng điểm nhập từ bản giấy", "code": "BG-2024", "year": 2024})
        done.action_read()
        done.action_make_criteria_set()
        done.write({"department_id": self.agency.id, "user_id": self.user("evaluator").id})
        done.action_make_evaluation()
        self.keep("intake", done)
        self.keep("imported", done.evaluation_id)
        file = base64.b64encode(PAPER.replace("công\t4\t4", "công\t4,125\t4").encode())
        preview = intakes.create({"file": file, "filename": "bang-diem.tsv", "name": "Bảng điểm đang sửa"})
        preview.action_read()
        self.keep("intake_preview", preview)

    def leave_submitted(self):
        """Submitted, with a question that waits for its answer and one that has it."""
        criteria_set = self.publish_unit_sheet(2025, "zero")
        evaluation = self.open_evaluation("submitted", criteria_set, reviewer_id="reviewer")
        self.fill_unit_sheet(evaluation)
        self.submit("evaluator", evaluation)
        self.row("reviewer", evaluation, "A.1").action_question("Biên bản họp tháng 6 ở đâu?")
        self.row("evaluator", evaluation, "A.1").action_answer("Trong sổ họp, trang 12.")
        self.row("reviewer", evaluation, "B.1").action_question("Phần mềm nào chưa dùng?")

    def leave_half_answered(self):
        """A draft in progress, by someone who is evaluator and manager at once."""
        criteria_set = self.publish_unit_sheet(2026, "full")
        evaluation = self.open_evaluation("half_answered", criteria_set, self.branch, "specialist")
        self.state_facts("specialist", evaluation)
        self.answer(
            "specialist",
            evaluation,
            {"A.1": {"self_points": 2.5, "explanation": "Thiếu một cuộc họp"}, "A.2": claim()},
        )
        self.add_document("specialist", evaluation, "50/BC-CCMT", ["A.1"], ["hop"])
        self.add_picture("specialist", evaluation.section_ids[0])
        self.as_("specialist", evaluation).action_check()

    def revise_on_a_corrected_sheet(self):
        """A revision of the approved demo in progress, on a version of its sheet that says some rows otherwise."""
        corrected = self.as_("manager", self.demo.criteria_set_id).copy(
            {"code": "BCD-2020-2", "name": "Bảng chấm điểm năm 2020, bản sửa"}
        )
        rows = {row.code: row for row in corrected.criterion_ids}
        rows["III.8"].name = f"{rows['III.8'].name} (được cấp tỉnh công nhận)"
        rows["V.1"].max_points, rows["V.2"].max_points = 1.5, 1.5
        self.publish(corrected)
        action = self.as_("manager", self.demo).action_revise("Chấm lại theo bản sửa", corrected.id)
        revision = self.env["agency.evaluation"].browse(action["res_id"])
        self.keep("draft_revision", revision)
        self.answer("evaluator", revision, {"V.2": {"self_points": 1.25, "explanation": "Theo bản sửa"}})

    def leave_parts_of_a_year(self):
        """An approved half-year, one in which a colleague has a row left, and the year, which took over the first."""
        first = self.open_half("branch_half", 1, self.branch, "specialist")
        self.state_parts("specialist", first, range(1, 7))
        self.complete(first, "specialist")
        second = self.open_half("branch_second_half", 7, self.branch, "specialist")
        self.state_parts("specialist", second, range(7, 13))
        self.row("specialist", second, "B.1").write({"user_id": self.user("colleague").id, "status": "todo"})
        year = self.open_evaluation("branch_year", self.halves, self.branch, "specialist")
        self.as_("specialist", year).action_take_over_facts()
        decision = {"decision_number": "9/QĐ-UBND", "decision_date": "2018-02-01", "reason": "Không xét sáng kiến"}
        self.relieve("open_relief", self.halves, self.branch, ["B.2"], **decision)

    def leave_waiting_for_a_substitute(self):
        """Reviewed, and on the desks of an approver and of who stands in for as long as this is kept."""
        evaluation = self.open_evaluation("waiting", self.unfinished, self.branch, "specialist", approver_id="approver")
        self.fill_unit_sheet(evaluation, "specialist")
        self.submit("specialist", evaluation)
        self.settle(evaluation)
        self.as_("reviewer", evaluation).action_review()
        self.substitute("2099-12-31", "Quyết định 45/QĐ-TNMT về việc giao phụ trách")

    def lose_a_file_for_a_day(self):
        """The periodic check finds a file damaged, and brings it back from the second store."""
        (file,) = self.env.ref(f"{MODULE}.branch_second_half").evidence_ids.attachment_ids.sudo()
        settings = self.env["ir.config_parameter"].sudo()
        with tempfile.TemporaryDirectory() as store:
            settings.set_param("agency_evaluation.second_store", store)
            file._check_kept_file()
            Path(file._full_path(file.store_fname)).write_bytes(b"%PDF-1.4 damaged")
            file._check_kept_file()
            settings.set_param("agency_evaluation.second_store", False)

    def read_the_papers(self):
        """Somebody downloads papers and a file, which is put on record, and a citizen looks up a paper."""
        client = Client(root)
        browser = {"REMOTE_ADDR": "127.0.0.1"}
        evaluation = self.env.ref(f"{MODULE}.from_april")
        file = evaluation.evidence_ids.attachment_ids[0]
        params = {"db": self.env.cr.dbname, "login": "auditor", "password": "auditor"}
        client.post("/web/session/authenticate", json={"params": params}, environ_base=browser)
        for path in (
            f"/agency_evaluation/{evaluation.id}/score_sheet.xlsx",
            f"/agency_evaluation/{evaluation.id}/dossier.zip",
            f"/web/content/{file.id}?download=1",
            f"/agency_evaluation/verify/{evaluation.seal_token}",
        ):
            answer = client.get(path, environ_base=browser)
            if answer.status_code != 200:
                raise AssertionError(f"{path} answers {answer.status}")

    def let_time_pass(self):
        """What is no part of any evaluation changes around them."""
        self.as_("manager", self.two | self.corrected).action_archive_set()
        self.branch.name = "Chi cục Môi trường và Biển"
        self.agency.name = "Sở Nông nghiệp và Môi trường"
        self.user("approver").name = "Phó Giám đốc Sở"
        self.user("leader").active = False

    def check(self):
        """:raises AssertionError: if a field is sealed that nothing approved has a value in"""
        named, filled = set(), set()
        # what comes after the seal, and what no version writes any more
        empty = {("agency.evaluation.decision", name) for name in ("old_value", "new_value")}
        empty.add(("agency.evaluation", "former_answerer_ids"))
        for seal in self.env["agency.evaluation.seal"].sudo().search([]):
            manifest = json.loads(seal.manifest)
            named |= {(model, name) for model, names in manifest["fields"].items() for name in names}
            filled |= {
                (model, name)
                for model, records in manifest["records"].items()
                for values in records.values()
                for name, value in values.items()
                if value not in (None, False, "", [], 0, "0.00")
            }
        if left := sorted(named - filled - empty):
            raise AssertionError(f"The scenario gives no value to {left}")
