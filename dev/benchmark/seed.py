"""The records that the large database is multiplied from, made by the product itself; runs in Odoo's shell.

The demo's evaluation, with its facts, documents and report, is what every other one is a copy of: a copy is completed,
another one submitted and reviewed, a third approved. Larger sheets are the demo's criteria set with its groups
repeated, published, and an evaluation of it that is filled in like the demo's.
"""

import json

from odoo.fields import Command

from .copies import Tree

ADDON = "agency_evaluation"
#: Under which key of the database's parameters the ids of what was made here are kept.
PARAMETER = "agency_evaluation.bench"
#: Registers of which each entry holds the one before, or that say what was done and not what is there.
LEFT_OUT = (
    "agency_evaluation_event",
    "agency_evaluation_access_log",
    "agency_evaluation_time_stamp",
    "agency_evaluation_verification_result",
    "mail_mail",
)
#: How many rows the larger sheets have, about.
LARGE = (325, 930)
#: Whoever has an account: each an evaluator in a unit of their own, and ten more in the first one.
PEOPLE, COLLEAGUES = 60, 10
#: Units with an evaluation of the year, and those that wait for one.
UNITS, SPARE = 1000, 1400
LEADERS = ("reviewer", "approver", "manager")


class Seed:
    """Makes the records, one step after the other, and notes their ids."""

    def __init__(self, env):
        self.env = env(user=env.ref("base.user_admin"), context={"lang": "vi_VN", "tracking_disable": True})
        self.cr = self.env.cr
        self.demo = self.env.ref(f"{ADDON}.evaluation_2020")
        self.noted: dict[str, object] = {"demo": self.demo.id, "set": self.demo.criteria_set_id.id}

    def make(self):
        self.make_units()
        self.make_people()
        self.open_steps()
        self.make_large_sheets()
        self.env["ir.config_parameter"].set_param(PARAMETER, json.dumps(self.noted))
        self.cr.commit()

    def make_units(self):
        company = self.env.company
        parent = self.env.ref(f"{ADDON}.department_agency")
        values = {"parent_id": parent.id, "company_id": company.id}
        names = [f"Đơn vị số {number:04}" for number in range(1, UNITS + SPARE + 1)]
        units = self.env["hr.department"].create([{"name": name, **values} for name in names])
        self.noted["units"], self.noted["spare"] = units.ids[:UNITS], units.ids[UNITS:]

    def make_people(self):
        """Make accounts with the password of the demo's evaluator, whose hash they get: making one takes long."""
        group = self.env.ref(f"{ADDON}.group_evaluator")
        logins = [f"bench{number:02}" for number in range(1, PEOPLE + COLLEAGUES + 1)]
        users = (
            self.env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                [
                    {
                        "name": f"Chuyên viên {login}",
                        "login": login,
                        "lang": "vi_VN",
                        "group_ids": [Command.link(group.id)],
                    }
                    for login in logins
                ]
            )
        )
        units = self.noted["units"][:PEOPLE] + [self.noted["units"][0]] * COLLEAGUES
        self.env["hr.employee"].create(
            [
                {"name": user.name, "user_id": user.id, "department_id": unit}
                for user, unit in zip(users, units, strict=True)
            ]
        )
        self.env.flush_all()
        self.cr.execute(
            """
            UPDATE res_users SET password = (SELECT password FROM res_users WHERE login = 'evaluator')
             WHERE id = ANY(%s)
            """,
            [users.ids],
        )
        self.env.invalidate_all()
        self.noted["people"], self.noted["logins"] = users.ids, logins

    def user(self, login):
        return self.env["res.users"].search([("login", "=", login)])

    def as_(self, login, records):
        """Return records as the user with that login has them, with nothing cached."""
        self.env.flush_all()
        self.env.invalidate_all()
        user = self.user(login)
        return records.with_env(self.env(user=user, su=False, context={"lang": "vi_VN", "tz": "Asia/Ho_Chi_Minh"}))

    def open_steps(self):
        """Bring copies of the demo's evaluation as far as the steps go."""
        self.env.flush_all()
        states = ("ready", "submitted", "reviewed", "approved")
        values = [
            {"department_id": self.noted["units"][place], "name": f"DG/{state}", "user_id": self.noted["people"][place]}
            for place, state in enumerate(states)
        ]
        ids = Tree(self.cr, "agency_evaluation", self.demo.id, LEFT_OUT).multiply(values)
        self.env.invalidate_all()
        self.noted.update(zip(states, ids, strict=True))
        for login, id_ in zip(self.noted["logins"], ids, strict=False):
            self.complete(login, self.env["agency.evaluation"].browse(id_))
        for place, state in enumerate(states[1:], 1):
            evaluation = self.env["agency.evaluation"].browse(self.noted[state])
            self.as_(self.noted["logins"][place], evaluation).action_submit()
        for state in states[2:]:
            evaluation = self.env["agency.evaluation"].browse(self.noted[state])
            self.settle(evaluation)
        self.as_("approver", self.env["agency.evaluation"].browse(self.noted["approved"])).action_approve()
        self.cr.commit()

    def complete(self, login, evaluation):
        """Answer and explain every row, and justify what the check finds."""
        evaluation = self.as_(login, evaluation)
        rows = []
        for line in evaluation.line_ids.filtered(lambda line: not line.is_heading):
            values = {} if line.explanation else {"explanation": "Theo hồ sơ lưu tại Văn thư"}
            if line.status == "todo":
                values["self_points"] = 0.0
            if values:
                rows.append(Command.update(line.id, values))
        evaluation.write({"line_ids": rows})
        self.justify(evaluation)

    def justify(self, evaluation):
        evaluation.action_check()
        open_ones = evaluation.finding_ids.filtered(
            lambda found: found.severity == "warning" and not found.justification
        )
        open_ones.write({"justification": "Đã đối chiếu với hồ sơ lưu tại Văn thư"})

    def settle(self, evaluation):
        """Accept row by row what has to be settled, and confirm the review."""
        rows = self.as_("reviewer", evaluation).line_ids
        for row in rows.filtered("can_settle"):
            row.action_accept()
        self.as_("reviewer", evaluation).action_accept_undisputed()
        self.as_("reviewer", evaluation).action_review()

    def make_large_sheets(self):
        self.noted["large"] = {}
        for size in LARGE:
            criteria_set = self.repeat_groups(size)
            evaluation = self.as_("manager", self.env["agency.evaluation"]).create(
                {
                    "criteria_set_id": criteria_set.id,
                    "department_id": self.noted["units"][0],
                    "user_id": self.noted["people"][0],
                    **{f"{role}_id": self.user(role).id for role in LEADERS[:2]},
                }
            )
            self.fill_in(evaluation)
            self.noted["large"][size] = {"set": criteria_set.id, "evaluation": evaluation.id}
            self.cr.commit()

    def repeat_groups(self, size):
        """Publish a copy of the demo's criteria set with its groups repeated until it has about `size` rows."""
        values = {"code": f"BENCH-{size}", "name": f"Bảng chấm điểm {size} tiêu chí", "declared_points": 0.0}
        criteria_set = self.as_("manager", self.demo.criteria_set_id).copy(values)
        self.env.flush_all()
        groups = self.env["agency.evaluation.criterion"].search(
            [("set_id", "=", criteria_set.id), ("parent_id", "=", False)]
        )
        trees = [Tree(self.cr, groups._table, group.id, _NOT_OF_A_GROUP, below="parent_id") for group in groups]
        rows = [len(tree.parts[groups._table].ids) for tree in trees]
        total = sum(rows)
        while total + min(rows) <= size + 1:
            for tree, count in zip(trees, rows, strict=True):
                if total + count <= size + 1:
                    tree.multiply([{}])
                    total += count
        self.env.invalidate_all()
        # the copies come after what they were copied from
        self.cr.execute(
            "UPDATE agency_evaluation_criterion SET sequence = id WHERE set_id = %s AND parent_id IS NULL",
            [criteria_set.id],
        )
        criteria_set.invalidate_recordset()
        criteria_set.grade_ids.unlink()
        rows = criteria_set.criterion_ids.filtered(lambda row: not row.parent_id and not row.is_bonus)
        criteria_set.declared_points = sum(rows.mapped("max_points"))
        criteria_set.action_check()
        for finding in criteria_set.finding_ids.filtered(lambda found: found.severity == "warning"):
            finding.action_justify("Giữ nguyên theo văn bản đã ban hành")
        criteria_set.action_publish()
        return criteria_set

    def fill_in(self, evaluation):
        """Give an evaluation the facts, answers and documents of the demo's, once for each time it has its rows."""
        answers = {
            line.code: {
                "self_points": line.self_points if line.status == "scored" else 0.0,
                "explanation": "Theo hồ sơ",
            }
            for line in self.demo.line_ids.filtered(lambda line: not line.is_heading)
        }
        rows = self.as_(self.noted["logins"][0], evaluation)
        leaves = rows.line_ids.filtered(lambda line: not line.is_heading)
        rows.write({"line_ids": [Command.update(line.id, answers[_first(line.code)]) for line in leaves]})
        self.copy_facts(evaluation)
        self.copy_documents(evaluation, leaves)

    def copy_facts(self, evaluation):
        names = ["entry", *(f"month_{month:02}" for month in range(1, 13))]
        stated = {fact.indicator_id.code: fact for fact in self.demo.fact_ids}
        for fact in self.as_(self.noted["logins"][0], evaluation).fact_ids:
            original = stated[fact.indicator_id.code]
            values = {} if original.indicator_id.formula else {name: original[name] for name in names if original[name]}
            fact.write({**values, "note": original.note})

    def copy_documents(self, evaluation, leaves):
        by_first = {}
        for line in leaves:
            by_first.setdefault(_first(line.code), []).append(line.id)
        for document in self.demo.evidence_ids:
            files = [
                self.env["ir.attachment"]
                .with_user(self.noted["people"][0])
                .create({"name": file.name, "raw": file.raw, "res_model": document._name, "res_id": 0})
                .id
                for file in document.attachment_ids
            ]
            rows = [id_ for line in document.line_ids for id_ in by_first.get(line.code, ())]
            self.as_(self.noted["logins"][0], self.env[document._name]).create(
                {
                    **{
                        name: document[name] for name in _SAID_OF_DOCUMENTS if not document.is_secret or name in _SECRET
                    },
                    "evaluation_id": evaluation.id,
                    "document_type_id": document.document_type_id.id,
                    "confirms_no_secret": True,
                    "attachment_ids": [Command.link(id_) for id_ in files],
                    "line_ids": [Command.link(id_) for id_ in rows],
                }
            )


_SECRET = ("is_secret", "register_reference")
_SAID_OF_DOCUMENTS = (*_SECRET, "name", "number", "issue_date", "issuer", "location", "held_elsewhere")
#: What refers to a criterion and is no part of its group.
_NOT_OF_A_GROUP = (
    "agency_evaluation_line",
    "agency_evaluation_set_finding",
    "agency_evaluation_section_template",
    "agency_evaluation_criterion_agency_evaluation_relief_rel",
    "agency_evaluation_intake_line",
)


def _first(code):
    """The code of the row that a row of a repeated group is a copy of."""
    return code.split("~")[0]
