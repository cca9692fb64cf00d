import io

from openpyxl import Workbook, load_workbook

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import file_open

from ..cases.common import EvaluationCase

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPTIONS = {"has_headers": True, "quoting": '"', "separator": ",", "advanced": True, "sheet": "Import"}


def template(name):
    with file_open(f"agency_evaluation/static/xls/{name}.xlsx", "rb") as file:
        return file.read()


def workbook(*rows):
    book = Workbook()
    book.active.title = "Import"
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@tagged("post_install", "-at_install")
class TestImport(EvaluationCase):
    """Odoo's own import and export, with the files that the import screen offers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("vi_VN")
        cls.draft_set = cls.env["agency.evaluation.criteria.set"].create(
            {"name": "Nhập", "code": "IMPORT", "year": 2021, "declared_points": 5.5}
        )

    def load_file(self, role, model, content, **context):
        """Import a file the way the screen does, in Vietnamese; return the messages.

        Every column has to find its field by its title.
        """
        self.env.flush_all()
        env = self.env(user=self.users[role], context={"lang": "vi_VN", **context})
        wizard = env["base_import.import"].create(
            {"res_model": model, "file": content, "file_name": "file.xlsx", "file_type": XLSX}
        )
        preview = wizard.parse_preview(dict(OPTIONS), count=10)
        self.assertNotIn("error", preview)
        titles = preview["headers"]
        matches = {int(column): "/".join(path) for column, path in preview["matches"].items()}
        self.assertEqual(sorted(matches), list(range(len(titles))), f"{titles} {matches}")
        fields = [matches[column] for column in range(len(titles))]
        result = wizard.execute_import(fields, titles, {**preview["options"], "skip": 0})
        self.env.invalidate_all()
        return result["messages"]

    def offered(self, model):
        (offer,) = self.env[model].get_import_templates()
        name = offer["template"].removeprefix("/agency_evaluation/static/xls/").removesuffix(".xlsx")
        return template(name)

    def test_criteria_come_in_with_the_rows_above_them(self):
        model = "agency.evaluation.criterion"
        messages = self.load_file("manager", model, self.offered(model), default_set_id=self.draft_set.id)
        self.assertEqual(messages, [])
        rows = self.draft_set.criterion_ids.sorted("sequence")
        self.assertEqual(
            [(row.code, row.parent_code or "", row.max_points, row.level) for row in rows],
            [("A", "", 3, 0), ("A.1", "A", 3, 1), ("A.1-1", "A.1", 2, 2), ("A.1-2", "A.1", 1, 2), ("B", "", 2.5, 0)],
        )
        self.draft_set.action_publish()

    def test_a_criterion_below_none_of_its_set_leaves_nothing(self):
        titles = ["Mã", "Mã mục cấp trên", "Nội dung", "Điểm chuẩn"]
        content = workbook(titles, ["X", "", "Một", 1], ["Y", "A.1", "Hai", 1])
        model = "agency.evaluation.criterion"
        messages = self.load_file("manager", model, content, default_set_id=self.draft_set.id)
        self.assertIn("A.1", messages[0]["message"])
        self.assertFalse(self.draft_set.criterion_ids)

    def test_a_published_set_takes_no_criteria(self):
        model = "agency.evaluation.criterion"
        before = len(self.criteria_set.criterion_ids)
        content = workbook(["Mã", "Nội dung"], ["NEW", "Dòng mới"])
        messages = self.load_file("manager", model, content, default_set_id=self.criteria_set.id)
        self.assertIn(self.criteria_set.display_name, messages[0]["message"])
        self.assertEqual(len(self.criteria_set.criterion_ids), before)

    def make_facts(self):
        """Make the facts of the template in the draft set, and an evaluation that states them."""
        model = "agency.evaluation.indicator"
        self.assertEqual(self.load_file("manager", model, self.offered(model), default_set_id=self.draft_set.id), [])
        self.env["agency.evaluation.criterion"].create(
            {"set_id": self.draft_set.id, "code": "A.1-1", "name": "Hàng", "max_points": 5.5}
        )
        self.draft_set.action_publish()
        return self.make_evaluation(self.draft_set)

    def test_facts_of_a_set_come_in(self):
        self.make_facts()
        self.assertEqual(
            [(fact.code, fact.unit, fact.frequency, fact.is_required) for fact in self.draft_set.indicator_ids],
            [
                ("ct_thang", "chương trình", "month", True),
                ("bao_cao", "báo cáo", "year", True),
                ("cong_van", "văn bản", "year", False),
            ],
        )

    def test_numbers_come_in_by_the_code_of_their_fact(self):
        evaluation = self.make_facts()
        model = "agency.evaluation.fact"
        action = evaluation.with_user(self.users["evaluator"]).action_import_facts()
        messages = self.load_file("evaluator", model, self.offered(model), **action["params"]["context"])
        self.assertEqual(messages, [])
        facts = {fact.code: fact for fact in evaluation.fact_ids}
        self.assertEqual((facts["ct_thang"].total, facts["ct_thang"].month_12), ("12", "1"))
        self.assertEqual((facts["bao_cao"].entry, facts["bao_cao"].note), ("118", "Đến ngày 10/12"))

    def test_wrong_numbers_leave_none(self):
        evaluation = self.make_facts()
        context = {"default_evaluation_id": evaluation.id}
        for line, expected in ((["cong_van", "nhiều"], "nhiều"), (["la", "1"], "la")):
            content = workbook(["Mã số liệu", "Số"], ["bao_cao", "5"], line)
            messages = self.load_file("evaluator", "agency.evaluation.fact", content, **context)
            self.assertIn(expected, messages[0]["message"])
            self.assertFalse(evaluation.fact_ids.measure_ids)

    def test_numbers_of_a_submitted_evaluation_stay(self):
        evaluation = self.make_facts()
        context = {"default_evaluation_id": evaluation.id}
        model = "agency.evaluation.fact"
        self.assertEqual(self.load_file("evaluator", model, self.offered(model), **context), [])
        evaluation.line_ids.write({"self_points": 1.0, "explanation": "Đã giải trình"})
        evaluation._refresh_findings()
        evaluation.finding_ids.write({"justification": "Đã đối chiếu"})
        evaluation.with_user(self.users["evaluator"]).action_submit()
        content = workbook(["Mã số liệu", "Số"], ["bao_cao", "5"])
        (message, *_others) = self.load_file("evaluator", model, content, **context)
        self.assertIn(evaluation.display_name, message["message"])
        with self.assertRaises(UserError):
            evaluation.with_user(self.users["evaluator"]).action_import_facts()
        facts = {fact.code: fact.entry for fact in evaluation.fact_ids}
        self.assertEqual(facts["bao_cao"], "118")

    def test_documents_come_in_by_the_codes_of_their_rows(self):
        evaluation = self.make_evaluation(
            self.make_criteria_set("DOCS", [(code, None, "-", 1.0) for code in ("A.1-1", "A.1-2", "B")])
        )
        model = "agency.evaluation.evidence"
        messages = self.load_file("evaluator", model, self.offered(model), default_evaluation_id=evaluation.id)
        self.assertEqual(messages, [])
        self.assertEqual(
            [(document.number, str(document.issue_date), document.row_codes) for document in evaluation.evidence_ids],
            [("15/QĐ-STN", "2020-01-15", "A.1-1; A.1-2"), ("27/BC-STN", "2020-06-25", "B")],
        )
        self.assertEqual(evaluation.evidence_ids.mapped("held_elsewhere"), [True, True])

    def test_a_document_of_an_unknown_row_leaves_none(self):
        titles = ["Trích yếu", "Lưu giữ ở nơi khác", "Sổ theo dõi", "Mã tiêu chí"]
        content = workbook(titles, ["Một", True, "Sổ 1", "A.2"], ["Hai", True, "Sổ 2", "B; X.9"])
        context = {"default_evaluation_id": self.evaluation.id}
        messages = self.load_file("evaluator", "agency.evaluation.evidence", content, **context)
        # Odoo tells first what stops the file, then again for each line that is wrong.
        self.assertEqual({message["message"] for message in messages}, {messages[0]["message"]})
        self.assertIn("X.9", messages[0]["message"])
        self.assertEqual(messages[-1]["rows"], {"from": 1, "to": 1})
        self.assertFalse(self.evaluation.evidence_ids)

    def test_documents_of_a_submitted_evaluation_stay(self):
        self.submit()
        model = "agency.evaluation.evidence"
        messages = self.load_file("evaluator", model, self.offered(model), default_evaluation_id=self.evaluation.id)
        self.assertIn(self.evaluation.display_name, messages[0]["message"])
        self.assertFalse(self.evaluation.evidence_ids)

    def test_export_names_what_import_takes(self):
        for role in ("evaluator", "manager"):
            self.users[role].group_ids += self.env.ref("base.group_allow_export")
        self.make_evidence(codes=["A.2", "B.1"])
        exported = self.as_user("evaluator").evidence_ids.export_data(["name", "row_codes"])["datas"]
        self.assertEqual(exported, [["Quyết định ban hành quy chế", "A.2; B.1"]])
        rows = self.criteria_set.with_user(self.users["manager"]).criterion_ids
        exported = rows.export_data(["code", "parent_code", "max_points"])["datas"]
        self.assertIn(["A.1-1", "A.1", 3.0], exported)
        fact = self.make_facts().fact_ids.filtered(lambda fact: fact.code == "bao_cao")
        fact.entry = "118"
        self.assertEqual(fact.export_data(["fact_code", "entry"])["datas"], [["bao_cao", "118"]])

    def test_the_templates_are_lists_of_titles_with_examples(self):
        for name in ("criteria", "indicators", "facts", "documents"):
            lines = list(load_workbook(io.BytesIO(template(name))).active.iter_rows(values_only=True))
            self.assertGreater(len(lines), 2, name)
