"""What colleagues save on one sheet, and what a step does meanwhile, on real connections."""

import os
from contextlib import contextmanager

from odoo import api
from odoo.modules.registry import Registry
from odoo.tests.common import new_test_user

from . import stress_case as stress
from .common import PDF

EVALUATION = "agency.evaluation"
#: The tables of what colleagues save, and of the sheet that they share.
TABLES = ("", "_line", "_fact", "_evidence", "_section", "_finding")


class GateCase(stress.StressCase):
    """A sheet that two colleagues work on."""

    @classmethod
    def prepare(cls, env):
        result = super().prepare(env)
        criteria_set = (
            env["agency.evaluation.criteria.set"].browse(cls.criteria_set).copy({"code": f"{cls.prefix.upper()}-2"})
        )
        env["agency.evaluation.section.template"].create(
            {"set_id": criteria_set.id, "title": "Kết quả", "body": "<p>Kết quả</p>"}
        )
        criteria_set.action_publish()
        cls.criteria_set = criteria_set.id
        user = new_test_user(env, f"{cls.prefix}_colleague", groups="agency_evaluation.group_evaluator")
        env["hr.employee"].create({"name": "y", "user_id": user.id, "department_id": cls.unit})
        cls.users["colleague"] = user.id
        return result

    def setUp(self):
        super().setUp()
        self.evaluation_id = self.make_evaluation()

    def make_evaluation(self):
        """Commit a draft in which both colleagues may upload files; return its id."""
        evaluation_id = self.make_answered()
        self.in_transaction(lambda env: env[EVALUATION].browse(evaluation_id).action_confirm_no_secret(), "colleague")
        return evaluation_id

    @contextmanager
    def working(self, user="evaluator"):
        """Open a transaction that has looked at the database, and waits for no lock longer than a moment."""
        with Registry(self.database).cursor() as cr:
            cr.execute("SET lock_timeout = '5s'")
            env = api.Environment(cr, self.users[user], {})
            env[EVALUATION].browse(self.evaluation_id).read(["state"])
            try:
                yield env
            finally:
                cr.rollback()
                cr.execute("RESET lock_timeout")

    def sheet(self, env):
        return env[EVALUATION].browse(self.evaluation_id)

    def leaves(self, env):
        return self.sheet(env).line_ids.filtered(lambda line: not line.is_heading)

    def save_row(self, env, number=0, points=0.25):
        """Save a row as the form of the sheet does."""
        row = self.leaves(env)[number]
        self.sheet(env).web_save({"line_ids": [[1, row.id, {"self_points": points, "status": "scored"}]]}, {})

    def save_fact(self, env):
        fact = self.sheet(env).fact_ids[0]
        self.sheet(env).web_save({"yearly_fact_ids": [[1, fact.id, {"entry": "7"}]]}, {})

    def save_section(self, env):
        section = self.sheet(env).section_ids[0]
        section.web_save({"body": "<p>Đã làm xong</p>"}, {})

    def save_document(self, env):
        file = env["ir.attachment"].create(
            {"name": "b.pdf", "raw": PDF + os.urandom(9).hex().encode(), "res_model": "agency.evaluation.evidence"}
        )
        env["agency.evaluation.evidence"].create(
            {
                "evaluation_id": self.evaluation_id,
                "name": "Kế hoạch",
                "confirms_no_secret": True,
                "attachment_ids": file.ids,
                "line_ids": self.leaves(env)[:1].ids,
            }
        )

    def add_file(self, env):
        document = self.sheet(env).evidence_ids[0]
        env["ir.attachment"].create(
            {
                "name": "c.pdf",
                "raw": PDF + os.urandom(9).hex().encode(),
                "res_model": document._name,
                "res_id": document.id,
            }
        )

    def kinds(self):
        """Return each way of saving a part."""
        return {
            "a row": self.save_row,
            "a fact": self.save_fact,
            "a section": self.save_section,
            "a document": self.save_document,
            "a file": self.add_file,
        }

    def places(self):
        """Return where each record of the sheet is stored: another place is another version of it."""
        places = {}
        with Registry(self.database).cursor() as cr:
            for table in TABLES:
                column = "evaluation_id" if table else "id"
                cr.execute(
                    f"SELECT id, ctid::text FROM agency_evaluation{table} WHERE {column} = %s", [self.evaluation_id]
                )
                places.update({(table, id_): place for id_, place in cr.fetchall()})
        return places

    def commit(self, env):
        env.cr.flush()
        env.cr.commit()

    def do(self, save, user="evaluator"):
        with self.working(user) as env:
            save(env)
            self.commit(env)

    def child(self, work, user="evaluator"):
        return stress.Child(self.database, work, self.users[user])
