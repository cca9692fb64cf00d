from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..cases.seal_case import SealCase
from .access_table import ALL

#: Who may open which dialog.
_ROLES = {
    "agency.evaluation.reason": "evaluator reviewer approver manager",
    "agency.evaluation.remark": "evaluator reviewer",
    "agency.evaluation.verification": ALL,
    "agency.evaluation.justification": "evaluator manager",
    "agency.evaluation.copy.import": "evaluator",
    "agency.evaluation.signed.upload": "evaluator manager",
    "agency.evaluation.take.out": "manager",
    "agency.evaluation.refusal": "manager",
    "agency.evaluation.round.step": "manager",
    "agency.evaluation.round.units": "manager",
    "agency.evaluation.comparison": ALL,
    "agency.evaluation.comparison.row": "",
}


@tagged("post_install", "-at_install")
class TestDialogs(SealCase):
    """No dialog tells anything of what its user may not read: whatever it names, and by whichever door."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.env["res.company"].create({"name": "Tỉnh khác"})
        unit = cls.env["hr.department"].create({"name": "Sở tỉnh khác", "company_id": company.id})
        criteria_set = cls.make_criteria_set("ABROAD", [("I", None, "I", 1.0)], company_id=company.id)
        cls.abroad = cls.make_evaluation(criteria_set, department_id=unit.id, user_id=False)
        document = cls.abroad.evidence_ids.create(
            {"evaluation_id": cls.abroad.id, "name": "Bí mật", "held_elsewhere": True, "register_reference": "Sổ 1"}
        )
        rounds = cls.make_round(cls.abroad)
        others = (rounds, rounds.unit_ids, *cls.make_groups(company))
        made = (document, cls.make_quarantine(company), *others)
        named = (cls.abroad, cls.abroad.line_ids, cls.abroad.criteria_set_id, *made)
        cls.secrets = {record._name: record for record in named}
        cls.quarantine = cls.make_quarantine(cls.env.company)
        cls.campaign = cls.make_round(cls.evaluation)

    @classmethod
    def make_round(cls, evaluation):
        return cls.env["agency.evaluation.campaign"].create(
            {
                "name": "Bí mật",
                "company_id": evaluation.company_id.id,
                "criteria_set_id": evaluation.criteria_set_id.id,
                "unit_ids": [Command.create({"department_id": evaluation.department_id.id})],
            }
        )

    @classmethod
    def make_groups(cls, company):
        values = {"name": "Bí mật", "company_id": company.id}
        return [cls.env[model].create(values) for model in ("agency.evaluation.cluster", "agency.evaluation.unit.tag")]

    @classmethod
    def make_quarantine(cls, company):
        values = {
            "company_id": company.id,
            "state": "asked",
            "purpose": "secret",
            "decision_number": "Bí mật",
            "decision_date": "2021-01-01",
            "reason": "x",
            "asked_by_id": cls.env.uid,
            "asked_on": "2021-01-01",
        }
        return cls.env["agency.evaluation.quarantine"]._create_through([values])

    def dialogs(self):
        """Yield each dialog with each of its fields that names something of an evaluation."""
        for model in sorted(self.env.registry):
            dialog = self.env[model]
            if not (dialog._transient and model.startswith("agency.evaluation")):
                continue
            for name, field in dialog._fields.items():
                guarded = field.store and field.comodel_name and field.comodel_name in self.secrets
                if guarded and field.type in ("many2one", "many2many"):
                    yield dialog, name, self.secrets[field.comodel_name]

    def filled(self, dialog, **values):
        """Return values that make a dialog about the user's own evaluation, but for `values`."""
        own = {record._name: record for record in (self.evaluation, self.criteria_set, self.quarantine, self.campaign)}
        filled = {}
        for name, field in dialog._fields.items():
            if field.store and field.required and not field.compute:
                if field.comodel_name in own:
                    filled[name] = self.value(dialog, name, own[field.comodel_name])
                elif field.type == "selection":
                    filled[name] = field.get_values(self.env)[0]
                elif field.type in ("char", "text"):
                    filled[name] = "x"
                elif field.type == "date":
                    filled[name] = "2021-01-01"
                elif field.type == "binary":
                    filled[name] = "eA=="
        return {**filled, **values}

    def value(self, dialog, name, record):
        return record.id if dialog._fields[name].type == "many2one" else [Command.set(record.ids)]

    def test_every_dialog_is_here(self):
        found = {
            model for model in self.env.registry if self.env[model]._transient and model.startswith("agency.evaluation")
        }
        self.assertEqual(found, set(_ROLES))
        self.assertGreaterEqual(len(list(self.dialogs())), 8)

    def test_no_door_names_what_the_user_may_not_read(self):
        tried = 0
        for dialog, name, secret in self.dialogs():
            for role in _ROLES[dialog._name].split():
                for ids in (secret.ids, [max(secret.sudo().search([]).ids) + 1000]):
                    tried += self.attack(self.as_user(role, dialog), name, secret.browse(ids))
        self.assertGreater(tried, 100)

    def attack(self, dialog, name, secret):
        value = self.value(dialog, name, secret)
        filled = self.filled(dialog, **{name: value})
        made = dialog.create(self.filled(dialog))
        spec = {field: {} for field in dialog._fields if field not in ("create_uid", "write_uid")}
        spec[name] = {"fields": {"display_name": {}}}
        attempts = {
            "create": lambda: dialog.create(filled),
            "write": lambda: made.write({name: value}),
            "default_get": lambda: dialog.with_context(**{f"default_{name}": value}).default_get([name]),
            "onchange of a new one": lambda: dialog.onchange(filled, [name], spec),
            "onchange of one that is there": lambda: made.onchange({name: value}, [name], spec),
            "defaults of a form": lambda: dialog.with_context(**{f"default_{name}": value}).onchange({}, [], spec),
            "web_save": lambda: dialog.web_save(filled, spec),
        }
        for door, attempt in attempts.items():
            with self.subTest(dialog=dialog._name, field=name, user=dialog.env.user.login, door=door):
                with self.assertRaises(AccessError) as caught, self.cr.savepoint():
                    attempt()
                self.assertIn("You may not read what", str(caught.exception))
                self.assertNotIn(self.abroad.name, str(caught.exception))
        return len(attempts)

    def test_every_dialog_opens_about_what_the_user_may_read(self):
        for model, roles in _ROLES.items():
            for role in roles.split():
                with self.subTest(model=model, role=role):
                    dialog = self.as_user(role, self.env[model])
                    self.assertTrue(dialog.create(self.filled(dialog)).exists())
