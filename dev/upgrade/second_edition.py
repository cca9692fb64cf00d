"""What came with the second edition: reliefs, parts of a year, rows settled one by one, files taken out, and more."""

from odoo.fields import Command

from .approvals import Approvals
from .office import MODULE

#: A document that runs a script when it is opened.
SCRIPTED = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.beep\\(0\\))>>>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


class SecondEdition(Approvals):
    """The agency by the rules of the second edition; one method a story."""

    def relieve(self, name, criteria_set, unit, codes, **decision):
        """Decide, as the organiser, that a unit is not evaluated by rows."""
        rows = criteria_set.criterion_ids.filtered(lambda row: row.code in codes)
        relief = self.as_("manager", self.env["agency.evaluation.relief"]).create(
            {
                "criteria_set_id": criteria_set.id,
                "department_ids": [Command.link(unit.id)],
                "criterion_ids": [Command.set(rows.ids)],
                **decision,
            }
        )
        self.keep(name, relief)

    def complete(self, evaluation, login="evaluator", approver="approver", **refused):
        """Submit, settle what has to be, confirm the rest together, and approve."""
        self.submit(login, evaluation)
        self.settle(evaluation, **refused)
        self.as_("reviewer", evaluation).action_review()
        self.as_(approver, evaluation).action_approve({"title": "PHÓ GIÁM ĐỐC", "name": "Lãnh đạo phê duyệt"})

    def approve_from_april(self):
        """A shortened period, a relief, a deviation that is accepted, a claim that is not, rows confirmed together."""
        criteria_set = self.publish_unit_sheet(2017, "scale")
        self.as_("manager", criteria_set).retention_years = 70
        self.april = criteria_set
        evaluation = self.open_evaluation(
            "from_april",
            criteria_set,
            reviewer_id="reviewer",
            approver_id="approver",
            values={"submit_by": "2018-01-05", "review_by": "2018-01-15", "approve_by": "2018-01-25"},
        )
        decision = {"decision_number": "15/QĐ-UBND", "decision_date": "2017-03-20", "reason": "Chuyển giao nhiệm vụ"}
        self.relieve("relief", criteria_set, self.agency, ["A.3"], **decision)
        self.state_facts("evaluator", evaluation)
        self.state_parts("evaluator", evaluation, range(1, 13))
        self.as_("manager", evaluation).date_from = "2017-04-01"
        self.answer(
            "evaluator",
            evaluation,
            {
                "A.1": {"self_points": 2.5, "explanation": "Một cuộc họp không có biên bản"},
                "A.2": {"status": "not_applicable", "explanation": "Không có hồ sơ đến hạn nộp"},
                "B.1": {"self_points": 2.0, "explanation": "Hai phần mềm chưa dùng", "improvement": "Tập huấn"},
                "B.2": {"self_points": 0.5, "explanation": "Một sáng kiến được công nhận"},
            },
        )
        self.add_document("evaluator", evaluation, "61/BC-CCMT", ["A.1", "B.2"], ["hop"])
        self.add_document("evaluator", evaluation, "62/BB-CCMT", ["B.1"], file_name="bien-ban.pdf")
        self.env.company.agency_file_dangers = "mark"
        self.add_document("evaluator", evaluation, "63/TB-CCMT", ["B.1"], content=SCRIPTED, file_name="bieu-mau.pdf")
        self.env.company.agency_file_dangers = "refuse"
        self.as_("evaluator", evaluation).action_fill_report()
        self.complete(evaluation, A_2=0.25)

    def open_half(self, name, month, department=None, login="evaluator"):
        """Return the evaluation of the half-year that begins in `month`, filled in but for what is stated by parts."""
        days = {1: ("2018-01-01", "2018-06-30"), 7: ("2018-07-01", "2018-12-31")}
        values = dict(zip(("date_from", "date_to"), days[month], strict=True))
        half = self.open_evaluation(name, self.halves, department, login, values)
        self.fill_unit_sheet(half, login)
        return half

    def approve_parts_of_a_year(self):
        """Two half-years, and the year that takes their facts over."""
        self.halves = self.publish_unit_sheet(2018, "full")
        for name, month in (("first_half", 1), ("second_half", 7)):
            half = self.open_half(name, month)
            self.state_parts("evaluator", half, range(month, month + 6))
            self.complete(half)
        year = self.open_evaluation("year_of_halves", self.halves)
        self.as_("evaluator", year).action_take_over_facts()
        self.answer(
            "evaluator",
            year,
            {
                "A.1": {"self_points": 3.0},
                "A.2": {"self_points": 1.0},
                "A.3": {"self_points": 2.0},
                "B.1": {"self_points": 3.0},
                "B.2": {"self_points": 0.0},
            },
        )
        self.add_document("evaluator", year, "99/BC-CCMT", ["A.1"], ["hop"])
        self.as_("evaluator", year).action_fill_report()
        self.complete(year)

    def approve_with_own_hand_and_withdraw(self):
        """A small agency lets one person do it all; the paper is withdrawn later."""
        evaluation = self.open_evaluation("withdrawn", self.april, self.branch, "head")
        self.fill_unit_sheet(evaluation, "head")
        self.env.company.agency_own_approval = True
        self.submit("head", evaluation)
        self.settle(evaluation, "head")
        self.as_("head", evaluation).action_review()
        self.as_("head", evaluation).action_approve({"title": "TRƯỞNG PHÒNG", "name": "Trưởng phòng kiêm nhiệm"})
        self.env.company.agency_own_approval = False
        self.as_("approver", evaluation).action_withdraw("Phát hiện số liệu không đúng")

    def take_files_out(self):
        """One file is taken out by decision of two, one is asked for, one is refused; a revision copies none."""
        asked = {}
        for name, file_name, number in (
            ("from_april", "bien-ban.pdf", "7/QĐ-TNMT"),
            ("first_half", "van-ban.pdf", "8/QĐ-TNMT"),
            ("second_half", "van-ban.pdf", "9/QĐ-TNMT"),
        ):
            evaluation = self.as_("manager", self.env.ref(f"{MODULE}.{name}"))
            files = evaluation.evidence_ids.attachment_ids.filtered(lambda file, wanted=file_name: file.name == wanted)
            action = evaluation.action_take_out_files(files.ids, "Có nội dung không được lưu", number, "2019-05-06")
            asked[name] = self.env[action["res_model"]].browse(action["res_id"])
            self.keep(f"quarantine_{name}", asked[name])
        self.as_("specialist", asked["from_april"]).action_consent()
        self.as_("specialist", asked["second_half"]).action_refuse("Nội dung được phép lưu")
        evaluation = self.as_("manager", self.env.ref(f"{MODULE}.from_april"))
        action = evaluation.action_revise("Bổ sung sau khi đưa tệp ra khỏi hồ sơ")
        self.keep("revision_without_file", self.env["agency.evaluation"].browse(action["res_id"]))
