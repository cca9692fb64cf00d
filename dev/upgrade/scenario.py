"""What years of use leave in a database, made with the buttons and forms that users have.

It runs in ``odoo shell`` on a new database, with the code of the version that is kept: nothing here names what only
one version has. What tests look for has an external id in :data:`MODULE`.
"""

import base64
import io
import json
import runpy
from datetime import date, timedelta
from pathlib import Path

from PIL import Image

from odoo.fields import Command
from odoo.modules.module import Manifest
from odoo.tools import convert_file

ADDON = "agency_evaluation"
MODULE = "agency_evaluation_kept"
#: The parameter that holds what the old version showed of all of this.
SNAPSHOT = f"{MODULE}.snapshot"

_TESTS = Path(__file__).parents[2] / "tests"
_signing = runpy.run_path(str(_TESTS / "reading/signed_pdfs.py"))

#: A sheet of the size that a unit below the agency has: code, parent, printed number, text, points.
UNIT_SHEET = (
    ("A", None, "I", "CÔNG TÁC VĂN THƯ, LƯU TRỮ", 6.0),
    ("A.1", "A", "1", "Tổ chức các cuộc họp giao ban", 3.0),
    ("A.2", "A", "2", "Nộp hồ sơ vào lưu trữ cơ quan", 1.0),
    ("A.3", "A", "3", "Chế độ báo cáo tháng", 2.0),
    ("B", None, "II", "CẢI CÁCH HÀNH CHÍNH", 4.0),
    ("B.1", "B", "1", "Ứng dụng công nghệ thông tin", 3.0),
    ("B.2", "B", "2", "Sáng kiến được công nhận", 1.0),
)
#: What its evaluations state, and how they are scored.
UNIT_FACTS = {"hop": "6", "hop_trong_so": "6", "ho_so": "10", "ho_so_da_nop": "9", "ho_so_chua_nop": "1"}
UNIT_POINTS = {"A.1": 3.0, "A.2": 1.0, "A.3": 2.0, "B.1": 2.25, "B.2": 0.5}
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
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def play(env):
    """Fill a database that has the addon and no demo data, and keep what is seen of it then."""
    years = Years(env)
    years.prepare()
    years.approve_the_demo()
    years.approve_twice_and_revise()
    years.approve_for_another()
    years.approve_what_is_left_open()
    years.leave_cancelled_and_reopened()
    years.import_sheets()
    years.leave_submitted()
    years.leave_half_answered()
    years.revise_on_a_corrected_sheet()
    years.let_time_pass()
    years.check()
    env.flush_all()
    env.invalidate_all()
    take = runpy.run_path(str(_TESTS / "cases/upgrade_snapshot.py"))["take"]
    env["ir.config_parameter"].sudo().set_param(SNAPSHOT, take(env))
    env.cr.commit()


