from odoo.tests import tagged

from ..cases.desk_case import DeskCase


@tagged("post_install", "-at_install")
class TestNews(DeskCase):
    """Each is told once what concerns them, in their language, and nobody what they did themselves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("vi_VN")
        cls.evaluation.write({"reviewer_id": cls.users["reviewer"].id, "approver_id": cls.users["approver"].id})

    def news(self, event):
        """Return what people are told by an event, as texts by name."""
        self.env.flush_all()
        last = self.env["mail.message"].search([], order="id desc", limit=1).id
        event()
        self.env.flush_all()
        told = {}
        partners = {user.partner_id: name for name, user in self.users.items()}
        for notification in self.env["mail.notification"].search([("mail_message_id", ">", last)]):
            name = partners.get(notification.res_partner_id, notification.res_partner_id.name)
            message = notification.mail_message_id
            told.setdefault(name, []).append(f"{message.subject} | {message.body}")
        return told

    def assert_told(self, event, **expected):
        """Check that exactly these people are told, once each, what has these words."""
        told = self.news(event)
        self.assertEqual(told.keys(), expected.keys())
        for name, words in expected.items():
            self.assertEqual(len(told[name]), 1, f"{name} is told once")
            for word in words if isinstance(words, tuple) else (words,):
                self.assertIn(word, told[name][0])

    def test_the_way_of_an_evaluation(self):
        self.score_all()
        reason = "Thiếu <b>tài liệu</b> ở mục B.1"
        evaluator, reviewer, approver = map(self.as_user, ("evaluator", "reviewer", "approver"))
        self.assert_told(evaluator.action_submit, reviewer=("Review the evaluation", "Submitted: test_evaluator"))
        self.assert_told(
            lambda: reviewer.action_return(reason),
            evaluator=("Complete the self-evaluation", "Returned: test_reviewer", "Thiếu &lt;b&gt;tài liệu"),
        )
        activity = self.env["mail.activity"].search([("res_id", "=", self.evaluation.id)])
        self.assertIn("Thiếu &lt;b&gt;tài liệu", str(activity.note))
        self.assert_told(evaluator.action_submit, reviewer="Review the evaluation")
        self.assert_told(reviewer.action_review, approver=("Approve the evaluation", "Reviewed: test_reviewer"))
        self.assert_told(approver.action_approve, evaluator=("Approved: ", "Approved: test_approver"))

    def mails_after(self, event):
        """Return whom e-mails are sent to by an event at once, whom later, and how often their queue was woken."""
        cron = self.env.ref("mail.ir_cron_mail_scheduler_action")
        mails, triggers = self.env["mail.mail"].sudo(), self.env["ir.cron.trigger"].sudo()
        sent = []
        self.patch(self.registry["mail.mail"], "send_after_commit", lambda mails: sent.extend(mails.ids))
        self.env.cr.flush()
        known = mails.search([]).ids
        triggers.search([("cron_id", "=", cron.id)]).unlink()
        event()
        self.env.flush_all()
        self.env.cr.flush()
        at_once, later = mails.browse(sent), mails.search([("id", "not in", known + sent)])
        woken = triggers.search_count([("cron_id", "=", cron.id)])
        return at_once.recipient_ids, later.recipient_ids, woken

    def test_nobody_waits_for_the_server_of_emails(self):
        self.score_all()
        nobody, reviewer = self.env["res.partner"], self.users["reviewer"].partner_id
        self.users["reviewer"].notification_type = "email"
        self.assertEqual(self.mails_after(self.as_user("evaluator").action_submit), (nobody, reviewer, 1))
        both = self.evaluation | self.make_evaluation(year=2031)
        at_once, later, woken = self.mails_after(lambda: self.as_user("manager", both).action_cancel("Nhập nhầm"))
        self.assertFalse(at_once)
        self.assertTrue(later)
        self.assertEqual(woken, 1, "once, however many are told")

    def test_emails_are_sent_at_once_where_their_queue_is_switched_off(self):
        self.score_all()
        nobody, reviewer = self.env["res.partner"], self.users["reviewer"].partner_id
        self.users["reviewer"].notification_type = "email"
        self.env.ref("mail.ir_cron_mail_scheduler_action").active = False
        self.assertEqual(self.mails_after(self.as_user("evaluator").action_submit), (reviewer, nobody, 0))

    def test_what_is_told_on_the_screen_wakes_no_queue(self):
        self.score_all()
        nobody = self.env["res.partner"]
        self.users["reviewer"].notification_type = "inbox"
        self.assertEqual(self.mails_after(self.as_user("evaluator").action_submit), (nobody, nobody, 0))

    def test_a_cancelled_one_and_one_that_comes_back(self):
        manager = self.as_user("manager")
        self.assert_told(lambda: manager.action_cancel("Nhập nhầm"), evaluator=("Cancelled", "Nhập nhầm"))
        self.assert_told(manager.action_draft, evaluator=("Complete the self-evaluation", "Reopened"))

    def test_each_unit_hears_of_its_own(self):
        other = self.env["hr.department"].create({"name": "Sở kia", "company_id": self.company.id})
        self.employees["colleague"].department_id = other
        foreign = self.make_evaluation(department_id=other.id, user_id=self.users["colleague"].id)
        both = self.as_user("manager", self.evaluation | foreign)
        told = self.news(lambda: both.action_cancel("Nhập nhầm"))
        self.assertEqual(told.keys(), {"evaluator", "colleague"})
        for name, evaluation in (("evaluator", self.evaluation), ("colleague", foreign)):
            (message,) = told[name]
            self.assertIn(evaluation.display_name, message)

    def test_the_unit_hears_of_it_though_another_was_named_since(self):
        self.submit()
        self.as_user("reviewer").action_review()
        self.archive("evaluator")
        self.assert_told(self.as_user("approver").action_approve, colleague="Approved: ")

    def test_an_assignee(self):
        rows = self.evaluation.line_ids.filtered(lambda line: line.code in ("A.2", "B.1"))
        self.assert_told(
            lambda: self.as_user("evaluator", rows).write({"user_id": self.users["specialist"].id}),
            specialist=("Rows are assigned to you", "A.2, B.1"),
        )
        # The same again is no news, nor is what one takes oneself.
        self.assert_told(lambda: self.as_user("evaluator", rows).write({"user_id": self.users["specialist"].id}))
        self.assert_told(lambda: self.as_user("colleague", rows).write({"user_id": self.users["colleague"].id}))

    def test_the_whole_exchange(self):
        self.as_user("evaluator", self.row("A.2")).write({"user_id": self.users["specialist"].id})
        self.submit()
        first, second = (self.as_user("reviewer", self.row(code)) for code in ("A.2", "B.1"))
        self.assert_told(
            lambda: first.action_question("Số liệu <i>lấy</i> ở đâu?"),
            specialist=("Answer the questions", "test_reviewer", "A.2", "Số liệu &lt;i&gt;lấy"),
        )
        self.assert_told(
            lambda: second.action_question("Còn gì?"), evaluator=("Answer the questions", "B.1", "Còn gì?")
        )
        self.assert_told(
            lambda: self.as_user("reviewer", self.row("A.1-1")).action_question("Và đây?"),
            evaluator=("Question on A.1-1", "Và đây?"),
        )
        self.assert_told(lambda: self.as_user("evaluator", self.row("A.1-1")).action_answer("Theo sổ"))
        self.assert_told(lambda: self.as_user("evaluator", self.row("B.1")).action_answer("Theo sổ"))
        self.assert_told(
            lambda: self.as_user("specialist", self.row("A.2")).action_answer("Theo sổ"),
            reviewer=("The questions are answered", "test_specialist"),
        )

    def test_a_reviewer_who_waited_for_answers_alone_is_told_once(self):
        self.submit()
        for code in ("A.1-1", "A.1-2", "A.2"):
            self.as_user("reviewer", self.row(code)).action_accept()
        self.as_user("reviewer", self.row("B.1")).action_question("Còn gì?")
        self.assert_told(
            lambda: self.as_user("evaluator", self.row("B.1")).action_answer("Theo sổ"),
            reviewer=("Review the evaluation", "has answered for B.1"),
        )

    def test_what_comes_to_somebody_for_another(self):
        self.submit()
        self.assert_told(lambda: self.archive("reviewer"), second_reviewer="Review the evaluation")
        self.assert_told(lambda: self.as_user("manager").write({"reviewer_id": self.users["second_reviewer"].id}))
        self.as_user("second_reviewer").action_review()
        self.assert_told(lambda: self.stand_in(0, 5), deputy="Approve the evaluation")

    def test_whoever_is_named_is_told_once(self):
        self.assert_told(
            lambda: self.as_user("manager").write({"user_id": self.users["colleague"].id}),
            colleague="Complete the self-evaluation",
        )

    def test_many_evaluations_are_one_message(self):
        units = self.env["hr.department"].create([{"name": f"Sở {n}", "company_id": self.company.id} for n in range(3)])
        made = self.evaluation
        for unit in units:
            made |= self.make_evaluation(department_id=unit.id, reviewer_id=self.users["reviewer"].id)
            self.env["hr.employee"].create(
                {
                    "name": unit.name,
                    "user_id": self.env["res.users"].create({"name": unit.name, "login": unit.name}).id,
                    "department_id": unit.id,
                    "company_id": self.company.id,
                }
            )
        for evaluation in made:
            self.score_all(evaluation)
            evaluation.user_id = self.users["evaluator"]
        self.users["evaluator"].group_ids += self.env.ref("agency_evaluation.group_manager")
        for evaluation in made:
            self.as_user("evaluator", evaluation).action_submit()
        told = self.news(lambda: self.archive("reviewer"))
        self.assertEqual(told.keys(), {"second_reviewer"})
        self.assertEqual(len(told["second_reviewer"]), 1)
        for evaluation in made:
            self.assertIn(f"/odoo/agency-evaluations/{evaluation.id}", told["second_reviewer"][0])

    def test_each_reads_it_in_their_own_language(self):
        self.users["reviewer"].lang = "vi_VN"
        told = self.news(self.submit)
        self.assertIn("Thẩm định phiếu đánh giá", told["reviewer"][0])
        self.assertNotIn("Submitted", told["reviewer"][0])
        activity = self.env["mail.activity"].search([("res_id", "=", self.evaluation.id)])
        self.assertEqual(activity.summary, "Thẩm định phiếu đánh giá")
        told = self.news(self.as_user("reviewer").with_context(lang="vi_VN").action_review)
        self.assertIn("Approve the evaluation", told["approver"][0])
        self.assertIn("Reviewed: test_reviewer", told["approver"][0])

    def test_a_banner_leads_to_the_rows_asked_about(self):
        self.submit()
        self.as_user("reviewer", self.row("B.1")).action_question("Còn gì?")
        action = self.as_user("evaluator").action_open_questions()
        self.assertEqual((action["res_model"], action["res_id"]), ("agency.evaluation.line", self.row("B.1").id))
        self.as_user("reviewer", self.row("A.2")).action_question("Còn gì?")
        action = self.as_user("evaluator").action_open_questions()
        found = self.env["agency.evaluation.line"].search(action["domain"])
        self.assertEqual(set(found.mapped("code")), {"A.2", "B.1"})
