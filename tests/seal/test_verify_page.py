import html
import re
import secrets
from contextlib import closing, contextmanager
from datetime import datetime
from ipaddress import ip_address
from threading import Thread
from unittest.mock import patch
from urllib.parse import unquote

from lxml import etree

from odoo.exceptions import UserError, ValidationError
from odoo.sql_db import db_connect
from odoo.tests import HttpCase, TransactionCase, tagged
from odoo.tools import config, hmac, mute_logger

from odoo.addons.agency_evaluation.controllers import verify_page
from odoo.addons.agency_evaluation.models.seal.page_comparison import Busy

from ..cases.seal_case import SealCase

PAGE = "/agency_evaluation/verify/"
CHANGED = "Không hợp lệ: dữ liệu trên hệ thống không còn đúng như bản đã được phê duyệt."


@contextmanager
def another_turn(database):
    """Let another process compare an evaluation in the block."""
    with closing(db_connect(database).cursor()) as cr:
        cr.execute("SELECT pg_advisory_lock(hashtext('agency_evaluation.page_comparison'))")
        yield
        cr.execute("SELECT pg_advisory_unlock(hashtext('agency_evaluation.page_comparison'))")


class VerifyCase(SealCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.limit(1000)
        self.enterContext(patch.object(verify_page, "_GOOD_FOR", 3600))
        self.forget()
        self.submit()
        self.as_user("approver").action_approve()
        self.evaluation.invalidate_recordset()
        self.evaluation.approved_on  # noqa: B018 - read before the server thread asks

    def limit(self, limit):
        self.enterContext(patch.object(verify_page, "_LIMIT", limit))
        self.env["agency.evaluation.visit"].search([]).unlink()

    def forget(self):
        self.env["agency.evaluation.page.comparison"].search([]).unlink()
        self.env.flush_all()

    def get(self, token=None, **options):
        return self.url_open(PAGE + (self.evaluation.seal_token if token is None else token), **options)

    def texts_of(self, response):
        """Return the texts of a page in order, each in one line."""
        self.assertEqual(response.status_code, 200)
        body = etree.HTML(response.text).find("body")
        return [" ".join(text.split()) for text in body.itertext() if text.strip()]


@tagged("post_install", "-at_install")
class TestVerifyPage(VerifyCase):
    """The page that the code on the paper leads to."""

    def expected(self, result="Hợp lệ: đúng như bản đã được phê duyệt.", files=True, number="Chưa được cấp số"):
        scope = (
            "Đã đối chiếu với niêm phong: mọi dữ liệu, nội dung của từng tệp."
            if files
            else "Đã đối chiếu với niêm phong: mọi dữ liệu, mã SHA-256 đã ghi của từng tệp; "
            "không phải tệp nào cũng được đọc lại."
        )
        return [
            "Kiểm tra kết quả đánh giá đã phê duyệt",
            result,
            "Số báo cáo",
            number,
            "Đơn vị",
            "Sở Thử nghiệm",
            "Kỳ đánh giá",
            "năm 2020",
            "Tổng điểm",
            "9,0 điểm",
            "Xếp loại",
            "Tốt",
            "Ngày phê duyệt",
            self.evaluation._agency_time(self.evaluation.approved_on).strftime("%d/%m/%Y"),
            "Mã niêm phong (SHA-256)",
            self.evaluation.seal,
            "Bản giấy chỉ là bản thật khi mã niêm phong in trên đó trùng với mã ở trang này.",
            scope,
        ]

    def assertShows(self, *results, **options):
        self.forget()
        *texts, moment = self.texts_of(self.get())
        self.assertEqual(texts, self.expected(*results, **options))
        datetime.strptime(moment, "Thời điểm đối chiếu: %H:%M:%S %d/%m/%Y.")

    def test_the_page_shows_what_stands_on_the_paper_and_nothing_else(self):
        self.assertShows()
        self.assertNotIn(self.evaluation.name, self.get().text)
        self.unit.name = "Sở Đổi tên"
        self.name_agency()  # so that the seal alone knows what it was called
        self.as_user("manager").write({"report_number": "15/BC-TNMT", "report_date": "2020-12-15"})
        self.assertShows(number="15/BC-TNMT ngày 15/12/2020")
        for login in ("test_approver", "test_evaluator"):
            self.assertNotIn(login, self.get().text)

    def test_a_paper_that_was_replaced_says_by_which(self):
        self.as_user("manager").action_revise("Nhầm số liệu")
        revision = self.evaluation.revision_ids
        self.assertShows()
        self.assertNotIn("điều chỉnh", self.get().text, "what is not approved yet is nobody's business")
        self.as_user("evaluator", revision).action_submit()
        self.as_user("approver", revision).action_approve()
        replaced = "Hợp lệ khi phê duyệt, nay đã được thay thế bởi bản điều chỉnh lần 2"
        self.assertShows(f"{replaced} (kết quả đánh giá năm 2020 của Sở Thử nghiệm).")
        self.as_user("manager", revision).write({"report_number": "20/BC-TNMT", "report_date": "2021-01-05"})
        self.assertShows(f"{replaced} (Báo cáo số 20/BC-TNMT ngày 05/01/2021).")
        self.assertNotIn(revision.name, self.get().text)
        self.forget()
        self.assertIn("Hợp lệ: đúng như", self.get(revision.seal_token).text)
        self.as_user("approver", revision).action_withdraw("Ban hành nhầm")
        self.assertShows()

    def test_a_paper_that_was_withdrawn_says_so(self):
        with self.assertRaises(UserError):
            self.as_user("approver").action_withdraw(" ")
        self.as_user("approver").action_withdraw("Ban hành nhầm")
        day = self.evaluation._agency_today().strftime("%d/%m/%Y")
        self.assertShows(f"Đã bị hủy bỏ ngày {day}: kết quả này không còn giá trị.")
        self.assertNotIn("nhầm", self.get().text)
        self.assertEqual(self.differences(), [])
        decision = self.evaluation.decision_ids.sorted("number")[-1]
        self.assertEqual((decision.step, decision.user_id), ("withdraw", self.users["approver"]))
        self.assertEqual(decision.reason, "Ban hành nhầm")
        with self.assertRaisesRegex(UserError, "is withdrawn already"):
            self.as_user("approver").action_withdraw("Lần nữa")

    def test_what_became_of_a_paper_is_told_at_once(self):
        """Comparing with the seal is dear, and remembered for a while; what is decided meanwhile is not."""
        self.assertIn("Hợp lệ: đúng như", self.get().text)
        self.as_user("manager").write({"report_number": "15/BC-TNMT", "report_date": "2020-12-15"})
        self.assertIn("15/BC-TNMT", self.get().text)
        self.as_user("manager").action_revise("Nhầm số liệu")
        revision = self.evaluation.revision_ids
        self.as_user("evaluator", revision).action_submit()
        self.as_user("approver", revision).action_approve()
        self.assertIn("nay đã được thay thế", self.get().text)
        self.assertIn("Hợp lệ: đúng như", self.get(revision.seal_token).text)
        self.as_user("approver", revision).action_withdraw("Ban hành nhầm")
        self.assertIn("Đã bị hủy bỏ", self.get(revision.seal_token).text)

    @mute_logger("odoo.addons.base.models.ir_attachment")
    def test_a_lost_file_is_not_called_a_change(self):
        self.change_on_disk(self.file, None)
        self.assertShows("Hiện chưa kiểm tra được: hệ thống chưa đọc được toàn bộ dữ liệu đã niêm phong.")
        self.assertNotIn("Không hợp lệ", self.get().text)
        self.assertNotIn("document.pdf", self.get().text)

    def test_headers(self):
        headers = self.get().headers
        self.assertEqual(headers["Cache-Control"], "no-store")
        self.assertEqual(headers["X-Robots-Tag"], "noindex, nofollow")
        self.assertEqual(headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
        policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
        self.assertEqual((policy["default-src"], policy["style-src"]), ("'none'", "'self'"))
        self.assertEqual({policy[name] for name in ("base-uri", "form-action", "frame-ancestors")}, {"'none'"})
        style = etree.HTML(self.get().text).find("head/link").get("href")
        self.assertEqual(self.url_open(style).headers["Content-Type"].partition(";")[0], "text/css")

    def test_the_page_is_in_vietnamese_whoever_asks(self):
        for language in ("en-US", "vi-VN", "fr"):
            response = self.get(headers={"Accept-Language": language})
            self.assertIn("Hợp lệ: đúng như bản đã được phê duyệt.", self.texts_of(response))
            page = etree.HTML(response.text)
            self.assertEqual(page.find("head/title").text, "Kiểm tra kết quả đánh giá đã phê duyệt")
            self.assertEqual(page.get("lang"), "vi")

    def test_what_was_changed_is_not_valid(self):
        self.sql("UPDATE agency_evaluation_line SET self_points = 2 WHERE id = %(id)s", id=self.row("M.1").id)
        self.assertShows(CHANGED)
        self.assertNotIn("M.1", self.get().text)

    def test_a_changed_file_is_not_valid(self):
        self.change_on_disk(self.file, self.content(2))
        self.assertShows(CHANGED)

    def test_files_are_read_as_far_as_the_budget_and_the_page_says_so(self):
        self.enterContext(patch.object(verify_page, "_FILE_BUDGET", 10))
        self.change_on_disk(self.file, self.content(2))
        self.assertShows(files=False)

    def test_a_changed_or_lost_manifest_is_not_valid(self):
        for query, result in (
            ("UPDATE agency_evaluation_seal SET manifest = 'x' WHERE evaluation_id = %(id)s", "Không hợp lệ"),
            ("DELETE FROM agency_evaluation_seal WHERE evaluation_id = %(id)s", "Hiện chưa kiểm tra được"),
        ):
            self.sql(query, id=self.evaluation.id)
            self.forget()
            texts = self.texts_of(self.get())
            self.assertTrue(texts[1].startswith(result), texts)
            self.assertIn("Sở Thử nghiệm", texts)

    def answer(self, path):
        """Return all that a stranger gets: status, text, headers and the names of cookies.

        On its way to an unknown page, a website may lead to the address of a language.
        """
        self.opener.cookies.clear()
        response = self.url_open(path)
        headers = {name: value for name, value in response.headers.items() if name not in ("Date", "Set-Cookie")}
        # An unknown page may name its own address, and has a token of its session.
        text = re.sub(r'csrf_token: "[^"]*"', "", unquote(html.unescape(response.text))).replace(unquote(path), "")
        headers["Content-Length"] = len(text)
        cookies = {cookie.name for step in (*response.history, response) for cookie in step.cookies}
        return response.status_code, text, headers, cookies

    def test_an_unknown_token_is_answered_like_any_unknown_page(self):
        token = self.evaluation.seal_token
        unknown = self.answer("/agency_evaluation/no_such_page")
        self.assertEqual(unknown[0], 404)
        for wrong in (
            "A" * 43,
            token[:-1],
            token + "A",
            token.swapcase(),
            token[:-1] + ("A" if token[-1] != "A" else "B"),
            "x",
            "%25",
            "_" * 43,
            "%C4%90" * 43,
            "A" * 5000,
            "'%20OR%201=1--",
        ):
            with self.subTest(token=wrong[:60]):
                self.assertEqual(self.answer(PAGE + wrong), unknown)

    def test_an_unknown_token_costs_one_look_whatever_its_form(self):
        """No answer is made up of more work than another, and none verifies anything."""
        counts = []
        with patch.object(self.registry["agency.evaluation"], "_verify") as verify:
            for wrong in ("A" * 43, "B" * 43, "x", "A" * 5000, "_" * 43):
                before = self.cr.sql_log_count
                self.assertEqual(self.get(wrong).status_code, 404)
                counts.append(self.cr.sql_log_count - before)
        self.assertFalse(verify.called)
        self.assertEqual(len(set(counts[1:])), 1, counts)

    def test_drafts_have_no_page(self):
        self.assertFalse(self.make_evaluation(department_id=self.other_unit.id).seal_token)
        for nothing in ("", "False", "None", "null"):
            self.assertEqual(self.get(nothing).status_code, 404)

    def test_the_page_only_reads(self):
        self.opener.cookies.clear()
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            response = self.opener.request(method, self.base_url() + PAGE + self.evaluation.seal_token)
            self.assertEqual(response.status_code, 405)

    def test_an_evaluation_is_verified_once_in_a_while(self):
        verify = self.registry["agency.evaluation"]._verify
        with patch.object(self.registry["agency.evaluation"], "_verify", autospec=True, side_effect=verify) as spy:
            for _time in range(5):
                self.assertEqual(self.get().status_code, 200)
        self.assertEqual(spy.call_count, 1)

    @mute_logger("odoo.http")
    def test_too_many_requests(self):
        self.limit(3)
        # One that is not found counts too, but here its rollback takes the count along: see TestRateLimit.
        self.assertEqual([self.get(token).status_code for token in (None, "A" * 43, None, None)], [200, 404, 200, 200])
        for token in (None, "A" * 43, "x"):
            response = self.get(token)
            self.assertEqual((response.status_code, response.headers["Retry-After"]), (429, "60"))
            self.assertNotIn(self.evaluation.seal, response.text)

    @mute_logger("odoo.http")
    def test_an_address_is_believed_of_a_trusted_proxy_alone(self):
        self.limit(1)

        def ask(address):
            headers = {"X-Forwarded-For": address, "X-Forwarded-Host": "danhgia.example.gov.vn"}
            return self.get(headers=headers).status_code

        self.assertEqual([ask("203.0.113.1"), ask("203.0.113.2")], [200, 429])
        self.enterContext(patch.dict(config.options, {"proxy_mode": True}))
        self.assertEqual([ask("203.0.113.1"), ask("203.0.113.2"), ask("203.0.113.1")], [200, 200, 429])

    @mute_logger("odoo.http")
    def test_whoever_waits_too_long_is_told_to_come_back(self):
        self.enterContext(patch.object(verify_page, "_PATIENCE", 0.01))
        with another_turn(self.cr.dbname):
            self.assertEqual(self.get().status_code, 429)
        self.assertEqual(self.get().status_code, 200)


@tagged("post_install", "-at_install")
class TestPublicAddress(SealCase):
    """Where papers are verified is a setting, and whoever approves is warned where citizens cannot reach it."""

    def doubt(self, address):
        self.evaluation.company_id.agency_public_address = address
        action = self.as_user("approver")._ask("approve")
        dialog = self.env["agency.evaluation.reason"].with_user(self.users["approver"])
        return dialog.with_context(**action["context"]).create({}).address_doubt or ""

    def test_whoever_approves_is_warned(self):
        self.submit()
        for address in ("https://danhgia.example.gov.vn", "https://danhgia.example.gov.vn:8443/x/", "https://8.8.8.8"):
            self.assertEqual(self.doubt(address), "")
        for address in (
            "http://127.0.0.1:8069",
            "https://localhost",
            "https://may-chu",
            "https://10.1.2.3",
            "https://[::1]:8069",
            "https://danhgia.lan",
        ):
            self.assertIn("nobody outside of this network can open", self.doubt(address), address)
        self.assertIn("is not encrypted", self.doubt("http://danhgia.example.gov.vn"))
        self.env["ir.config_parameter"].sudo().set_param("web.base.url", "http://192.168.1.1")
        self.assertIn("http://192.168.1.1", self.doubt(False))

    def test_the_address_is_where_the_code_leads(self):
        self.evaluation.company_id.agency_public_address = " https://danhgia.example.gov.vn/x/ "
        self.submit()
        self.as_user("approver").action_approve()
        token = self.evaluation.seal_token
        url = f"https://danhgia.example.gov.vn/x/agency_evaluation/verify/{token}"
        self.assertEqual(self.evaluation.seal_url, url)

    def test_what_is_no_address_is_refused(self):
        for address in ("danhgia", "ftp://x.vn", "https://", "https://a b.vn", "https://x.vn?y", "https://u:p@x.vn"):
            with self.subTest(address), self.assertRaises(ValidationError):
                self.evaluation.company_id.agency_public_address = address


@tagged("post_install", "-at_install")
class TestRateLimit(SealCase):
    """Requests are counted, and answers kept, for all workers."""

    def setUp(self):
        super().setUp()
        self.registry_enter_test_mode()
        self.visits = self.env["agency.evaluation.visit"]
        self.visits.search([]).unlink()

    def allows(self, address, limit=2):
        return self.visits._allows(address, limit, 60)

    def test_each_address_has_its_own_count_in_each_time(self):
        self.assertEqual([self.allows("192.0.2.1") for _time in range(3)], [True, True, False])
        self.assertTrue(self.allows("192.0.2.2"))
        self.sql("UPDATE agency_evaluation_visit SET made_on = made_on - interval '61 seconds'")
        self.assertTrue(self.allows("192.0.2.1"))

    def test_a_network_of_ipv6_is_one_address(self):
        addresses = ("2001:db8::1", "2001:db8::2", "2001:db8::ffff", "2001:db8:0:1::1", "no address")
        self.assertEqual([self.allows(address) for address in addresses], [True, True, False, True, True])

    def test_no_address_is_kept(self):
        self.allows("192.0.2.77")
        (visit,) = self.visits.search([])
        self.assertRegex(visit.network, r"^[0-9a-f]{64}$")

    def test_what_is_refused_is_not_counted_and_old_requests_are_forgotten(self):
        for _time in range(10):
            self.allows("192.0.2.1")
        self.assertEqual(self.visits.search_count([]), 2)
        self.sql("UPDATE agency_evaluation_visit SET made_on = made_on - interval '2 hours'")
        self.allows("192.0.2.1")
        self.visits._gc_visits()
        self.env.invalidate_all()
        self.assertEqual(self.visits.search_count([]), 1)

    def test_old_comparisons_are_forgotten(self):
        comparisons = self.env["agency.evaluation.page.comparison"]
        comparisons.search([]).unlink()
        self.recall(lambda: "x")
        comparisons._gc_comparisons()
        self.assertEqual(comparisons.search_count([]), 1)
        self.sql("UPDATE agency_evaluation_page_comparison SET made_on = made_on - interval '2 hours'")
        comparisons._gc_comparisons()
        self.assertEqual(comparisons.search_count([]), 0)

    def recall(self, make, evaluation=None):
        comparisons = self.env["agency.evaluation.page.comparison"]
        return comparisons._recall(evaluation or self.evaluation, make, seconds=60, patience=10)

    def test_a_comparison_is_kept_for_a_while(self):
        made = []

        def make():
            made.append(True)
            return str(len(made))

        self.assertEqual([self.recall(make), self.recall(make)], ["1", "1"])
        self.assertEqual(self.recall(make, self.make_evaluation(self.criteria_set, year=2019)), "2")
        self.sql("UPDATE agency_evaluation_page_comparison SET made_on = made_on - interval '61 seconds'")
        self.assertEqual(self.recall(make), "3")

    def test_a_failure_is_not_kept_and_blocks_nobody(self):
        with self.assertRaises(ZeroDivisionError):
            self.recall(lambda: 1 / 0)
        self.assertEqual(self.recall(lambda: "1"), "1")


@tagged("post_install", "-at_install")
class TestSharedLimit(TransactionCase):
    """What is counted is counted for every worker at once, whatever becomes of the request."""

    def test_every_worker_sees_what_the_others_have_counted(self):
        address = f"2001:db8:{secrets.randbelow(65536):x}:{secrets.randbelow(65536):x}::1"
        network = hmac(self.env(su=True), "agency_evaluation_visit", str(int(ip_address(address)) >> 64))

        def forget():
            with self.registry.cursor() as cr:
                cr.execute("DELETE FROM agency_evaluation_visit WHERE network = %s", [network])

        self.addCleanup(forget)
        answers = []
        for _worker in range(3):
            with self.registry.cursor() as request:
                answers.append(self.env(cr=request)["agency.evaluation.visit"]._allows(address, 2, 60))
                request.rollback()  # as where a page is not found
        self.assertEqual(answers, [True, True, False])

    def test_one_process_compares_at_a_time_and_the_next_sees_what_came_of_it(self):
        evaluation = self.env["agency.evaluation"].browse(2_000_000_000 + secrets.randbelow(100_000_000))

        def forget():
            with self.registry.cursor() as cr:
                query = "DELETE FROM agency_evaluation_page_comparison WHERE evaluation_key = %s"
                cr.execute(query, [evaluation.id])

        def recall(comparisons, make, patience=600):
            return comparisons._recall(evaluation, make, seconds=3600, patience=patience)

        def make():
            with self.assertRaises(Busy):
                recall(first, lambda: self.fail("two at a time"), patience=0.01)
            second.start()
            # Until it waits for its turn.
            while not is_waiting():
                self.assertTrue(second.is_alive())
            return "made by the first"

        def is_waiting():
            with self.registry.cursor() as cr:
                cr.execute(
                    "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                    "   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
                )
                return cr.fetchone()

        # Threads, each with a cursor as a process has it.
        first, other = (
            self.env(cr=self.enterContext(closing(self.registry.cursor())))["agency.evaluation.page.comparison"]
            for _process in range(2)
        )
        self.addCleanup(forget)
        seen = []
        second = Thread(target=lambda: seen.append(recall(other, lambda: "made again")))
        self.assertEqual(recall(first, make), "made by the first")
        second.join()
        self.assertEqual(seen, ["made by the first"])
