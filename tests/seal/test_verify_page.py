import html
import re
import time
from datetime import datetime
from unittest.mock import patch
from urllib.parse import unquote

from lxml import etree

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.agency_evaluation.controllers import verify_page
from odoo.addons.agency_evaluation.controllers.rate_limit import Busy, Memory, RateLimit

from ..cases.seal_case import SealCase

PAGE = "/agency_evaluation/verify/"


class VerifyCase(SealCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.limit(1000)
        self.forget()
        self.submit()
        self.as_user("approver").action_approve()
        self.evaluation.invalidate_recordset()
        self.evaluation.approved_on  # noqa: B018 - read before the server thread asks

    def limit(self, limit):
        self.enterContext(patch.object(verify_page, "_requests", RateLimit(limit, 3600)))

    def forget(self):
        self.enterContext(patch.object(verify_page, "_verifications", Memory(3600, 10)))

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

    def expected(self, valid=True, files=True):
        scope = (
            "What was compared with the seal: all data, and the content of every file."
            if files
            else "What was compared with the seal: all data, and the recorded SHA-256 of every file; "
            "not all files were read again."
        )
        return [
            "Verification of an Approved Evaluation",
            "Valid: it is as it was approved." if valid else "Not valid: it has been changed since it was approved.",
            "Reference",
            self.evaluation.name,
            "Unit",
            "Sở Thử nghiệm",
            "Period",
            "năm 2020",
            "Total",
            "9,0 points",
            "Grade",
            "Tốt",
            "Approved on",
            self.evaluation._agency_time(self.evaluation.approved_on).strftime("%d/%m/%Y"),
            "Seal (SHA-256)",
            self.evaluation.seal,
            "The paper is genuine only if the seal on it is this one.",
            scope,
        ]

    def assertShows(self, **options):
        *texts, moment = self.texts_of(self.get())
        with patch.object(verify_page.paper, "in_vietnamese", lambda records: records):
            self.assertEqual(texts, self.expected(**options))
        datetime.strptime(moment, "Time of the comparison: %H:%M:%S %d/%m/%Y")

    def test_the_page_shows_what_stands_on_the_paper_and_nothing_else(self):
        self.enterContext(patch.object(verify_page.paper, "in_vietnamese", lambda records: records))
        self.assertShows()
        self.forget()
        self.unit.name = "Sở Đổi tên"
        self.assertShows()

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
        self.env["res.lang"]._activate_lang("vi_VN")
        view = self.env.ref("agency_evaluation.verify_page")
        view.update_field_translations("arch_db", {"vi_VN": {"Reference": "Số hiệu đánh giá"}})
        self.env.registry.clear_cache("templates")
        for language in ("en-US", "vi-VN", "fr"):
            self.assertIn("Số hiệu đánh giá", self.texts_of(self.get(headers={"Accept-Language": language})))

    def test_what_was_changed_is_not_valid(self):
        self.enterContext(patch.object(verify_page.paper, "in_vietnamese", lambda records: records))
        self.sql("UPDATE agency_evaluation_line SET self_points = 2 WHERE id = %(id)s", id=self.row("M.1").id)
        self.assertShows(valid=False)
        self.assertNotIn("M.1", self.get().text)

    def test_a_changed_file_is_not_valid(self):
        self.enterContext(patch.object(verify_page.paper, "in_vietnamese", lambda records: records))
        self.change_on_disk(self.file, self.content(2))
        self.assertShows(valid=False)

    def test_files_are_read_as_far_as_the_budget_and_the_page_says_so(self):
        self.enterContext(patch.object(verify_page.paper, "in_vietnamese", lambda records: records))
        self.enterContext(patch.object(verify_page, "_FILE_BUDGET", 10))
        self.change_on_disk(self.file, self.content(2))
        self.assertShows(files=False)

    def test_a_changed_manifest_is_not_valid(self):
        for query in (
            "UPDATE agency_evaluation_seal SET manifest = 'x' WHERE evaluation_id = %(id)s",
            "DELETE FROM agency_evaluation_seal WHERE evaluation_id = %(id)s",
        ):
            self.sql(query, id=self.evaluation.id)
            self.forget()
            texts = self.texts_of(self.get())
            self.assertNotIn("Valid: it is as it was approved.", texts)
            self.assertIn(self.evaluation.name, texts)

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
        self.assertEqual([self.get(token).status_code for token in (None, "A" * 43, None)], [200, 404, 200])
        for token in (None, "A" * 43, "x"):
            response = self.get(token)
            self.assertEqual((response.status_code, response.headers["Retry-After"]), (429, "60"))
            self.assertNotIn(self.evaluation.seal, response.text)

    @mute_logger("odoo.http")
    def test_whoever_waits_too_long_is_told_to_come_back(self):
        memory = Memory(60, patience=0.01)
        self.enterContext(patch.object(verify_page, "_verifications", memory))
        with memory._lock:
            self.assertEqual(self.get().status_code, 429)
        self.assertEqual(self.get().status_code, 200)


@tagged("post_install", "-at_install")
class TestRateLimit(SealCase):
    """Counting requests and keeping answers, by a clock of our own."""

    def setUp(self):
        super().setUp()
        self.now = 1000.0

    def clock(self):
        return self.now

    def test_each_address_has_its_own_count_in_each_window(self):
        limit = RateLimit(2, 60, clock=self.clock)
        self.assertEqual([limit.allows("192.0.2.1") for _time in range(3)], [True, True, False])
        self.assertTrue(limit.allows("192.0.2.2"))
        self.now += 60
        self.assertTrue(limit.allows("192.0.2.1"))

    def test_a_network_of_ipv6_is_one_address(self):
        limit = RateLimit(2, 60, clock=self.clock)
        addresses = ("2001:db8::1", "2001:db8::2", "2001:db8::ffff", "2001:db8:0:1::1", "no address")
        self.assertEqual([limit.allows(address) for address in addresses], [True, True, False, True, True])

    def test_memory_is_bounded(self):
        limit = RateLimit(1, 60, capacity=10, clock=self.clock)
        memory = Memory(60, 1, capacity=10, clock=self.clock)
        for number in range(100):
            limit.allows(f"192.0.2.{number}")
            memory.recall(number, lambda: "x")
            self.assertLessEqual(max(len(limit._counts), len(memory._answers)), 10)

    def test_answers_are_kept_for_a_while(self):
        memory, made = Memory(60, 1, clock=self.clock), []

        def make():
            made.append(self.now)
            return len(made)

        self.assertEqual([memory.recall("a", make), memory.recall("a", make)], [1, 1])
        self.assertEqual(memory.recall("b", make), 2)
        self.now += 60
        self.assertEqual(memory.recall("a", make), 3)

    def test_a_failure_is_not_kept_and_blocks_nobody(self):
        memory = Memory(60, 1)
        with self.assertRaises(ZeroDivisionError):
            memory.recall("a", lambda: 1 / 0)
        self.assertEqual(memory.recall("a", lambda: 1), 1)

    def test_only_one_answer_is_made_at_a_time(self):
        memory = Memory(60, patience=0.01)
        started = time.monotonic()
        with self.assertRaises(Busy):
            memory.recall("a", lambda: memory.recall("b", lambda: 1))
        self.assertLess(time.monotonic() - started, 5)
