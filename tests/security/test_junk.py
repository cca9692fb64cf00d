import inspect

import psycopg2

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.lock.lock import is_locked_model
from ..cases.common import ROLES
from ..cases.mass import mass
from ..cases.seal_case import SealCase

#: What a client may send in place of anything.
JUNK = (
    None,
    False,
    True,
    0,
    -1,
    2**63,
    1e308,
    float("nan"),
    "",
    "abc",
    "31/02/2020",
    "2020-02-31",
    "\0",
    "a\0b",
    "\ud800",
    "a" * 70000,
    [],
    {},
    [[]],
    [[9, 9, 9]],
    [[6, 0, ["x"]]],
    [[6]],
    [[0, 0, {"nothing": 1}]],
    [[1, "a", {}]],
    [[4, True]],
    [[[[]]]],
    [1, "2"],
    {"title": 5},
    {"\0": "\0"},
    {"nowhere": 1},
)


@tagged("post_install", "-at_install")
class TestJunk(SealCase):
    """Whatever a client sends is done, or refused in words: no error of a program, nor of the database."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.campaign = cls.env["agency.evaluation.campaign"].create(
            {
                "name": "Đợt thử",
                "criteria_set_id": cls.criteria_set.id,
                "unit_ids": [Command.create({"department_id": cls.unit.id})],
            }
        )
        cls.campaign._write_through({"state": "open"})

    def records(self, role):
        """Yield a record of each model, as a user of `role`."""
        for model in sorted(self.env.registry):
            records = self.env[model]
            if not is_locked_model(self.env, model) and not (records._transient and model.startswith("agency.")):
                continue
            if "evaluation_id" in records._fields and records._fields["evaluation_id"].store:
                records = records.search([("evaluation_id", "=", self.evaluation.id)], limit=1)
            elif model == "agency.evaluation":
                records = self.evaluation
            else:
                records = records.search([], limit=1)
            yield records.with_user(self.users[role])

    def call(self, records, method, *arguments, **named):
        """Call a method as a client does; return what program or database says, None if all is well."""
        try:
            with self.cr.savepoint():
                call_kw(records.browse(), method, [records.ids, *arguments], named)
                self.env.flush_all()
        except psycopg2.IntegrityError:
            return None  # Odoo says in words which field is mandatory or taken
        except UserError as refusal:
            self.assertTrue(str(refusal).strip().encode(), "what a server cannot send is no message")
        except Exception as error:  # noqa: BLE001 – which one it is, is what the test is about
            return f"{type(error).__name__}: {error!s:.200}"
        finally:
            self.env.invalidate_all()
        return None

    def assert_refused_in_words(self, tried):
        errors = [f"{what}: {error}" for what, error in tried if error]
        self.assertFalse(errors, f"{len(errors)} of {len(tried)}")
        self.assertGreater(len(tried), 500)

    def test_values_of_every_field(self):
        tried = []
        # Odoo's own fields are Odoo's business.
        chatter = self.env["mail.thread"]._fields.keys() | self.env["mail.activity.mixin"]._fields.keys()
        with mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_model"):
            for records in self.records("evaluator"):
                for name, field in records._fields.items():
                    if not (field.store or field.inverse) or name in ("id", *chatter):
                        continue
                    for junk in JUNK[:: mass(4, 1)]:
                        error = self.call(records, "write", {name: junk})
                        tried.append((f"{records._name}.{name} = {junk!r:.40}", error))
        self.assert_refused_in_words(tried)

    def test_values_of_what_is_configured(self):
        days = {"date_from": "2020-01-01", "date_to": "2020-01-31"}
        second = self.make_users({"second": "agency_evaluation.group_approver"})["second"]
        self.row("N.1").write({"self_points": 2.0, "explanation": "Chậm"})
        made = {
            "agency.evaluation.improvement": {
                "line_id": self.row("N.1").id,
                "name": "Ban hành quy chế",
                "user_id": self.users["manager"].id,
                "deadline": "2021-06-30",
            },
            "agency.evaluation.document.type": {"name": "Loại thử"},
            "agency.evaluation.cluster": {"name": "Khối thử"},
            "agency.evaluation.unit.tag": {"name": "Nhãn thử"},
            "agency.evaluation.campaign": {"name": "Đợt thử", "criteria_set_id": self.criteria_set.id},
            "agency.evaluation.substitution": {
                "approver_id": self.users["approver"].id,
                "substitute_id": second.id,
                **days,
            },
        }
        tried = []
        with mute_logger("odoo.sql_db"):
            for model, values in made.items():
                record = self.env[model].with_user(self.users["manager"]).create(values)
                for name, field in record._fields.items():
                    if not field.store or name == "id":
                        continue
                    for junk in JUNK:
                        what = f"{model}.{name} = {junk!r:.40}"
                        tried.append((what, self.call(record, "write", {name: junk})))
                        tried.append((f"new, {what}", self.make(record.browse(), {**values, name: junk})))
        self.assert_refused_in_words(tried)

    def test_values_of_every_field_of_a_form(self):
        """What a form that is being filled in sends, before it saves anything."""
        tried = []
        chatter = self.env["mail.thread"]._fields.keys() | self.env["mail.activity.mixin"]._fields.keys()
        with mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_model"):
            for records in self.records("evaluator"):
                for name in records._fields.keys() - chatter - {"id"}:
                    for junk in JUNK[:: mass(4, 1)]:
                        error = self.call(records, "onchange", {name: junk}, [name], {name: {}})
                        tried.append((f"{records._name}.{name} = {junk!r:.40}", error))
        self.assert_refused_in_words(tried)

    def test_values_of_what_is_made(self):
        tried = []
        values = {
            "agency.evaluation": {"criteria_set_id": self.criteria_set.id, "department_id": self.unit.id, "year": 2031},
            "agency.evaluation.evidence": {
                "evaluation_id": self.evaluation.id,
                "name": "x",
                "held_elsewhere": True,
                "register_reference": "Sổ 1",
                "confirms_no_secret": True,
            },
        }
        with mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_model"):
            for model, given in values.items():
                records = self.as_user("evaluator", self.env[model])
                for name, field in records._fields.items():
                    if field.store and name not in records.env["mail.thread"]._fields:
                        for junk in JUNK[:: mass(3, 1)]:
                            error = self.make(records, {**given, name: junk})
                            tried.append((f"{model}: {name} = {junk!r:.40}", error))
        self.assert_refused_in_words(tried)

    def test_points_that_no_message_can_name(self):
        row = self.as_user("evaluator", self.row("N.1"))
        for name in ("self_points", "stated_points"):
            with self.assertRaises(UserError) as refused:
                row.write({name: "\ud800"})
            self.assertTrue(str(refused.exception).encode())

    def test_names_of_files(self):
        tried = []
        with mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_model"):
            files = self.as_user("evaluator", self.file)
            for name in ("name", "description", "url", "mimetype"):
                for junk in JUNK:
                    made = {"name": "a.pdf", "raw": self.content(8), "res_model": "agency.evaluation.evidence"}
                    tried.append((f"{name} = {junk!r:.40}", self.call(files, "write", {name: junk})))
                    tried.append((f"new, {name} = {junk!r:.40}", self.make(files.browse(), {**made, name: junk})))
        errors = [f"{what}: {error}" for what, error in tried if error]
        self.assertFalse(errors, f"{len(errors)} of {len(tried)}")

    def make(self, records, values):
        try:
            with self.cr.savepoint() as savepoint:
                call_kw(records, "create", [[values]], {})
                self.env.flush_all()
                savepoint.rollback()
        except (psycopg2.IntegrityError, UserError):
            return None
        except Exception as error:  # noqa: BLE001 – which one it is, is what the test is about
            return f"{type(error).__name__}: {error!s:.200}"
        finally:
            self.env.invalidate_all()
        return None

    def test_values_that_are_none(self):
        tried = []
        with mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_model"):
            for role in ROLES:
                for records in self.records(role):
                    for junk in JUNK:
                        tried.append((f"{records._name}.write({junk!r:.40})", self.call(records, "write", junk)))
        self.assert_refused_in_words(tried)

    def test_arguments_of_every_button(self):
        tried = []
        for reach in (self.submit, self.approve):
            with self.cr.savepoint() as savepoint:
                reach()
                with mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_model"):
                    for role in ROLES:
                        for records in self.records(role):
                            tried += self.press(records)
                savepoint.rollback()
            self.env.invalidate_all()
        self.assert_refused_in_words(tried)

    def press(self, records):
        tried = []
        for name in dir(type(records)):
            if not name.startswith("action_") or not callable(getattr(type(records), name)):
                continue
            arguments = [
                parameter
                for parameter in inspect.signature(getattr(type(records), name)).parameters.values()
                if parameter.name != "self"
            ]
            defined = getattr(type(records), name).__module__
            if not arguments or "agency_evaluation" not in defined:
                continue
            for place, argument in enumerate(arguments):
                for junk in JUNK[:: mass(2, 1)]:
                    if argument.kind is inspect.Parameter.KEYWORD_ONLY:
                        given, named = [], {argument.name: junk}
                    else:
                        given, named = ["x"] * place + [junk], {}
                    error = self.call(records, name, *given, **named)
                    tried.append((f"{records._name}.{name}{given or named!r:.60}", error))
        return tried
