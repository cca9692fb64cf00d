# pylint: disable=translation-required  # what users type in a test is translated by nobody
import hashlib
import json
import re
from datetime import timedelta
from unittest.mock import patch

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.agency_evaluation.scoring.manifest import commit

from ..cases.common import ROLES
from ..cases.mass import mass
from ..cases.query_case import QueryCase
from ..cases.seal_case import SealCase

MAGIC = {"id", "create_uid", "create_date", "write_uid", "write_date"}


@tagged("post_install", "-at_install")
class TestSeal(SealCase):
    """What is approved is sealed, and whatever is changed behind the back of the addon is named."""

    def setUp(self):
        super().setUp()
        self.approve()

    def approve(self):
        self.submit()
        self.as_user("approver").action_approve()
        self.evaluation.invalidate_recordset()

    def sealing(self):
        return self.env["agency.evaluation.seal"].search([("evaluation_id", "=", self.evaluation.id)])

    def manifest(self):
        return json.loads(self.sealing().manifest)

    def assertNamed(self, *parts):
        """Check that exactly one difference is found, with all these parts in its text."""
        found = self.differences()
        self.assertEqual(len(found), 1, found)
        for part in parts:
            self.assertIn(part, found[0])

    def test_the_seal_is_the_sha256_of_the_manifest(self):
        manifest = self.sealing().manifest.encode()
        self.assertEqual(self.evaluation.seal, hashlib.sha256(manifest).hexdigest())
        self.assertEqual(self.sealing().digest, self.evaluation.seal)
        self.assertAlmostEqual(self.evaluation.sealed_on, self.evaluation.approved_on, delta=timedelta(minutes=1))
        self.assertRegex(self.evaluation.seal_token, r"^[\w-]{43}$")
        self.assertEqual(
            self.evaluation.seal_url,
            f"{self.evaluation.get_base_url()}/agency_evaluation/verify/{self.evaluation.seal_token}",
        )
        self.assertEqual(self.differences(), [])

    def test_what_the_manifest_holds(self):
        manifest = self.manifest()
        records = manifest["records"]
        self.assertEqual((manifest["schema"], manifest["unit"], manifest["grade"]), (3, "Sở Thử nghiệm", "Tốt"))
        self.assertEqual(self.sealing().grade, "Tốt")
        (header,) = records["agency.evaluation"].values()
        self.assertEqual(header["final_points"], "9.00")
        self.assertEqual((header["name"], header["year"], header["revision"]), (self.evaluation.name, 2020, 1))
        self.assertEqual((header["date_from"], header["state"]), ("2020-01-01", "approved"))
        row = records["agency.evaluation.line"]["M.1"]
        self.assertEqual((row["self_points"], row["final_points"], row["status"]), ("3.00", "3.00", "scored"))
        self.assertEqual(set(records["agency.evaluation.line"]), {"M", "M.1", "M.2", "M.3", "N", "N.1", "N.2"})
        self.assertEqual(records["agency.evaluation.criterion"]["M.1"]["max_points"], "3.00")
        self.assertEqual(records["agency.evaluation.measure"]["bao_cao 2020-02-01"]["value"], "2.00")
        self.assertEqual(records["agency.evaluation.measure"]["so_hop"]["value"], "8.00")
        (file,) = records["ir.attachment"].values()
        self.assertEqual(file["evidence_sha256"], hashlib.sha256(self.content(1)).hexdigest())
        self.assertEqual((file["name"], file["file_size"]), ("document.pdf", len(self.content(1))))
        steps = [decision["step"] for decision in records["agency.evaluation.decision"].values()]
        self.assertEqual(steps, ["submit", "approve"])
        approver = records["agency.evaluation.decision"]["2"]["user_id"]
        function = self.env.ref("agency_evaluation.group_approver").with_context(lang="vi_VN").name
        self.assertEqual(manifest["people"][approver]["function"], function)
        named = self.sealing().people[approver]
        self.assertEqual(named["name"], "test_approver – test_approver (agency_evaluation.group_approver)")
        self.assertEqual(manifest["people"][approver]["commitment"], commit(**named))
        self.assertNotIn("test_", self.sealing().manifest, "names and logins stand beside the manifest")
        (finding,) = records["agency.evaluation.finding"].values()
        self.assertEqual(finding["justification"], "Một cuộc họp trực tuyến ghi hai lần")
        self.assertRegex(manifest["criteria_digest"], r"^[0-9a-f]{64}$")
        self.assertFalse(re.search(r":-?\d+\.\d", self.sealing().manifest), "no decimal is written as a number")

    def test_everything_that_the_lock_closes_is_sealed(self):
        """A model or field that is added later is sealed too, or named here with its reason."""
        covered = self.evaluation._sealed_fields()
        guarded = {
            model
            for model in self.env.registry
            if model.startswith("agency.evaluation")
            and not self.env[model]._abstract
            and not self.env[model]._transient
        }
        # The seal, what is signed after it, what may be said of a published set still, what is configured for all
        # evaluations, imports, and requests for pages.
        self.assertEqual(
            guarded - covered.keys(),
            {
                "agency.evaluation.intake",
                "agency.evaluation.intake.line",
                "agency.evaluation.kept.paper",
                "agency.evaluation.page.comparison",
                "agency.evaluation.seal",
                "agency.evaluation.set.finding",
                "agency.evaluation.signed.copy",
                "agency.evaluation.visit",
                # The evaluation shows its totals as its own, and they are sealed as such.
                "agency.evaluation.total",
                "agency.evaluation.document.type",
                "agency.evaluation.substitution",
                # What is read of evaluations, and kept nowhere.
                "agency.evaluation.row.analysis",
                "agency.evaluation.group.analysis",
                "agency.evaluation.fact.analysis",
                "agency.evaluation.document.analysis",
                "agency.evaluation.decision.analysis",
                # What the rows said before: the evaluation bears the SHA-256 of it, which is sealed.
                "agency.evaluation.change",
                # registers, which go on after the approval
                "agency.evaluation.access.log",
                "agency.evaluation.file.trouble",
                "agency.evaluation.quarantine",
                "agency.evaluation.quarantined.file",
                "agency.evaluation.event",
                "agency.evaluation.event.chain",
                "agency.evaluation.time.stamp",
                "agency.evaluation.verification.run",
                "agency.evaluation.verification.result",
                "agency.evaluation.task",
                "agency.evaluation.task.part",
                "agency.evaluation.identity.change",
                # What agencies and units were called; papers are sealed as they were printed.
                "agency.evaluation.identity",
                "agency.evaluation.unit.name",
                "agency.evaluation.succession",
                # The row that it relieves bears number, date and reason of the decision.
                "agency.evaluation.relief",
                # A round comes around evaluations, also around those that were approved before it.
                "agency.evaluation.campaign",
                "agency.evaluation.campaign.unit",
                "agency.evaluation.campaign.decision",
                # What was published of a round is frozen by itself; its ranking is a list of which nothing is stored.
                "agency.evaluation.publication",
                "agency.evaluation.ranking",
                "agency.evaluation.reminder",
                "agency.evaluation.cluster",
                "agency.evaluation.unit.tag",
                # What follows from an evaluation, and goes on after it was approved.
                "agency.evaluation.improvement",
                # It is found when it is read, and nothing of it is stored.
                "agency.evaluation.my.work",
            },
        )
        left_out = {
            model: {
                name
                for name, field in self.env[model]._fields.items()
                if field.store and field.type != "one2many" and name not in MAGIC and name not in covered[model]
            }
            for model in guarded & covered.keys()
        }
        chatter = {"activity_ids", "message_follower_ids", "message_ids"}
        self.assertEqual(
            {model: names - chatter for model, names in left_out.items() if names - chatter},
            {
                "agency.evaluation": {
                    "total_id",
                    "campaign_id",
                    "desk_user_ids",
                    "report_number",
                    "report_date",
                    "seal",
                    "sealed_on",
                    "seal_token",
                    "withdrawn_on",
                },
                "agency.evaluation.criteria.set": {"state", "retention_years"},
                # How the unit shared out its own work.
                "agency.evaluation.line": {"handed_in_on", "handed_in_by_id", "sent_back_note"},
                "agency.evaluation.fact": {"handed_in_on", "handed_in_by_id", "sent_back_note"},
            },
        )

    def test_data_changed_by_sql_is_named(self):
        evaluation, row = self.evaluation.id, self.row("M.1").id
        cases = {
            "UPDATE agency_evaluation_line SET self_points = 2.5 WHERE id = %(row)s": (
                "M.1", "Self Points was 3,00 and is 2,50 now",
            ),
            "UPDATE agency_evaluation_line SET self_points = 3.001 WHERE id = %(row)s": ("M.1", "is 3,001 now"),
            "UPDATE agency_evaluation_line SET explanation = 'x' WHERE id = %(row)s": (
                "M.1", "Explanation was empty and is x now",
            ),
            "UPDATE agency_evaluation_line SET status = 'todo' WHERE id = %(row)s": (
                "M.1", "Answer Status was Scored and is To Answer now",
            ),
            "UPDATE agency_evaluation_line SET review_note = 'x' WHERE id = %(row)s": ("M.1", "Review Note"),
            "UPDATE agency_evaluation_total SET final_points = 10 WHERE evaluation_id = %(evaluation)s": (
                "Final Points was 9,00 and is 10,00 now",
            ),
            "UPDATE agency_evaluation SET state = 'draft' WHERE id = %(evaluation)s": (
                "Status was Approved and is Draft now",
            ),
            "UPDATE agency_evaluation SET approved_by_id = 1 WHERE id = %(evaluation)s": ("test_approver",),
            "UPDATE agency_evaluation_criterion SET name = 'x' WHERE set_id = %(set)s AND code = 'M.2'": (
                "Criterion M.2", "Text was Row M.2 and is x now",
            ),
            "UPDATE agency_evaluation_rule SET threshold = 70 WHERE id = %(rule)s": ("Scoring Rule", "1,00", "70,00"),
            "UPDATE agency_evaluation_grade SET min_points = 4 WHERE id = %(grade)s": ("Grade “Tốt”", "8,50", "4,00"),
            "UPDATE agency_evaluation_measure SET value = 1 WHERE id = %(month)s": ("bao_cao 2020-01-01", "2,00"),
            "DELETE FROM agency_evaluation_measure WHERE id = %(month)s": ("bao_cao 2020-01-01", "no longer there"),
            "UPDATE agency_evaluation_fact SET note = 'x' WHERE id = %(fact)s": ("so_hop", "Note"),
            "UPDATE agency_evaluation_section SET body = '<p>x</p>' WHERE evaluation_id = %(evaluation)s": (
                "Section", "Đã hoàn thành",
            ),
            "UPDATE agency_evaluation_finding SET justification = 'x' WHERE evaluation_id = %(evaluation)s": (
                "Finding", "Justification",
            ),
            "UPDATE agency_evaluation_finding SET details = '{}' WHERE evaluation_id = %(evaluation)s": ("Details",),
            "DELETE FROM agency_evaluation_finding WHERE evaluation_id = %(evaluation)s": ("no longer there",),
            "UPDATE agency_evaluation_evidence SET number = '1/QĐ' WHERE id = %(evidence)s": (
                "617/QĐ-TNMT", "is 1/QĐ now",
            ),
            "UPDATE agency_evaluation_decision SET reason = 'x' WHERE evaluation_id = %(evaluation)s AND number = 1": (
                "Decision 1", "Reason",
            ),
            "DELETE FROM agency_evaluation_decision WHERE evaluation_id = %(evaluation)s AND number = 1": (
                "Decision 1: no longer there",
            ),
            "UPDATE ir_attachment SET name = 'x.pdf' WHERE id = %(file)s": ("document.pdf", "is x.pdf now"),
            "UPDATE ir_attachment SET evidence_sha256 = NULL WHERE id = %(file)s": ("document.pdf", "SHA-256"),
        }  # fmt: skip
        values = {
            "evaluation": evaluation,
            "row": row,
            "set": self.criteria_set.id,
            "rule": self.criteria_set.criterion_ids.rule_ids[0].id,
            "grade": self.criteria_set.grade_ids.filtered(lambda grade: grade.name == "Tốt").id,
            "month": self.fact("bao_cao").measure_ids.sorted("period")[0].id,
            "fact": self.fact("so_hop").id,
            "evidence": self.evidence.id,
            "file": self.file.id,
        }
        for query, parts in cases.items():
            with self.subTest(query), self.cr.savepoint() as savepoint:
                used = {name: value for name, value in values.items() if f"%({name})s" in query}
                self.sql(query, **used)
                self.assertNamed(*parts)
                savepoint.rollback()
        self.env.invalidate_all()
        self.assertEqual(self.differences(), [])

    def test_what_was_added_or_taken_away_by_sql_is_named(self):
        self.sql(
            "INSERT INTO agency_evaluation_finding (evaluation_id, code, severity)"
            " VALUES (%(id)s, 'unanswered', 'info')",
            id=self.evaluation.id,
        )
        self.assertNamed("Finding", "added after the approval")

    def test_a_row_of_the_same_code_hides_no_other(self):
        twin = self.make_facts_set("TWIN").criterion_ids.filtered(lambda criterion: criterion.code == "M.1")
        self.sql(
            "INSERT INTO agency_evaluation_line (evaluation_id, criterion_id, status, review_state)"
            " VALUES (%(id)s, %(twin)s, 'todo', 'pending')",
            id=self.evaluation.id,
            twin=twin.id,
        )
        self.assertNamed("Evaluation Row M.1 #", "added after the approval")

    def test_rows_and_documents_that_went_are_named(self):
        self.sql("DELETE FROM agency_evaluation_line WHERE id = %(id)s", id=self.row("M.2").id)
        # Its history went with it.
        found = "\n".join(self.differences())
        for part in ("Evaluation Row M.2: no longer there", "SHA-256 of the History was"):
            self.assertIn(part, found)
        self.sql("DELETE FROM agency_evaluation_evidence WHERE id = %(id)s", id=self.evidence.id)
        found = "\n".join(self.differences())
        for part in ("Evidence “617/QĐ-TNMT", "Attachment “document.pdf”: no longer there", "N.1: Evidence was"):
            self.assertIn(part, found)

    def test_a_proof_moved_to_another_row_is_named(self):
        (table,) = {self.env["agency.evaluation.line"]._fields["evidence_ids"].relation}
        query = f"UPDATE {table} SET agency_evaluation_line_id = %(to)s WHERE agency_evaluation_evidence_id = %(id)s"
        self.sql(query, to=self.row("M.2").id, id=self.evidence.id)
        found = "\n".join(self.differences())
        for part in ("Evaluation Row N.1: Evidence", "Evaluation Row M.2: Evidence", "Criteria was"):
            self.assertIn(part, found)

    def test_a_changed_file_is_named(self):
        other = self.content(2)
        self.assertEqual(len(other), len(self.content(1)))
        self.change_on_disk(self.file, other)
        self.assertNamed("document.pdf", "content has been changed", hashlib.sha256(other).hexdigest())

    def test_a_file_that_grew_is_named(self):
        self.change_on_disk(self.file, self.content(1) + b"x" * 1000)
        self.assertNamed("document.pdf", "content has been changed")

    @mute_logger("odoo.addons.base.models.ir_attachment")
    def test_a_missing_file_is_named(self):
        self.change_on_disk(self.file, None)
        self.assertNamed("document.pdf", "content is missing from the file store")

    def test_a_picture_of_the_report_is_sealed(self):
        evaluation = self.make_evaluation(self.criteria_set, year=2021)
        self.score_all(evaluation, 0.5)
        section = evaluation.section_ids
        picture = self.env["ir.attachment"].create(
            {"name": "hinh.pdf", "raw": self.content(7), "res_model": section._name, "res_id": section.id}
        )
        picture.write({"evidence_sha256": "0" * 64})
        self.assertFalse(picture.evidence_sha256, "nobody says what the digest of a file is")
        evaluation._seal()
        self.assertEqual(picture.evidence_sha256, hashlib.sha256(self.content(7)).hexdigest())
        self.assertEqual(evaluation._seal_differences(), [])
        self.change_on_disk(picture, self.content(8))
        (difference,) = evaluation._seal_differences()
        self.assertIn("hinh.pdf", difference)

    def test_a_file_that_points_elsewhere_is_named(self):
        other = self.env["ir.attachment"].create({"name": "other.pdf", "raw": self.content(3)})
        self.sql(
            "UPDATE ir_attachment SET store_fname = %(to)s WHERE id = %(id)s", to=other.store_fname, id=self.file.id
        )
        self.assertNamed("document.pdf", "content has been changed")

    def test_a_file_kept_in_the_database_verifies_too(self):
        query = "UPDATE ir_attachment SET store_fname = NULL, db_datas = %(content)s WHERE id = %(id)s"
        self.sql(query, content=self.content(1), id=self.file.id)
        self.assertEqual(self.differences(), [])
        self.sql(query, content=self.content(2), id=self.file.id)
        self.assertNamed("document.pdf", "content has been changed")

    def test_a_changed_manifest_is_named(self):
        query = "UPDATE agency_evaluation_seal SET manifest = replace(manifest, '9.00', '10.00')"
        self.sql(query + " WHERE evaluation_id = %(id)s", id=self.evaluation.id)
        self.assertNamed("What was sealed has been changed itself", self.evaluation.seal)
        # A forger who thinks of the digest as well is caught by the seal.
        digest = hashlib.sha256(self.sealing().manifest.encode()).hexdigest()
        self.sql(
            "UPDATE agency_evaluation_seal SET digest = %(digest)s WHERE id = %(id)s",
            digest=digest,
            id=self.sealing().id,
        )
        self.assertNamed("The seal of the evaluation is", self.evaluation.seal, digest)

    def test_a_lost_seal_is_named(self):
        self.sql("UPDATE agency_evaluation SET seal = NULL WHERE id = %(id)s", id=self.evaluation.id)
        self.assertNamed("The seal of the evaluation is empty")
        self.sql("DELETE FROM agency_evaluation_seal WHERE evaluation_id = %(id)s", id=self.evaluation.id)
        self.assertNamed("What was sealed is lost")

    def test_what_may_change_later_is_no_difference(self):
        """Names outside the lock, the number of the report, an archived set, and what others do."""
        self.users["approver"].write({"name": "Tên khác", "login": "renamed"})
        self.unit.name = "Sở Đổi tên"
        self.name_agency()  # so that the seal alone knows what it was called
        self.evidence.document_type_id.name = "Loại khác"
        self.as_user("evaluator").write({"report_number": "15/BC-TNMT", "report_date": "2020-12-15"})
        self.as_user("manager", self.criteria_set).action_archive_set()
        self.as_user("evaluator").message_post(body="Đã ban hành", message_type="comment")
        self.evaluation._claim()
        for lang in ("en_US", "vi_VN"):
            self.assertEqual(self.evaluation.with_context(lang=lang)._seal_differences(), [])
        self.assertEqual(self.manifest()["unit"], "Sở Thử nghiệm")

    def test_nobody_writes_the_seal(self):
        sealing = self.sealing()
        values = {"evaluation_id": self.evaluation.id, "manifest": "{}", "digest": "0" * 64}
        before = (sealing.manifest, sealing.digest, self.evaluation.seal, self.evaluation.seal_token)
        for user in [*self.users.values(), self.env.ref("base.user_admin"), self.env.ref("base.user_root")]:
            for sudo in (False, True):
                seal = sealing.with_user(user).sudo(sudo)
                evaluation = self.evaluation.with_user(user).sudo(sudo)
                for name, attempt in {
                    "change the manifest": lambda: seal.write({"manifest": "{}"}),  # noqa: B023
                    "change the digest": lambda: seal.write({"digest": "0" * 64}),  # noqa: B023
                    "move the seal": lambda: seal.write({"evaluation_id": False}),  # noqa: B023
                    "delete the seal": seal.unlink,
                    "copy the seal": seal.copy,
                    "make a seal": lambda: seal.create(values),  # noqa: B023
                    "seal": lambda: evaluation.write({"seal": "0" * 64}),  # noqa: B023
                    "time": lambda: evaluation.write({"sealed_on": "2020-01-01 00:00:00"}),  # noqa: B023
                    "token": lambda: evaluation.write({"seal_token": "x"}),  # noqa: B023
                    "delete what is sealed": evaluation.unlink,
                }.items():
                    with self.subTest(user=user.login, sudo=sudo, attempt=name), self.cr.savepoint() as savepoint:
                        with self.assertRaises(UserError):
                            attempt()
                            self.env.flush_all()
                        savepoint.rollback()
        self.env.invalidate_all()
        self.assertEqual((sealing.manifest, sealing.digest, self.evaluation.seal, self.evaluation.seal_token), before)

    def test_a_new_evaluation_has_no_seal(self):
        values = {"criteria_set_id": self.criteria_set.id, "department_id": self.other_unit.id}
        for extra in ({"seal": "0" * 64}, {"seal_token": "x"}, {"sealed_on": "2020-01-01 00:00:00"}):
            with self.assertRaises(UserError), self.cr.savepoint():
                self.env["agency.evaluation"].create({**values, **extra})
        defaults = {"default_seal": "0" * 64, "default_seal_token": "x"}
        draft = self.env["agency.evaluation"].with_context(**defaults).create(values)
        self.assertFalse(draft.seal or draft.seal_token or draft.seal_url)
        with self.assertRaisesRegex(UserError, "is not approved"):
            draft.action_verify()

    def test_an_evaluation_is_sealed_once(self):
        with self.assertRaises(psycopg2.errors.UniqueViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.evaluation._seal()

    def verify_as(self, role):
        action = self.as_user(role).action_verify()
        return self.env[action["res_model"]].with_user(self.users[role]).browse(action["res_id"])

    def test_every_role_that_reads_the_evaluation_verifies_it(self):
        for role in ROLES:
            with self.subTest(role=role):
                result = self.verify_as(role)
                self.assertEqual((result.is_intact, result.differences or ""), (True, ""))
                self.assertEqual(result.seal, self.evaluation.seal)
        with self.assertRaises(AccessError):
            self.as_user("outsider").action_verify()
        self.sql("UPDATE agency_evaluation_line SET self_points = 2 WHERE id = %(id)s", id=self.row("M.1").id)
        for role in ROLES:
            with self.subTest(role=role):
                result = self.verify_as(role)
                self.assertFalse(result.is_intact)
                self.assertIn("M.1: Self Points was 3,00 and is 2,00 now", result.differences)

    def test_who_reads_some_rows_only_learns_no_others(self):
        unit, user = self.other_unit.id, self.users["evaluator"].id
        self.sql("UPDATE agency_evaluation_line SET user_id = %(u)s WHERE id = %(id)s", u=user, id=self.row("M.2").id)
        self.sql("UPDATE agency_evaluation SET department_id = %(u)s WHERE id = %(id)s", u=unit, id=self.evaluation.id)
        lines = self.as_user("evaluator", self.evaluation.line_ids)._filtered_access("read")
        self.assertEqual(lines.mapped("code"), ["M.2"])
        result = self.verify_as("evaluator")
        self.assertFalse(result.is_intact)
        self.assertNotIn("M.", result.differences)
        with self.assertRaises(AccessError):
            self.sealing().with_user(self.users["evaluator"]).read(["manifest"])


@tagged("post_install", "-at_install")
class TestSealingCosts(SealCase, QueryCase):
    """Sealing and verifying cost as many queries for many rows and files as for few."""

    def answered(self, rows, files):
        evaluation = self.make_evaluation(self.make_large_set(rows, f"COST-{rows}-{files}"))
        self.score_all(evaluation, 0.5)
        self.make_files(evaluation, files, first=1000 * rows)
        return evaluation

    def reading(self):
        """Return a context in which the files that are read are counted."""
        pieces = self.registry["ir.attachment"]._stored_pieces
        return patch.object(self.registry["ir.attachment"], "_stored_pieces", autospec=True, side_effect=pieces)

    def submitted(self, rows, files):
        evaluation = self.answered(rows, files)
        self.as_user("evaluator", evaluation).action_submit()
        return evaluation

    def test_queries_do_not_grow_and_files_are_read_once(self):
        submissions, approvals, verifications = [], [], []
        for rows, files in ((30, 1), (93, 2), (mass(325, 930), mass(60, 200))):
            evaluation = self.answered(rows, files)
            with self.reading() as read:
                submissions.append(self.count(self.as_user("evaluator", evaluation).action_submit)[0])
            self.assertEqual(read.call_count, 0, "a file was read where its size tells whether it is there")
            with self.reading() as read:
                approvals.append(self.count(self.as_user("approver", evaluation).action_approve)[0])
            self.assertEqual(read.call_count, files, "each file is read once before it is approved")
            verification, differences = self.count(evaluation._seal_differences)
            verifications.append(verification)
            self.assertEqual(differences, [])
        # The first warms up the registry's caches.
        self.assertEqual(submissions[1], submissions[2], "submitting costs more for more rows or files")
        self.assertEqual(approvals[1], approvals[2], "approving costs more for more rows or files")
        self.assertEqual(verifications[1], verifications[2], "verifying costs more for more rows or files")

    def test_an_unknown_digest_is_made_up_for(self):
        evaluation = self.submitted(30, 2)
        file = evaluation.evidence_ids.attachment_ids[0]
        content = file.raw
        self.sql("UPDATE ir_attachment SET evidence_sha256 = NULL WHERE id = %(id)s", id=file.id)
        self.as_user("approver", evaluation).action_approve()
        self.assertEqual(file.evidence_sha256, hashlib.sha256(content).hexdigest())
        self.assertEqual(evaluation._seal_differences(), [])

    def test_files_beyond_the_budget_are_not_read(self):
        evaluation = self.submitted(30, 3)
        self.as_user("approver", evaluation).action_approve()
        files = evaluation.evidence_ids.attachment_ids.sorted("id")
        sizes = files.mapped("file_size")
        for budget, count in ((0, 0), (sizes[0], 1), (sizes[0] + sizes[1], 2), (sum(sizes), 3), (None, 3)):
            with self.reading() as read:
                result = evaluation._verify(file_budget=budget)
            self.assertEqual((read.call_count, result.all_files_read), (count, count == 3))
            self.assertEqual(result.differences, ())
        self.change_on_disk(files[2], b"x")
        self.assertFalse(evaluation._verify(file_budget=sizes[0]).differences)
        self.assertTrue(evaluation._verify().differences)
