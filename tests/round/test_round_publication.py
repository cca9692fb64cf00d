import io
import json
from contextlib import nullcontext

import openpyxl
from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from ...scoring import manifest
from ...scoring.round import results
from ..cases.ranking_case import PUBLICATION, RankingCase


@tagged("post_install", "-at_install")
class TestRoundPublication(RankingCase, HttpCase):
    """What is published is frozen under a SHA-256, verified by everybody, and stays when it is withdrawn."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.graded_set = cls.make_graded_set("PUBLISHED")
        cls.departments, cls.heads = cls.make_departments(4, "Sở")

    def in_test_mode(self):
        return nullcontext()  # an HttpCase is in it

    def publish(self, **values):
        decided = [(95, self.TOP), (94, self.TOP), (80, self.GOOD), (75, self.GOOD)]
        campaign = self.closed_with(decided, quota_base="good_and_above", quota_percent=25, **values)
        self.as_user("manager", campaign).action_publish()
        self.env.invalidate_all()
        return campaign

    def page(self, publication):
        response = self.url_open(f"/agency_evaluation/verify/{publication.token}")
        self.assertEqual(response.status_code, 200)
        tree = html.fromstring(response.text)
        entries = dict(zip(tree.xpath("//dt/text()"), tree.xpath("//dd/text()"), strict=True))
        return " ".join(tree.xpath("//p[contains(@class, 'result')]/text()")), entries, response.text

    def test_what_is_published_stays_as_it_was(self):
        campaign = self.publish()
        publication = campaign.publication_ids
        self.assertEqual(manifest.digest(publication.document.encode()), publication.digest)
        content = results.read(publication.document.encode())
        self.assertEqual([entry.decided for entry in content.results.entries], [self.TOP, *[self.GOOD] * 3])
        self.assertEqual(content.results.entries[0].seal, campaign.unit_ids.sorted("id")[0].evaluation_id.seal)
        # What becomes of an evaluation afterwards does not change what was published.
        campaign.unit_ids.sorted("id")[0].evaluation_id.with_user(self.users["approver"]).action_withdraw("Sai")
        lines = self.lines(campaign)
        best = lines.filtered(lambda line: line.department_id == self.departments[0])
        self.assertEqual((best.rank, best.decided_grade), (1, self.TOP))
        for attempt in (
            lambda: publication.sudo().write({"document": "{}"}),
            lambda: publication.sudo().unlink(),
            lambda: publication.sudo().create({"campaign_id": campaign.id, "number": 9}),
        ):
            with self.assertRaises(UserError):
                attempt()

    def test_it_is_an_event_with_its_digest(self):
        before = self.env["agency.evaluation.event"].search([])
        campaign = self.publish()
        events = self.env["agency.evaluation.event"].search([("kind", "=", "round")]) - before
        told = [json.loads(event.content)["what"] for event in events]
        (published,) = [what for what in told if what["model"] == PUBLICATION]
        self.assertEqual(published["values"]["digest"], campaign.publication_ids.digest)

    def test_units_are_called_as_in_the_period(self):
        campaign = self.closed_with([(95, self.TOP), (80, self.GOOD)])
        self.departments[0].name = "Sở Mới"
        self.as_user("manager", campaign).action_publish()
        self.env.invalidate_all()
        _result, entries, text = self.page(campaign.publication_ids)
        self.assertEqual(entries["Sở 00"], self.TOP)
        self.assertNotIn("Sở Mới", text)

    def test_the_public_page_tells_the_class_alone(self):
        campaign = self.publish()
        result, entries, text = self.page(campaign.publication_ids)
        self.assertIn("Hợp lệ: đúng như bản đã được công bố", result)
        self.assertEqual([entries[f"Sở 0{place}"] for place in range(4)], [self.TOP, *[self.GOOD] * 3])
        self.assertNotIn("95", "".join(entries[f"Sở 0{place}"] for place in range(4)))
        self.assertNotIn(self.users["manager"].name, text)

    def test_the_order_on_the_public_page_tells_no_places(self):
        decided = [(75, self.GOOD), (80, self.GOOD), (95, self.TOP), (78, self.GOOD)]
        orders = []
        for shows_points in (False, True):
            own_set = self.make_graded_set(f"ORDER-{shows_points}")
            campaign = self.closed_with(decided, criteria_set_id=own_set.id, shows_points=shows_points)
            self.as_user("manager", campaign).action_publish()
            self.env.invalidate_all()
            _result, entries, _text = self.page(campaign.publication_ids)
            orders.append([name for name in entries if name.startswith("Sở 0")])
        self.assertEqual(orders[0], ["Sở 00", "Sở 01", "Sở 02", "Sở 03"])
        self.assertEqual(orders[1], ["Sở 02", "Sở 01", "Sở 03", "Sở 00"])

    def test_the_round_may_say_more(self):
        campaign = self.publish(shows_points=True)
        _result, entries, _text = self.page(campaign.publication_ids)
        self.assertEqual(entries["Sở 00"], f"{self.TOP}; 95 điểm; xếp thứ 1")

    def test_the_page_tells_the_truth_of_today(self):
        campaign = self.publish()
        first = campaign.publication_ids
        campaign.unit_ids.sorted("id")[2].evaluation_id.with_user(self.users["approver"]).action_withdraw("Sai")
        result, _entries, text = self.page(first)
        self.assertIn("kết quả của một số đơn vị đã thay đổi", result)
        self.assertIn("sau khi công bố: Sở 02.", text)
        with self.assertRaisesRegex(UserError, "Sở 02"):
            self.as_user("auditor", first).action_verify()
        manager = self.as_user("manager", campaign)
        manager.action_unpublish("Công bố nhầm")
        self.env.invalidate_all()
        self.assertEqual((first.withdrawal, campaign.state), ("Công bố nhầm", "closed"))
        self.assertTrue(first.document)
        result, _entries, text = self.page(first)
        self.assertIn("Đã bị thu hồi ngày", result)
        self.assertNotIn("Công bố nhầm", text)
        self.as_user("manager", campaign).action_publish()
        self.env.invalidate_all()
        second = campaign.publication_ids - first
        self.assertEqual((second.number, first.number), (2, 1))
        self.assertIn("đã được công bố lại (lần 2)", self.page(first)[2])
        self.assertIn("Hợp lệ: đúng", self.page(second)[0])
        self.assertEqual(self.page(second)[1]["Sở 02"], "Không xếp loại")
        self.assertEqual(self.as_user("auditor", second).action_verify()["tag"], "display_notification")

    def test_what_was_changed_behind_its_back_is_told_and_not_shown(self):
        campaign = self.publish()
        publication = campaign.publication_ids
        changed = publication.document.replace(self.GOOD, self.TOP)
        self.sql(
            "UPDATE agency_evaluation_publication SET document = %(document)s WHERE id = %(id)s",
            document=changed,
            id=publication.id,
        )
        result, entries, _text = self.page(publication)
        self.assertIn("Không hợp lệ", result)
        self.assertEqual(list(entries), ["Mã bản công bố (SHA-256)"])
        with self.assertRaisesRegex(UserError, "not as it was published"):
            self.as_user("auditor", publication).action_verify()
        run = self.env["agency.evaluation.verification.run"]._begin(self.env.company)
        while not run._verify_entries():
            pass
        self.assertIn("publication 1 is not as it was published", run.chain_text)

    def test_nothing_is_published_of_what_is_not_as_it_was_sealed(self):
        campaign = self.closed_with([(95, self.TOP), (80, self.GOOD)])
        evaluation = campaign.unit_ids.sorted("id")[1].evaluation_id
        manager = self.as_user("manager", campaign)
        for table, column, key, value in (
            ("agency_evaluation_seal", "grade", "evaluation_id", self.TOP),
            ("agency_evaluation_total", "final_points", "evaluation_id", 99),
            ("agency_evaluation", "seal", "id", "0" * 64),
        ):
            with self.subTest(table), self.cr.savepoint() as savepoint:
                # pylint: disable=sql-injection; the names are those above
                self.sql(f"UPDATE {table} SET {column} = %(value)s WHERE {key} = %(id)s", value=value, id=evaluation.id)
                with self.assertRaisesRegex(UserError, "not as it was sealed"):
                    manager.action_publish()
                savepoint.rollback()
            self.env.invalidate_all()

    def test_the_workbook_has_typed_cells_and_is_logged(self):
        campaign = self.publish()
        self.authenticate("test_auditor", "test_auditor")
        response = self.url_open(f"/agency_evaluation/campaign/{campaign.id}/ranking.xlsx")
        self.assertEqual(response.status_code, 200)
        sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        (top,) = [place for place, row in enumerate(rows) if row[0] == "Thứ hạng"]
        first, second = rows[top + 1 : top + 3]
        self.assertEqual((first[0], first[2], first[5], first[9]), (1, "Sở 00", 95, self.TOP))
        self.assertEqual((second[8], second[9]), (self.TOP, self.GOOD))
        self.assertIn("Vượt tỷ lệ khống chế", second[10])
        notes = "\n".join(row[0] for row in rows[1:top])
        self.assertIn(campaign.publication_ids.digest, notes)
        entry = self.env["agency.evaluation.access.log"].search([], order="id desc", limit=1)
        self.assertEqual((entry.user_id, entry.evaluation_name), (self.users["auditor"], campaign.name))
        self.assertTrue(entry.target.startswith("ranking.xlsx"))

    def test_the_workbook_has_what_its_reader_may_read(self):
        campaign = self.publish()
        address = f"/agency_evaluation/campaign/{campaign.id}/ranking.xlsx"
        self.authenticate(self.heads[1].login, self.heads[1].login)
        sheet = openpyxl.load_workbook(io.BytesIO(self.url_open(address).content)).active
        units = {row[2].value for row in sheet.iter_rows()} & set(self.departments.mapped("name"))
        self.assertEqual(units, {"Sở 01"})
        self.authenticate("test_evaluator", "test_evaluator")
        self.assertEqual(self.url_open(address).status_code, 403)
        with self.assertRaises(AccessError):
            campaign.publication_ids.with_user(self.heads[1]).read(["digest"])
