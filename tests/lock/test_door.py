# pylint: disable=translation-required  # what users type in a test is translated by nobody
from contextlib import contextmanager
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..cases.common import EvaluationCase
from ..cases.question_case import QuestionCase


@tagged("post_install", "-at_install")
class TestDoor(EvaluationCase):
    """What other modules do to the addon's own writes on their way: they may copy them, and get nothing past the lock.

    An extension of `write` or `create` is what another module is to the registry.
    """

    @contextmanager
    def extended(self, model, method, extension):
        """Let `extension(super, records, values)` stand around a method of a model, as another module's would."""
        cls = self.registry[model]
        original = getattr(cls, method)

        def extended(records, values):
            return extension(original, records, values)

        with patch.object(cls, method, extended):
            yield

    def cancel(self):
        self.as_user("manager").action_cancel("Nhập trùng")
        self.env.flush_all()
        self.env.invalidate_all()

    def refused(self, message):
        return self.assertRaisesRegex(UserError, message)

    def assert_draft(self):
        self.env.invalidate_all()
        self.assertRecordValues(
            self.evaluation, [{"state": "draft", "year": 2020, "name": self.name, "report_number": False}]
        )

    def setUp(self):
        super().setUp()
        self.name = self.evaluation.name

    def test_values_may_be_copied(self):
        copies = (lambda vals: {**vals}, dict, lambda vals: dict(reversed(vals.items())))
        for copy in copies:
            with self.subTest(copy=copy), self.cr.savepoint() as savepoint:
                with self.extended("agency.evaluation", "write", lambda s, r, vals, c=copy: s(r, c(vals))):
                    self.cancel()
                self.assertEqual(self.evaluation.state, "cancelled")
                savepoint.rollback()
                self.env.invalidate_all()

    def test_values_added_on_the_way_are_a_clients(self):
        def add(original, records, vals):
            return original(records, {**vals, "year": 1999})

        def add_in_place(original, records, vals):
            vals.update(name="ĐG/9999")
            return original(records, vals)

        for extension in (add, add_in_place):
            with self.subTest(extension=extension.__name__), self.refused("cannot be set directly"):
                with self.cr.savepoint(), self.extended("agency.evaluation", "write", extension):
                    self.cancel()
            self.assert_draft()

    def test_a_value_that_is_replaced_on_the_way_is_a_clients(self):
        def replace(original, records, vals):
            return original(records, {**vals, **({"state": "".join(["appro", "ved"])} if "state" in vals else {})})

        with self.refused("Status cannot be set directly"), self.cr.savepoint():
            with self.extended("agency.evaluation", "write", replace):
                self.cancel()
        self.assert_draft()

    def test_what_is_open_may_be_added(self):
        def add(original, records, vals):
            return original(records, {**vals, **({"report_number": "7/BC"} if "state" in vals else {})})

        with self.extended("agency.evaluation", "write", add):
            self.cancel()
        self.assertRecordValues(self.evaluation, [{"state": "cancelled", "report_number": "7/BC"}])

    def test_other_writes_meanwhile_are_a_clients(self):
        other = self.make_evaluation(department_id=self.other_unit.id)

        def write_more(original, records, vals):
            if "state" in vals:
                original(records, {"approved_by_id": records.env.uid})
            return original(records, vals)

        def write_another(original, records, vals):
            result = original(records, vals)
            if "state" in vals:
                original(other.with_env(records.env), {"state": vals["state"]})
            return result

        for extension in (write_more, write_another):
            with self.subTest(extension=extension.__name__), self.refused("cannot be set directly"):
                with self.cr.savepoint(), self.extended("agency.evaluation", "write", extension):
                    self.cancel()
            self.assert_draft()
            self.assertEqual(other.state, "draft")

    def test_a_decision_is_recorded_as_it_is_told(self):
        def forge(original, records, vals_list):
            return original(records, [{**vals, "reason": "x"} for vals in vals_list])

        def forge_another(original, records, vals_list):
            return original(records, [*vals_list, {**vals_list[0], "number": 99}])

        for extension in (forge, forge_another):
            with self.subTest(extension=extension.__name__), self.refused("recorded by the buttons"):
                with self.cr.savepoint(), self.extended("agency.evaluation.decision", "create", extension):
                    self.cancel()
            self.assert_draft()
            self.assertFalse(self.evaluation.decision_ids)

    def test_the_door_closes_after_an_error(self):
        def fail(_original, _records, _vals):
            raise UserError("x")

        with self.refused("x"), self.cr.savepoint(), self.extended("agency.evaluation", "write", fail):
            self.evaluation._write_through({"year": 2021})
        self.assertFalse(self.evaluation._is_written_through())
        with self.refused("cannot be set directly"):
            self.evaluation.write({"year": 2021})

    def test_whoever_guards_against_deletion_does_not_hear_of_an_uninstallation(self):
        """Odoo skips such a guard where the context says that a module is being uninstalled; a client's may say so."""
        guarded = [
            name
            for name, model in self.registry.items()
            if not model._abstract
            and any(
                not guard._ondelete and "agency_evaluation" in guard.__module__
                for guard in self.env[name]._ondelete_methods
            )
        ]
        self.assertGreater(len(guarded), 20)
        door = self.registry["agency.evaluation.door"]
        self.assertEqual([name for name in guarded if not issubclass(self.registry[name], door)], [])

    def test_rows_are_imported_by_their_number_in_the_database(self):
        row = self.as_user("evaluator", self.row("A.2"))
        self.assertFalse(row.load([".id", "self_points"], [[str(row.id), "0.5"]])["messages"])
        self.assertEqual(row.self_points, 0.5)


