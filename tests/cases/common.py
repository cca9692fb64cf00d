from odoo.fields import Command
from odoo.tests import HttpCase, TransactionCase

#: A real, if empty, PDF file.
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
ROLES = ("evaluator", "reviewer", "approver", "manager", "auditor")
#: A small sheet: code, parent, printed number, points.
SHEET = [
    ("A", None, "I", 6.0),
    ("A.1", "A", "1", 4.0),
    ("A.1-1", "A.1", "-", 3.0),
    ("A.1-2", "A.1", "-", 1.0),
    ("A.2", "A", "2", 2.0),
    ("B", None, "II", 4.0),
    ("B.1", "B", "1", 4.0),
]
LEAVES = ("A.1-1", "A.1-2", "A.2", "B.1")


class Lane:
    """Tags the tests that ask the web server, which `dev/test` runs beside all others."""

    def get_method_additional_tags(self, test_method):
        tags = super().get_method_additional_tags(test_method)
        # What asks for a database of its own is in neither lane.
        is_usual = isinstance(self, HttpCase) and "standard" in self.test_tags
        return [*tags, "agency_evaluation_http"] if is_usual else tags


class EvaluationCase(Lane, TransactionCase):
    """A unit, one user per role, a small published criteria set and its evaluation in draft.

    `self.users` has a user for each of :data:`ROLES`, and "outsider", an internal user without a role.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False, "lang": "en_US"})
        cls.env["res.lang"]._activate_lang("en_US")  # so that messages come in the language of the source
        cls.users = cls.make_users(
            {**{role: f"agency_evaluation.group_{role}" for role in ROLES}, "outsider": "base.group_user"}
        )
        cls.unit = cls.env["hr.department"].create({"name": "Sở Thử nghiệm"})
        cls.other_unit = cls.env["hr.department"].create({"name": "Sở Khác"})
        cls.env["hr.employee"].create(
            {"name": "Chuyên viên", "user_id": cls.users["evaluator"].id, "department_id": cls.unit.id}
        )
        cls.criteria_set = cls.make_criteria_set("TEST", SHEET)
        cls.evaluation = cls.make_evaluation()

    @classmethod
    def make_users(cls, groups):
        """Make users as `new_test_user` does, but at once and without inviting them, which takes a fifth of the time.

        :param groups: the external id of the group of each, by its name
        :return: the users by their names; the login and the password of each is its name after `test_`
        """
        users = cls.env["res.users"].with_context(no_reset_password=True)
        values = [
            {
                "login": f"test_{name}",
                "password": f"test_{name}",
                "name": f"test_{name} ({group})",
                "email": f"{name}@example.com",
                "lang": "en_US",
                "group_ids": [Command.set(cls.env.ref(group).ids)],
            }
            for name, group in groups.items()
        ]
        made = users.create(values).ids
        # Each by itself, so that what is read of one is not read of all.
        return {name: cls.env["res.users"].browse(id_) for name, id_ in zip(groups, made, strict=True)}

    @classmethod
    def make_criteria_set(cls, code, sheet, publish=True, **values):
        """Make a criteria set of rows (code, parent code, number, points); its declared total is their sum."""
        total = sum(points for _code, parent, _number, points in sheet if not parent)
        criteria_set = cls.env["agency.evaluation.criteria.set"].create(
            {"name": f"Set {code}", "code": code, "year": 2020, "declared_points": total, **values}
        )
        ids, rest = {}, list(enumerate(sheet, 1))
        while rest:
            level = [(place, row) for place, row in rest if not row[1] or row[1] in ids]
            rest = [(place, row) for place, row in rest if row[1] and row[1] not in ids]
            rows = cls.env["agency.evaluation.criterion"].create(
                [
                    {
                        "set_id": criteria_set.id,
                        "parent_id": ids.get(parent),
                        "sequence": place,
                        "code": code,
                        "number": number,
                        "name": f"Row {code}",
                        "max_points": points,
                    }
                    for place, (code, parent, number, points) in level
                ]
            )
            ids.update(zip((row[0] for _place, row in level), rows.ids, strict=True))
        criteria_set.invalidate_recordset(["criterion_ids"])  # read again in the order of the sheet
        if publish:
            criteria_set.action_publish()
        return criteria_set

    @classmethod
    def make_large_set(cls, rows, code=None, publish=True):
        """Make a set of exactly `rows` rows: groups of ten leaves each, and one group with the rest."""
        sheet, number = [], 0
        while len(sheet) < rows:
            number += 1
            leaves = min(10, rows - len(sheet) - 1)
            sheet.append((f"G{number}", None, str(number), float(leaves or 1)))
            sheet += [(f"G{number}.{leaf}", f"G{number}", "-", 1.0) for leaf in range(1, leaves + 1)]
        return cls.make_criteria_set(code or f"LARGE-{rows}", sheet, publish=publish)

    @classmethod
    def make_evaluation(cls, criteria_set=None, **values):
        return cls.env["agency.evaluation"].create(
            {
                "criteria_set_id": (criteria_set or cls.criteria_set).id,
                "department_id": cls.unit.id,
                "user_id": cls.users["evaluator"].id,
                **values,
            }
        )

    @classmethod
    def row(cls, code, evaluation=None):
        """Return the row of that code, as the superuser of the tests."""
        lines = (evaluation or cls.evaluation).line_ids.filtered(lambda line: line.code == code)
        assert len(lines) == 1, f"{len(lines)} rows with the code {code}"
        return lines

    def as_user(self, role, record=None):
        """Return `record` (the evaluation if none is given) as the user of `role` sees it, with nothing cached."""
        self.env.flush_all()
        self.env.invalidate_all()
        return (record if record is not None else self.evaluation).with_user(self.users[role])

    def score_all(self, evaluation=None, points=1.0):
        """Answer every leaf with `points` and an explanation, so that no check finds anything."""
        lines = (evaluation or self.evaluation).line_ids
        lines.filtered(lambda line: not line.is_heading).write({"self_points": points, "explanation": "Đã giải trình"})

    @classmethod
    def name_agency(cls, **values):
        """Let the agency have been called so from the beginning, and its unit, too."""
        company = cls.env.company
        company.write(values)
        formers = (company.agency_former_identity_ids, cls.unit.agency_former_name_ids)
        for former in formers:
            former.write({"active": False, "reason": "Gọi như vậy từ đầu"})

    def settle(self, evaluation=None):
        """Let the reviewer accept each row that is to be settled by itself."""
        for line in (evaluation or self.evaluation).line_ids._unsettled():
            self.as_user("reviewer", line).action_accept()

    def submit(self):
        self.score_all()
        self.as_user("evaluator").action_submit()

    def approve(self):
        self.submit()
        self.as_user("approver").action_approve()

    def make_evidence(self, role="evaluator", codes=(), name="Quyết định ban hành quy chế", content=PDF, **values):
        """Make a document with one file as the user of `role`."""
        env = self.env(user=self.users[role])
        attachment = env["ir.attachment"].create(
            {"name": "document.pdf", "raw": content, "res_model": "agency.evaluation.evidence", "res_id": 0}
        )
        return env["agency.evaluation.evidence"].create(
            {
                "evaluation_id": self.evaluation.id,
                "name": name,
                "number": "617/QĐ-TNMT",
                "attachment_ids": [Command.link(attachment.id)],
                "line_ids": [Command.link(self.row(code, self.evaluation).id) for code in codes],
                "confirms_no_secret": True,
                **values,
            }
        )
