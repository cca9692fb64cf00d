"""A database of an earlier version after the upgrade, and what is known of it: dev/upgrade/scenario.py tells it."""

import io
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from werkzeug.test import Client

from odoo.http import root
from odoo.tests import TransactionCase

from odoo.addons.agency_evaluation.controllers import verify_page

#: What a server says of the connection.
_BROWSER = {"REMOTE_ADDR": "127.0.0.1"}
#: The module of the external ids that the scenario gave.
KEPT = "agency_evaluation_kept"
#: What was approved, by its name: the steps that led there.
APPROVED = {
    "demo": ["submit", "return", "submit", "review", "approve"],
    "approved_twice": ["cancel", "draft", "submit", "first_approve", "approve"],
    "approved_revision": ["revise", "submit", "return", "submit", "first_approve", "approve"],
    "approved_for_another": ["submit", "review", "approve"],
    "approved_open": ["submit", "review", "approve"],
    "from_april": ["submit", "review", "approve"],
    "first_half": ["submit", "review", "approve"],
    "second_half": ["submit", "review", "approve"],
    "year_of_halves": ["submit", "review", "approve"],
    "branch_half": ["submit", "review", "approve"],
    "withdrawn": ["submit", "review", "approve"],
    "of_former_unit": ["submit", "review", "approve"],
    "after_merger": ["submit", "review", "approve"],
}
#: Its own and final points, by the edition that it was approved in: since the second one, claims earn what is granted.
POINTS = {
    1: {
        "demo": (89.5, 88.5),
        "approved_twice": (8.75, 8.75),
        "approved_revision": (8.5, 8.5),
        "approved_for_another": (8.93, 8.21),
        "approved_open": (8.75, 8.75),
    },
    2: {
        "demo": (89.5, 88.5),
        "approved_twice": (7.75, 8.75),
        "approved_revision": (7.5, 8.5),
        "approved_for_another": (6.25, 7.39),
        "approved_open": (2.75, 8.75),
        "from_april": (6.29, 6.61),
        "first_half": (8.75, 8.75),
        "second_half": (8.75, 8.75),
        "year_of_halves": (9.0, 9.0),
        "branch_half": (8.75, 8.75),
        "withdrawn": (8.75, 8.75),
        "of_former_unit": (8.75, 8.75),
        "after_merger": (8.75, 8.75),
    },
}
OTHERS = {
    "branch_second_half": "draft",
    "branch_year": "draft",
    "cancelled": "cancelled",
    "draft_revision": "draft",
    "half_answered": "draft",
    "imported": "draft",
    "left_by_former_unit": "draft",
    "many_hands": "draft",
    "reopened": "draft",
    "revision_without_file": "draft",
    "submitted": "submitted",
    "waiting": "submitted",
}
#: Those of the branch, which the people of the agency's own unit do not see.
OF_BRANCH = {"branch_half", "branch_second_half", "branch_year", "half_answered", "waiting", "withdrawn"}
#: Those of a unit that was merged into another one, and of that one, which their own people see.
OF_MERGED = {"of_former_unit", "after_merger", "left_by_former_unit"}
#: What the first edition left unapproved counts by the rules of today: a claim that a row does not apply earns nothing
#: until it is granted, in drafts that had counted it as full, or taken it out; a report says the former total still.
RECOUNTED = {
    "half_answered": [
        "rows/A.2/final_points: 1.0 became 0.0",
        "rows/A/final_points: 3.5 became 2.5",
        "rows/A/self_points: 3.5 became 2.5",
        "final_points: 3.5 became 2.5",
        "self_points: 3.5 became 2.5",
    ],
    "reopened": [
        "final_points: 8.61 became 7.75",
        "self_points: 8.61 became 7.75",
        "outdated_count: 0 became 1",
        "sections/0/2: 0 became 1",
    ],
}
ROLES = {
    "auditor": {"auditor"},
    "evaluator": {"evaluator"},
    "reviewer": {"reviewer"},
    "approver": {"approver"},
    "manager": {"manager"},
    "colleague": {"evaluator"},
    "second_reviewer": {"reviewer"},
    "deputy": {"approver"},
    "head": {"evaluator", "reviewer", "approver"},
    "leader": {"approver"},
    "newcomer": {"evaluator"},
    "specialist": {"evaluator", "manager"},
}


class UpgradeCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        users = cls.env["res.users"].with_context(active_test=False).search([("login", "in", list(ROLES))])
        users.lang = "en_US"  # so that messages come in the language of the source
        cls.users = {user.login: user for user in users}
        # Some stories were added after the first version was kept; the snapshot says that none which it has is lost.
        kept = {name: cls.env.ref(f"{KEPT}.{name}", raise_if_not_found=False) for name in (*APPROVED, *OTHERS)}
        cls.evaluations = {name: evaluation for name, evaluation in kept.items() if evaluation}
        cls.edition = cls.evaluations["demo"].edition
        cls.approved = {name: evaluation for name, evaluation in cls.evaluations.items() if name in APPROVED}

    def as_user(self, login, records):
        """Return records (or the evaluation of that name) as the user with that login, with nothing cached."""
        self.env.flush_all()
        self.env.invalidate_all()
        records = self.evaluations[records] if isinstance(records, str) else records
        return records.with_user(self.users[login])

    def row(self, login, evaluation, code):
        lines = self.as_user(login, evaluation).line_ids.filtered(lambda line: line.code == code)
        self.assertEqual(len(lines), 1)
        return lines

    def sql(self, query, **values):
        """Change the database behind the back of the addon."""
        self.env.flush_all()
        self.cr.execute(query, values)  # pylint: disable=sql-injection; the tests write every query out
        self.assertEqual(self.cr.rowcount, 1)
        self.env.invalidate_all()

    def verify(self, evaluation, login="auditor"):
        """Press "Verify"; return whether it says intact, and the differences that it lists."""
        action = self.as_user(login, evaluation).action_verify()
        shown = self.env[action["res_model"]].browse(action["res_id"])
        return shown.is_intact, shown.differences or ""

    def justify(self, login, evaluation):
        self.as_user(login, evaluation).action_check()
        found = self.as_user(login, evaluation).finding_ids
        self.assertFalse(found.filtered(lambda finding: finding.severity == "error").mapped("message"))
        found._unjustified().write({"justification": "Đã đối chiếu"})

    def explain_claims(self, evaluator, evaluation):
        """Say why rows do not apply, which nobody had to before; a bonus is scored."""
        for line in self.as_user(evaluator, evaluation).line_ids._leaves():
            if line.status != "not_applicable" or line.relief_id:
                continue
            values = {} if line.may_not_apply else {"self_points": 0.0}
            line.write({**values, "explanation": line.explanation or "Không có nhiệm vụ này"})

    def finish(self, evaluation, evaluator, approver="deputy"):
        """Submit, review and approve a draft; check that it is sealed as any."""
        self.explain_claims(evaluator, evaluation)
        self.justify(evaluator, evaluation)
        self.as_user(evaluator, evaluation).action_submit()
        for line in self.as_user("reviewer", evaluation).line_ids._unsettled():
            self.as_user("reviewer", line).action_accept()
        self.as_user("reviewer", evaluation).action_review()
        self.as_user(approver, evaluation).action_approve()
        self.assertEqual(self.evaluations[evaluation].state, "approved")
        self.assertEqual(self.verify(evaluation), (True, ""))


class UpgradedPapersCase(UpgradeCase):
    """What is printed and served of an upgraded database."""

    def print(self, report, evaluation):
        """Return the PDF, its text without spaces, and the content of the files in it by name."""
        evaluation = self.as_user("auditor", evaluation)
        reports = evaluation.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, _kind = reports._render_qweb_pdf(f"agency_evaluation.{report}", evaluation.ids)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "paper.pdf")
            path.write_bytes(content)
            text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True).stdout.decode()
            subprocess.run(["pdfdetach", "-saveall", "-o", folder, path], check=True)
            files = {file.name: file.read_bytes() for file in Path(folder).iterdir() if file != path}
        return "".join(text.split()), files

    @contextmanager
    def served(self):
        """Let Odoo answer requests in the transaction of the test; no server and no socket is needed for them."""
        with self.enter_registry_test_mode(), patch.object(self, "http_request_allow_all", True):
            yield

    def open(self, path, client=None):
        """Ask Odoo for a page, as a browser does; return the answer."""
        with self.served():
            return (client or Client(root)).get(path, environ_base=_BROWSER)

    def log_in(self, login):
        """Return a client that sent the password of a user of the scenario."""
        client = Client(root)
        params = {"db": self.env.cr.dbname, "login": login, "password": login}
        with self.served():
            answer = client.post("/web/session/authenticate", json={"params": params}, environ_base=_BROWSER).get_json()
        self.assertEqual(answer.get("result", answer).get("uid"), self.users[login].id)
        return client

    def download(self, client, evaluation, path):
        response = self.open(f"/agency_evaluation/{evaluation.id}/{path}", client)
        self.assertEqual(response.status_code, 200)
        return io.BytesIO(response.data)

    def read_page(self, evaluation):
        """Return what the public page says now."""
        with patch.object(verify_page, "_GOOD_FOR", 0):
            response = self.open(f"/agency_evaluation/verify/{evaluation.seal_token}")
        self.assertEqual(response.status_code, 200)
        return response.text
