# pylint: disable=translation-required  # what users type in a test is translated by nobody
import json

from odoo.tests import tagged

from odoo.addons.agency_evaluation.scoring import manifest

from ..cases.seal_case import SealCase

_LINE = "agency.evaluation.line"


@tagged("post_install", "-at_install")
class TestSealYearsLater(SealCase):
    """A seal is not broken by what it did not seal, and by nothing that this system no longer has."""

    def setUp(self):
        super().setUp()
        self.submit()
        self.as_user("approver").action_approve()
        self.evaluation.invalidate_recordset()
        self.sealing = self.env["agency.evaluation.seal"].search([("evaluation_id", "=", self.evaluation.id)])

    def seal_instead(self, **changes):
        """Replace what was sealed, as a system of another time would have sealed it.

        :param changes: what of the manifest is another; None takes it away
        """
        data = {**json.loads(self.sealing.manifest), **changes}
        content = manifest.canonical({key: value for key, value in data.items() if value is not None})
        self.sql(
            "UPDATE agency_evaluation_seal SET manifest = %(content)s, digest = %(digest)s WHERE id = %(id)s",
            content=content.decode(),
            digest=manifest.digest(content),
            id=self.sealing.id,
        )
        self.sql(
            "UPDATE agency_evaluation SET seal = %(digest)s WHERE id = %(id)s",
            digest=manifest.digest(content),
            id=self.evaluation.id,
        )

    def with_note(self, value):
        """Return what is sealed with a field x_note on rows, which has a value on one of them, and an addon's part."""
        data = json.loads(self.sealing.manifest)
        data["fields"][_LINE].append("x_note")
        for row in data["records"][_LINE].values():
            row["x_note"] = None
        data["records"][_LINE]["M.1"]["x_note"] = value
        data["fields"]["addon.part"] = ["name"]
        data["records"]["addon.part"] = {"1": {"name": "a"}, "2": {"name": "b"}}
        return {"fields": data["fields"], "records": data["records"]}

    def test_what_no_longer_exists_is_told_apart_from_what_changed(self):
        self.seal_instead(**self.with_note("Đã xem"))
        result = self.evaluation._verify()
        self.assertEqual((result.differences, result.lost, result.is_intact), ((), (), True))
        self.assertEqual(
            result.no_longer_kept,
            (
                "Records of the kind addon.part are no longer kept; 2 were sealed.",
                "Evaluation Row: the field x_note is no longer kept; 1 records had a value when sealed.",
            ),
        )
        action = self.as_user("auditor").action_verify()
        shown = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual((shown.is_intact, shown.differences, shown.lost), (True, "", ""))
        self.assertEqual(shown.no_longer_kept.splitlines(), list(result.no_longer_kept))

    def test_beside_what_no_longer_exists_a_change_is_still_found(self):
        self.seal_instead(**self.with_note("Đã xem"))
        self.sql("UPDATE agency_evaluation_line SET self_points = 2 WHERE id = %(id)s", id=self.row("M.1").id)
        self.assertEqual(len(self.evaluation._verify().differences), 1)
        self.assertIn("Self Points was 3,00 and is 2,00 now", self.differences()[0])

    def test_what_came_later_is_not_asked_of_the_seal(self):
        data = json.loads(self.sealing.manifest)
        data["fields"][_LINE].remove("self_points")
        for row in data["records"][_LINE].values():
            del row["self_points"]
        self.seal_instead(fields=data["fields"], records=data["records"])
        self.assertEqual(self.differences(), [])

    def test_what_is_empty_is_as_what_is_absent(self):
        data = json.loads(self.sealing.manifest)
        taken = 0
        for row in data["records"][_LINE].values():
            for name in [name for name, value in row.items() if value is None]:
                del row[name]
                taken += 1
        self.assertTrue(taken)
        self.seal_instead(records=data["records"])
        self.assertEqual(self.differences(), [])

    def test_a_seal_of_the_first_form_is_read(self):
        data = json.loads(self.sealing.manifest)
        people = {reference: named["name"] for reference, named in self.sealing.people.items()}
        self.sql("UPDATE agency_evaluation_seal SET people = NULL WHERE id = %(id)s", id=self.sealing.id)
        self.seal_instead(schema=1, names={**data["names"], **people}, people=None)
        self.assertEqual(self.differences(), [])
        self.sql(
            "UPDATE agency_evaluation SET approved_by_id = 1 WHERE id = %(id)s",
            id=self.evaluation.id,
        )
        self.assertIn("was test_approver – test_approver (", self.differences()[0])

    def test_a_seal_of_a_form_to_come_cannot_be_verified_here(self):
        self.seal_instead(schema=99)
        result = self.evaluation._verify()
        self.assertEqual((result.differences, result.is_intact), ((), False))
        self.assertEqual(result.lost, ("What was sealed is of form 99, which this version of the addon cannot read.",))

    def test_a_name_that_was_exchanged_is_not_told(self):
        approver = f"res.users,{self.users['approver'].id}"
        forged = {**self.sealing.people, approver: {**self.sealing.people[approver], "name": "Người khác"}}
        self.sql(
            "UPDATE agency_evaluation_seal SET people = %(people)s WHERE id = %(id)s",
            people=json.dumps(forged),
            id=self.sealing.id,
        )
        sealed = manifest.read(self.sealing.manifest.encode())
        names = self.sealing._names_in(sealed)
        self.assertEqual(names[approver], sealed.people[approver].function)
        reviewer = f"res.users,{self.users['evaluator'].id}"
        self.assertTrue(names[reviewer].startswith("test_evaluator – "))
