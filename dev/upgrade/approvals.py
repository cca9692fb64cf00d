"""What was approved over the years, one method a story."""

import base64
import runpy
from datetime import date, timedelta

from .office import ADDON, TESTS, claim
from .sheets import UnitSheets

_signing = runpy.run_path(str(TESTS / "reading/signed_pdfs.py"))


class Approvals(UnitSheets):
    def approve_the_demo(self):
        """The demo's evaluation through the whole job, zero being what rows that do not apply are worth."""
        self.demo = evaluation = self.env.ref(f"{ADDON}.evaluation_2020")
        self.keep("demo", evaluation)
        self.complete_the_demo()
        for group, reviewer in (("I", "reviewer"), ("II", "second_reviewer")):
            self.row("manager", evaluation, group).write({"reviewer_id": self.user(reviewer).id})
        self.submit("evaluator", evaluation)
        self.return_the_demo()
        self.submit("evaluator", evaluation)
        self.review_the_demo()
        title = "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC"
        self.as_("approver", evaluation).action_approve({"title": title, "name": "Lãnh đạo phê duyệt"})
        self.upload_signed_copies()

    def complete_the_demo(self):
        evaluation = self.demo
        self.row("evaluator", evaluation, "III.5").write({"user_id": self.user("colleague").id})
        self.row("colleague", evaluation, "III.5").write({"self_points": 2.0, "explanation": "Theo biên bản kiểm tra"})
        rows = self.as_("evaluator", evaluation).line_ids
        rows.filtered(lambda line: line.code in ("I.1.2-1", "I.1.2-2")).action_accept_suggestions()
        lost = "Hồ sơ trễ hạn do phần mềm một cửa lỗi"
        self.answer(
            "evaluator",
            evaluation,
            {
                "I.4-1": claim(),
                "I.4-2": {"self_points": 0.5, "explanation": "Mới lập được một phần hồ sơ"},
                "I.5-1": {"explanation": "Nhiệm vụ chậm được Chủ tịch UBND tỉnh cho lùi thời hạn"},
                "VI-4": {"explanation": lost},
                "VI-5": {"explanation": lost, "improvement": "Công khai lịch tiếp nhận hồ sơ"},
            },
        )
        self.add_document("evaluator", evaluation, "12/BB-TNMT", ["III.4"], content=self.picture(), file_name="anh.png")
        self.add_document("evaluator", evaluation, "13/BB-TNMT", ["IV.1", "VI-1"], ["vb_di", "ct_thang"])
        grade = evaluation.criteria_set_id.grade_ids.filtered(lambda grade: grade.name == "Hoàn thành tốt nhiệm vụ")
        self.as_("evaluator", evaluation).claimed_grade_id = grade
        self.add_picture("evaluator", evaluation.section_ids[0])
        self.as_("evaluator", evaluation).action_fill_report()
        self.as_("evaluator", evaluation).message_post(body="Đề nghị các phòng gửi số liệu", message_type="comment")

    def return_the_demo(self):
        evaluation = self.demo
        self.row("second_reviewer", evaluation, "II.4").action_question("Điểm thưởng theo văn bản nào?")
        self.row("reviewer", evaluation, "V.4").action_question("Có quyết định khen thưởng không?")
        self.row("reviewer", evaluation, "V.4").action_withdraw_question("Đã tìm thấy quyết định")
        self.as_("reviewer", evaluation).action_return("Mục II.4 chưa có tài liệu kiểm chứng.\nBổ sung rồi gửi lại.")
        self.add_document("evaluator", evaluation, "14/QĐ-TNMT", ["II.4"])
        self.answer("evaluator", evaluation, {"II.4": {"self_points": 1.5, "explanation": "Theo Quyết định 14"}})
        self.as_("evaluator", evaluation).action_fill_report()

    def review_the_demo(self):
        evaluation = self.demo
        self.row("reviewer", evaluation, "I.6").action_question("Thành tích nào được thưởng điểm?")
        self.add_document("evaluator", evaluation, "15/QĐ-TNMT", ["I.6"])
        row = self.row("evaluator", evaluation, "I.6")
        row.write({"self_points": 0.5, "explanation": "Chỉ tính một thành tích"})
        row.action_answer("Bằng khen của UBND tỉnh; xin điều chỉnh còn 0,5 điểm.")
        documents = self.as_("reviewer", evaluation).evidence_ids
        documents.filtered(lambda document: document.number == "12/BB-TNMT").action_reject("Ảnh không rõ ngày chụp")
        documents.filtered(lambda document: document.number in ("83/QĐ-TNMT", "185/QĐ-TNMT")).action_accept()
        note = {"is_reviewed": True, "review_points": 0.5, "review_note": "Còn trường hợp chưa chấp hành"}
        self.row("reviewer", evaluation, "III.1").write(note)
        self.row("second_reviewer", evaluation, "II.1").write({**note, "review_note": "Quy chế chậm sửa đổi"})
        self.row("reviewer", evaluation, "I.6").action_accept()
        for reviewer in ("second_reviewer", "reviewer"):
            self.settle(evaluation, reviewer)
            self.as_(reviewer, evaluation).action_accept_undisputed()
        self.as_("reviewer", evaluation).action_review()

    def upload_signed_copies(self):
        scan = _signing["document"]()
        authority = _signing["make_certificate"](_signing["AUTHORITY"])
        holder = _signing["make_certificate"](_signing["SIGNER"], authority)
        self.env.company.agency_trusted_certificates = authority.pem
        copies = {"evaluator": scan, "manager": _signing["sign"](scan, holder)}
        for login, content in copies.items():
            encoded = base64.b64encode(content).decode()
            number = "399/BC-TNMT" if login == "evaluator" else "400/BC-TNMT"
            self.as_(login, self.demo).action_upload_signed_copy(encoded, "bao-cao.pdf", number, "2020-12-20")

    def approve_twice_and_revise(self):
        """Two approvals, rows that do not apply being worth their full points; later revised and approved again."""
        self.two = self.publish_unit_sheet(2021, "full")
        evaluation = self.open_evaluation("approved_twice", self.two, approver_id="leader")
        self.as_("manager", evaluation).action_cancel("Mở nhầm năm")
        self.as_("manager", evaluation).action_draft()
        self.fill_unit_sheet(evaluation, A_2=claim())
        self.submit("evaluator", evaluation)
        self.settle(evaluation)
        self.approve_by_two(evaluation)
        self.as_("manager", evaluation).write({"report_number": "12/BC-CC", "report_date": "2021-12-31"})
        self.corrected = self.as_("manager", self.two).copy({"code": "DV-2021-2", "name": "Bảng chấm điểm đơn vị, sửa"})
        row = self.corrected.criterion_ids.filtered(lambda row: row.code == "B.2")
        row.name = "Sáng kiến được công nhận từ cấp cơ sở"
        self.publish(self.corrected)
        reason = "Sửa điểm mục B.1 theo kết luận kiểm tra"
        action = self.as_("manager", evaluation).action_revise(reason, self.corrected.id)
        revision = self.env["agency.evaluation"].browse(action["res_id"])
        self.keep("approved_revision", revision)
        again = {"self_points": 0.5, "explanation": "Một sáng kiến được công nhận cấp cơ sở"}
        self.answer("evaluator", revision, {"B.1": {"self_points": 2.0}, "B.2": again})
        self.add_document("evaluator", revision, "31/KL-TTr", ["B.1", "B.2"])
        self.as_("evaluator", revision).action_fill_report()
        self.submit("evaluator", revision)
        self.as_("approver", revision).action_return("Chưa nêu lý do sửa.")
        self.answer("evaluator", revision, {"B.1": {"explanation": "Theo Kết luận 31/KL-TTr"}})
        self.as_("evaluator", revision).action_fill_report()
        self.submit("evaluator", revision)
        self.settle(revision)
        self.approve_by_two(revision)

    def approve_for_another(self):
        """A substitute approves; what does not apply is taken out of the total, which is scaled up."""
        criteria_set = self.publish_unit_sheet(2022, "scale")
        evaluation = self.open_evaluation(
            "approved_for_another", criteria_set, reviewer_id="reviewer", approver_id="approver"
        )
        self.substitute(date.today() + timedelta(days=1), "Quyết định 20/QĐ-TNMT về việc ủy quyền")
        self.fill_unit_sheet(evaluation, A_3=claim(), B_2={"self_points": 0.0, "explanation": "Không có sáng kiến"})
        self.submit("evaluator", evaluation)
        note = {"is_reviewed": True, "review_points": 2.5, "review_note": "Thiếu hai biên bản"}
        self.row("reviewer", evaluation, "A.1").write(note)
        self.settle(evaluation)
        self.as_("reviewer", evaluation).action_accept_undisputed()
        self.as_("reviewer", evaluation).action_review()
        self.as_("deputy", evaluation).action_approve({"title": "Q. GIÁM ĐỐC", "name": "Phó Giám đốc phụ trách"})

    def substitute(self, until, reason):
        """Let the deputy stand in for the approver."""
        self.as_("manager", self.env["agency.evaluation.substitution"]).create(
            {
                "approver_id": self.user("approver").id,
                "substitute_id": self.user("deputy").id,
                "date_from": date.today() - timedelta(days=1),
                "date_to": until,
                "reason": reason,
            }
        )

    def approve_what_is_left_open(self):
        """A group that does not apply, months and a blocking fact that are not stated, and amounts of twelve digits."""
        criteria_set = self.publish_unit_sheet(2019, "full")
        evaluation = self.open_evaluation("approved_open", criteria_set, reviewer_id="reviewer")
        group = ("A.1", "A.2", "A.3")
        claimed = claim("Đơn vị mới thành lập, chưa có nhiệm vụ này")
        self.fill_unit_sheet(evaluation, **{code.replace(".", "_"): claimed for code in group})
        facts = {fact.code: fact for fact in self.as_("evaluator", evaluation).fact_ids}
        amounts = {"kinh_phi": "123456789012", "kinh_phi_hop": "99999999999,25", "kinh_phi_khac": "23456789012,75"}
        for code, amount in {**amounts, "ho_so_chua_nop": False}.items():
            facts[code].entry = amount
        facts["bao_cao"].write({"month_02": False, "month_03": False})
        grade = evaluation.criteria_set_id.grade_ids.filtered(lambda grade: grade.name == "Tốt")
        self.as_("evaluator", evaluation).claimed_grade_id = grade
        self.submit("evaluator", evaluation)
        self.settle(evaluation)
        for code in ("B.1", "B.2"):
            self.row("reviewer", evaluation, code).action_accept()
        self.as_("reviewer", evaluation).action_review()
        self.as_("approver", evaluation).action_approve({"title": "GIÁM ĐỐC", "name": "Giám đốc phê duyệt"})