@tagged("post_install", "-at_install")
class TestFieldByHand(EvaluationCase):
    """A class of its own, for the registry knows the field until its end."""

    def test_a_field_added_by_an_administrator_is_open_in_a_draft(self):
        self.env["ir.model.fields"].create(
            {
                "name": "x_note",
                "ttype": "char",
                "model_id": self.env["ir.model"]._get_id("agency.evaluation"),
                "field_description": "Ghi chú",
            }
        )
        self.evaluation.write({"x_note": "a"})
        self.submit()
        with self.assertRaisesRegex(UserError, "Ghi chú cannot be changed"):
            self.evaluation.write({"x_note": "b"})


@tagged("post_install", "-at_install")
class TestNestedWrites(QuestionCase):
    """What is written to a record while own code writes to the same one, nested in its values or by an automation.

    Values of a client go through the door too once they are checked, and may bring commands that lead back.
    """

    def nested(self, line, values):
        """Return a command that writes `values` to `line` by way of a new document of it."""
        paper = {"name": "x", "held_elsewhere": True, "register_reference": "Sổ 1"}
        lines = [Command.link(line.id), Command.update(line.id, values)]
        return [Command.create({**paper, "evaluation_id": line.evaluation_id.id, "line_ids": lines})]

    def test_a_nested_answer_is_checked_as_any_other(self):
        self.as_user("reviewer").action_return("Bổ sung")
        line = self.as_role("evaluator", "B.1")
        with self.assertRaisesRegex(ValidationError, "above the maximum"), self.cr.savepoint():
            line.write({"evidence_ids": self.nested(line, {"self_points": 99.0})})
        with self.assertRaisesRegex(AccessError, "role does not allow"), self.cr.savepoint():
            line.write({"evidence_ids": self.nested(line, {"reviewer_id": self.users["colleague"].id})})
        self.as_role("manager", "B.1").sudo().write({"evidence_ids": self.nested(line, {"self_points": 2.0})})
        self.assertRecordValues(self.row("B.1"), [{"self_points": 2.0, "answered_by_id": self.users["manager"].id}])

    def test_who_answers_a_question_gives_no_points_of_the_review(self):
        self.ask_about()
        line = self.as_role("evaluator", "A.1-1")
        forged = {"is_reviewed": True, "review_points": 3.0, "review_note": "x"}
        for env_line in (line, line.sudo()):
            with self.assertRaises(UserError), self.cr.savepoint():
                env_line.write({"evidence_ids": self.nested(line, forged)})
        self.env.invalidate_all()
        self.assertRecordValues(self.row("A.1-1"), [{"is_reviewed": False, "review_points": 0.0}])

    def test_what_an_automation_writes_meanwhile_is_checked(self):
        cls = self.registry["agency.evaluation.line"]
        original = cls.write

        def write(records, vals):
            result = original(records, vals)
            if "review_state" in vals:
                original(records, {"review_points": 99.0, "is_reviewed": True})
            return result

        with patch.object(cls, "write", write), self.assertRaises(UserError):
            self.ask_about()