class Years:
    """The agency of the demo over some years, one method a story."""

    def __init__(self, env):
        self.env = env(user=env.ref("base.user_admin"))
        self.files = 0

    # people and sheets

    def prepare(self):
        for name in Manifest.for_addon(ADDON)["demo"]:
            # as entered by hand: an upgrade has nothing to bring up to date in it
            convert_file(self.env(su=True), ADDON, name, {}, "init", noupdate=True)
        self.agency = self.env.ref(f"{ADDON}.department_agency")
        self.branch = self.env["hr.department"].create({"name": "Chi cục Bảo vệ môi trường"})
        self.keep("branch", self.branch)
        self.add_user("colleague", "Chuyên viên phòng Kế hoạch", ["evaluator"], self.agency)
        self.add_user("specialist", "Chuyên viên kiêm quản trị", ["evaluator", "manager"], self.branch)
        self.add_user("second_reviewer", "Chuyên viên thẩm định thứ hai", ["reviewer"])
        self.add_user("deputy", "Phó Giám đốc phụ trách", ["approver"])
        self.add_user("leader", "Giám đốc về hưu", ["approver"])

    def add_user(self, login, name, roles, department=None):
        groups = [self.env.ref(f"{ADDON}.group_{role}").id for role in roles]
        user = (
            self.env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": name,
                    "login": login,
                    "password": login,
                    "email": f"{login}@example.com",
                    "lang": "vi_VN",
                    "tz": "Asia/Ho_Chi_Minh",
                    "group_ids": [Command.link(group) for group in groups],
                }
            )
        )
        self.keep(f"user_{login}", user)
        if department:
            self.env["hr.employee"].create({"name": name, "user_id": user.id, "department_id": department.id})

    def user(self, login):
        return self.env["res.users"].search([("login", "=", login)]).ensure_one()

    def as_(self, login, records):
        """Return records as the user with that login has them, with nothing cached."""
        self.env.flush_all()
        self.env.invalidate_all()
        user = self.user(login)
        return records.with_env(self.env(user=user, su=False, context=dict(user.context_get())))

    def keep(self, name, record):
        """Give a record the external id `name`."""
        self.env["ir.model.data"].sudo().create(
            {"module": MODULE, "name": name, "model": record._name, "res_id": record.id, "noupdate": True}
        )

    def publish_unit_sheet(self, year, policy):
        """Return the published sheet of a unit for a year."""
        sets = self.as_("manager", self.env["agency.evaluation.criteria.set"])
        criteria_set = sets.create(
            {
                "name": f"Bảng chấm điểm đơn vị năm {year}",
                "code": f"DV-{year}",
                "year": year,
                "declared_points": 10.0,
                "na_policy": policy,
                "company_id": self.env.company.id,
            }
        )
        rows = self.add_rows(criteria_set)
        facts = self.add_facts(criteria_set)
        self.add_rules(rows, facts)
        self.add_parts(criteria_set, rows, facts)
        criteria_set.action_publish()
        return criteria_set

    def add_rows(self, criteria_set):
        rows = {}
        for sequence, (code, parent, number, text, points) in enumerate(UNIT_SHEET, 1):
            rows[code] = criteria_set.criterion_ids.create(
                {
                    "set_id": criteria_set.id,
                    "parent_id": parent and rows[parent].id,
                    "sequence": sequence,
                    "code": code,
                    "number": number,
                    "name": text,
                    "max_points": points,
                    "is_bonus": code == "B.2",
                    "base_points": 2.0 if code == "A.3" else 0.0,
                    "evidence_required": code == "A.1",
                    "guidance": "Theo sổ theo dõi của Văn thư" if code == "A.1" else False,
                    "department_id": self.branch.id if code == "A.2" else False,
                }
            )
        return rows

    def add_facts(self, criteria_set):
        definitions = {
            "hop": {"name": "Cuộc họp"},
            "hop_trong_so": {"name": "Cuộc họp ghi trong sổ"},
            "ho_so": {"name": "Hồ sơ phải nộp", "unit": "hồ sơ"},
            "ho_so_da_nop": {"name": "Hồ sơ đã nộp", "unit": "hồ sơ"},
            "ho_so_chua_nop": {"name": "Hồ sơ chưa nộp", "unit": "hồ sơ"},
            "bao_cao": {"name": "Báo cáo quý I", "frequency": "month", "months": "1-3"},
            "kinh_phi": {"name": "Kinh phí", "unit": "đồng", "is_required": False},
            "kinh_phi_hop": {"name": "Kinh phí họp", "unit": "đồng", "is_required": False},
            "kinh_phi_khac": {"name": "Kinh phí khác", "unit": "đồng", "is_required": False},
            "ty_le": {"name": "Tỷ lệ nộp", "unit": "%", "formula": "percent(ho_so_da_nop, ho_so)"},
        }
        return {
            code: criteria_set.indicator_ids.create(
                {"set_id": criteria_set.id, "code": code, "sequence": sequence, **values}
            )
            for sequence, (code, values) in enumerate(definitions.items())
        }

    def add_rules(self, rows, facts):
        rules = {
            "A.1": {"effect": "award", "points": 0.5, "basis": "each", "indicator_id": facts["hop"].id},
            "A.2": {"effect": "award", "points": 1.0, "basis": "when", "indicator_id": facts["ty_le"].id},
            "A.3": {"effect": "deduct", "points": 0.25, "basis": "period", "indicator_id": facts["bao_cao"].id},
        }
        rules["A.2"].update({"operator": ">=", "threshold": 80})
        rules["A.3"].update({"operator": "<", "threshold": 2})
        for code, values in rules.items():
            rows[code].rule_ids.create({"criterion_id": rows[code].id, "name": f"Quy tắc chấm mục {code}", **values})
        rows["B.1"].rule_ids.create({"criterion_id": rows["B.1"].id, "name": "Theo đánh giá của đoàn kiểm tra"})

    def add_parts(self, criteria_set, rows, facts):
        own = {"set_id": criteria_set.id}
        criteria_set.relation_ids.create(
            [
                {**own, "name": "Họp", "whole_id": facts["hop"].id, "part_ids": [facts["hop_trong_so"].id]},
                {
                    **own,
                    "name": "Hồ sơ",
                    "whole_id": facts["ho_so"].id,
                    "part_ids": [facts["ho_so_da_nop"].id, facts["ho_so_chua_nop"].id],
                    "operator": "=",
                },
                {
                    **own,
                    "name": "Kinh phí",
                    "whole_id": facts["kinh_phi"].id,
                    "part_ids": [facts["kinh_phi_hop"].id, facts["kinh_phi_khac"].id],
                },
            ]
        )
        criteria_set.grade_ids.create(
            [
                {**own, "name": "Tốt", "min_points": 8.5, "max_points": 10.0, "include_max": True, "floor_percent": 70},
                {**own, "name": "Khá", "min_points": 5.0, "max_points": 8.5},
                {**own, "name": "Yếu", "min_points": 0.0, "max_points": 5.0},
            ]
        )
        criteria_set.grade_ids[0].blocking_indicator_ids = facts["ho_so_chua_nop"]
        criteria_set.check_setting_ids.create({**own, "code": "bonus_without_reason", "severity": "error"})
        criteria_set.section_ids.create(
            [
                {
                    **own,
                    "sequence": 1,
                    "number": "I",
                    "title": "Kết quả năm {{year}} của {{unit}}",
                    "body": "<p>Đã tổ chức {{hop}} cuộc họp, nộp {{ty_le}} hồ sơ; đạt {{total}} điểm.</p>",
                    "criterion_id": rows["A"].id,
                },
                {
                    **own,
                    "sequence": 2,
                    "number": "II",
                    "title": "Tồn tại, hạn chế",
                    "body": "<ul><li>{{shortcomings}}</li></ul>",
                },
            ]
        )

    # what people do

    def open_evaluation(self, name, criteria_set, department=None, login="evaluator", **people):
        """Return a new draft, made by the manager."""
        evaluation = self.as_("manager", self.env["agency.evaluation"]).create(
            {
                "criteria_set_id": criteria_set.id,
                "department_id": (department or self.agency).id,
                "user_id": self.user(login).id,
                **{field: self.user(person).id for field, person in people.items()},
            }
        )
        self.keep(name, evaluation)
        return evaluation

    def row(self, login, evaluation, code):
        return self.as_(login, evaluation).line_ids.filtered(lambda line: line.code == code).ensure_one()

    def answer(self, login, evaluation, answers):
        """Fill in rows as a form does, all at once: values by code."""
        evaluation = self.as_(login, evaluation)
        ids = {line.code: line.id for line in evaluation.line_ids}
        evaluation.write({"line_ids": [Command.update(ids[code], values) for code, values in answers.items()]})

    def state_facts(self, login, evaluation):
        facts = {fact.code: fact for fact in self.as_(login, evaluation).fact_ids}
        for code, number in UNIT_FACTS.items():
            facts[code].write({"entry": number, "note": "Sổ theo dõi của Văn thư"})
        facts["bao_cao"].write({"month_01": "2", "month_02": "2", "month_03": "2"})

    def add_document(self, login, evaluation, number, rows=(), facts=(), content=None, file_name="van-ban.pdf"):
        """Add a document with a file that no other one has."""
        evaluation = self.as_(login, evaluation)
        self.files += 1
        file = evaluation.env["ir.attachment"].create(
            {
                "name": file_name,
                "raw": content or PDF + b"%% document %d\n" % self.files,
                "res_model": "agency.evaluation.evidence",
                "res_id": 0,
            }
        )
        return evaluation.evidence_ids.create(
            {
                "evaluation_id": evaluation.id,
                "name": f"Văn bản số {number} về kết quả thực hiện",
                "number": number,
                "issue_date": f"{evaluation.year}-06-15",
                "issuer": "Chi cục Bảo vệ môi trường",
                "location": "Mục II, trang 1",
                "document_type_id": self.env.ref(f"{ADDON}.document_type_report").id,
                "attachment_ids": [Command.link(file.id)],
                "line_ids": [Command.link(line.id) for line in evaluation.line_ids if line.code in rows],
                "fact_ids": [Command.link(fact.id) for fact in evaluation.fact_ids if fact.code in facts],
            }
        )

    def add_picture(self, login, section):
        """Put a picture into a section of the report, as the editor does."""
        section = self.as_(login, section)
        picture = section.env["ir.attachment"].create(
            {"name": "bieu-do.png", "raw": self.picture(), "res_model": section._name, "res_id": section.id}
        )
        section.write({"body": f'{section.body or ""}<p>Biểu đồ: <img src="/web/image/{picture.id}"></p>'})

    def picture(self):
        self.files += 1
        content = io.BytesIO()
        Image.new("RGB", (40, 30), (20, 110, 20 + self.files)).save(content, "PNG")
        return content.getvalue()

    def justify(self, login, evaluation):
        self.as_(login, evaluation).action_check()
        for finding in self.as_(login, evaluation).finding_ids.filtered(lambda found: found.severity == "warning"):
            finding.write({"justification": "Đã đối chiếu với hồ sơ lưu tại Văn thư"})

    def submit(self, login, evaluation):
        self.justify(login, evaluation)
        self.as_(login, evaluation).action_submit()

    def fill_unit_sheet(self, evaluation, login="evaluator", **answers):
        """State and prove all that a unit's sheet asks for; `answers` are other values by code, ``A_1`` for A.1."""
        self.state_facts(login, evaluation)
        values = {code: {"self_points": points} for code, points in UNIT_POINTS.items()}
        values["B.1"] |= {"explanation": "Còn một phần mềm chưa dùng thường xuyên", "improvement": "Tập huấn lại"}
        values["B.2"]["explanation"] = "Một sáng kiến được công nhận cấp cơ sở"
        values |= {code.replace("_", "."): answer for code, answer in answers.items()}
        self.answer(login, evaluation, values)
        self.add_document(login, evaluation, f"{evaluation.id}/BC-CCMT", ["A.1", "B.2"], ["hop"])
        self.as_(login, evaluation).action_fill_report()

    # stories

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
                "I.4-1": {"status": "not_applicable"},
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
        self.fill_unit_sheet(evaluation, A_2={"status": "not_applicable"})
        self.submit("evaluator", evaluation)
        self.approve_by_two(evaluation)
        self.corrected = self.as_("manager", self.two).copy({"code": "DV-2021-2", "name": "Bảng chấm điểm đơn vị, sửa"})
        row = self.corrected.criterion_ids.filtered(lambda row: row.code == "B.2")
        row.name = "Sáng kiến được công nhận từ cấp cơ sở"
        self.corrected.action_publish()
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
        self.approve_by_two(revision)

    def approve_by_two(self, evaluation):
        self.env.company.agency_second_approval = True
        self.as_("deputy", evaluation).action_approve()
        self.as_("leader", evaluation).action_approve({"title": "GIÁM ĐỐC", "name": "Giám đốc về hưu"})
        self.env.company.agency_second_approval = False

    def approve_for_another(self):
        """A substitute approves; what does not apply is taken out of the total, which is scaled up."""
        criteria_set = self.publish_unit_sheet(2022, "scale")
        evaluation = self.open_evaluation(
            "approved_for_another", criteria_set, reviewer_id="reviewer", approver_id="approver"
        )
        self.as_("manager", self.env["agency.evaluation.substitution"]).create(
            {
                "approver_id": self.user("approver").id,
                "substitute_id": self.user("deputy").id,
                "date_from": date.today() - timedelta(days=1),
                "date_to": date.today() + timedelta(days=1),
                "reason": "Quyết định 20/QĐ-TNMT về việc ủy quyền",
            }
        )
        self.fill_unit_sheet(evaluation, A_3={"status": "not_applicable"}, B_2={"status": "not_applicable"})
        self.submit("evaluator", evaluation)
        note = {"is_reviewed": True, "review_points": 2.5, "review_note": "Thiếu hai biên bản"}
        self.row("reviewer", evaluation, "A.1").write(note)
        self.as_("reviewer", evaluation).action_accept_undisputed()
        self.as_("reviewer", evaluation).action_review()
        self.as_("deputy", evaluation).action_approve({"title": "Q. GIÁM ĐỐC", "name": "Phó Giám đốc phụ trách"})

    def approve_what_is_left_open(self):
        """A group that does not apply, months and a blocking fact that are not stated, and amounts of twelve digits."""
        criteria_set = self.publish_unit_sheet(2019, "full")
        evaluation = self.open_evaluation("approved_open", criteria_set, reviewer_id="reviewer")
        group = ("A.1", "A.2", "A.3")
        claimed = {"status": "not_applicable", "explanation": "Đơn vị mới thành lập, chưa có nhiệm vụ này"}
        self.fill_unit_sheet(evaluation, **{code.replace(".", "_"): claimed for code in group})
        facts = {fact.code: fact for fact in self.as_("evaluator", evaluation).fact_ids}
        amounts = {"kinh_phi": "123456789012", "kinh_phi_hop": "99999999999,25", "kinh_phi_khac": "23456789012,75"}
        for code, amount in {**amounts, "ho_so_chua_nop": False}.items():
            facts[code].entry = amount
        facts["bao_cao"].write({"month_02": False, "month_03": False})
        grade = evaluation.criteria_set_id.grade_ids.filtered(lambda grade: grade.name == "Tốt")
        self.as_("evaluator", evaluation).claimed_grade_id = grade
        self.submit("evaluator", evaluation)
        for code in (*group, "B.1", "B.2"):
            self.row("reviewer", evaluation, code).action_accept()
        self.as_("reviewer", evaluation).action_review()
        self.as_("approver", evaluation).action_approve({"title": "GIÁM ĐỐC", "name": "Giám đốc phê duyệt"})

    def leave_cancelled_and_reopened(self):
        """One that stays cancelled, and a draft that was cancelled, reopened and goes on."""
        criteria_set = self.publish_unit_sheet(2023, "scale")
        cancelled = self.open_evaluation("cancelled", criteria_set)
        self.fill_unit_sheet(cancelled)
        self.submit("evaluator", cancelled)
        self.row("reviewer", cancelled, "B.1").action_question("Số liệu lấy ở đâu?")
        self.as_("manager", cancelled).action_cancel("Chấm nhầm đơn vị")
        reopened = self.open_evaluation("reopened", criteria_set)
        self.fill_unit_sheet(reopened, A_2={"status": "not_applicable"})
        self.as_("manager", reopened).action_cancel("Chờ số liệu")
        self.as_("manager", reopened).action_draft()

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
            {"A.1": {"self_points": 2.5, "explanation": "Thiếu một cuộc họp"}, "A.2": {"status": "not_applicable"}},
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
        corrected.action_publish()
        action = self.as_("manager", self.demo).action_revise("Chấm lại theo bản sửa", corrected.id)
        revision = self.env["agency.evaluation"].browse(action["res_id"])
        self.keep("draft_revision", revision)
        self.answer("evaluator", revision, {"V.2": {"self_points": 1.25, "explanation": "Theo bản sửa"}})

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
        if empty := sorted(named - filled):
            raise AssertionError(f"The scenario gives no value to {empty}")
