"""The agency that the scenario is about: its people, and what they do with the buttons and forms that they have."""

import io
from pathlib import Path

from PIL import Image

from odoo import SUPERUSER_ID
from odoo.fields import Command
from odoo.modules.module import Manifest
from odoo.tools import convert_file

ADDON = "agency_evaluation"
MODULE = "agency_evaluation_kept"
TESTS = Path(__file__).parents[2] / "tests"
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def claim(reason="Không được giao nhiệm vụ này"):
    """The values of a row that does not apply."""
    return {"status": "not_applicable", "explanation": reason}


class Office:
    """The agency of the demo and its people.

    :ivar agency: the unit of the demo; `branch` is another one
    """

    def __init__(self, env):
        self.env = env(user=env.ref("base.user_admin"))
        self.files = 0

    def prepare(self):
        for name in Manifest.for_addon(ADDON)["demo"]:
            # as entered by hand: an upgrade has nothing to bring up to date in it
            convert_file(self.env(user=SUPERUSER_ID), ADDON, name, {}, "init", noupdate=True)
        self.env.company.agency_public_address = "https://danhgia.example.gov.vn"
        self.agency = self.env.ref(f"{ADDON}.department_agency")
        self.branch = self.env["hr.department"].create({"name": "Chi cục Bảo vệ môi trường"})
        self.keep("branch", self.branch)
        self.add_user("colleague", "Chuyên viên phòng Kế hoạch", ["evaluator"], self.agency)
        self.add_user("specialist", "Chuyên viên kiêm quản trị", ["evaluator", "manager"], self.branch)
        self.add_user("second_reviewer", "Chuyên viên thẩm định thứ hai", ["reviewer"])
        self.add_user("deputy", "Phó Giám đốc phụ trách", ["approver"])
        self.add_user("head", "Trưởng phòng kiêm nhiệm", ["evaluator", "reviewer", "approver"], self.branch)
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

    def open_evaluation(self, name, criteria_set, department=None, login="evaluator", values=None, **people):
        """Return a new draft, made by the manager; `people` are logins, `values` whatever else it is to have."""
        evaluation = self.as_("manager", self.env["agency.evaluation"]).create(
            {
                "criteria_set_id": criteria_set.id,
                "department_id": (department or self.agency).id,
                "user_id": self.user(login).id,
                **{field: self.user(person).id for field, person in people.items()},
                **(values or {}),
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
                "confirms_no_secret": True,
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

    def publish(self, criteria_set):
        """Publish a set, whatever is found in it being settled."""
        criteria_set = self.as_("manager", criteria_set)
        criteria_set.action_check()
        for finding in criteria_set.finding_ids.filtered(lambda found: found.severity == "warning"):
            finding.action_justify(finding.justification or "Giữ nguyên theo văn bản đã ban hành")
        criteria_set.action_publish()

    def justify(self, login, evaluation):
        self.as_(login, evaluation).action_check()
        for finding in self.as_(login, evaluation).finding_ids.filtered(lambda found: found.severity == "warning"):
            finding.write({"justification": "Đã đối chiếu với hồ sơ lưu tại Văn thư"})

    def submit(self, login, evaluation):
        self.justify(login, evaluation)
        self.as_(login, evaluation).action_submit()

    def settle(self, evaluation, login="reviewer", **refused):
        """Settle row by row what has to be; `refused` are the points of rows that are, by code, ``A_1`` for A.1."""
        for row in self.as_(login, evaluation).line_ids.filtered("can_settle"):
            points = refused.get(row.code.replace(".", "_"))
            if points is None:
                row.action_accept()
            else:
                row.action_refuse("Chưa đủ căn cứ theo Bảng chấm điểm", points)

    def approve_by_two(self, evaluation):
        self.env.company.agency_second_approval = True
        self.as_("deputy", evaluation).action_approve()
        self.as_("leader", evaluation).action_approve({"title": "GIÁM ĐỐC", "name": "Giám đốc về hưu"})
        self.env.company.agency_second_approval = False
