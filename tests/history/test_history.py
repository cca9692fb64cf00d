from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ...models.history.way import current_way
from ..cases.common import ROLES
from ..cases.history_case import CHANGE, HistoryCase

EVALUATOR, REVIEWER = "test_evaluator", "test_reviewer"


@tagged("post_install", "-at_install")
class TestHistory(HistoryCase):
    """What people change in rows is kept, whichever way it comes; nobody changes or deletes what is kept."""

    def as_role(self, role, code):
        return self.as_user(role, self.row(code))

    def test_points_are_kept_as_one_answer(self):
        for values in (
            {"self_points": 1.25},
            {"self_points": 0.0},
            {"status": "not_applicable"},
            {"self_points": False},
        ):
            if values.get("status"):
                self.row("A.2").criterion_id.sudo()._write_through({"may_not_apply": True})
            self.as_role("evaluator", "A.2").write(values)
            self.env.cr.flush()
        self.assertEqual(
            self.entries(),
            [
                ("A.2", "self_points", False, "1.25", EVALUATOR),
                ("A.2", "self_points", "1.25", "0", EVALUATOR),
                ("A.2", "self_points", "0", "not_applicable", EVALUATOR),
                ("A.2", "self_points", "not_applicable", False, EVALUATOR),
            ],
        )

    def test_every_field_that_is_ever_open(self):
        self.as_user("evaluator").write(
            {
                "line_ids": [
                    Command.update(
                        self.row("A.2").id,
                        {"explanation": "Đủ", "improvement": "Sớm hơn", "stated_points": 1.25, "self_points": 1.0},
                    ),
                    Command.update(self.row("B.1").id, {"user_id": self.users["evaluator"].id}),
                ]
            }
        )
        self.assertEqual(
            set(self.entries()),
            {
                ("A.2", "explanation", False, "Đủ", EVALUATOR),
                ("A.2", "improvement", False, "Sớm hơn", EVALUATOR),
                ("A.2", "stated_points", False, "1.25", EVALUATOR),
                ("A.2", "self_points", False, "1", EVALUATOR),
                ("B.1", "user_id", False, f"res.users,{self.users['evaluator'].id}", EVALUATOR),
            },
        )
        kept = self.row("A.2")._kept_fields()
        self.assertEqual(
            {name for name in kept if not self.env["agency.evaluation.line"]._fields[name].manual},
            {
                "status",
                "self_points",
                "explanation",
                "improvement",
                "user_id",
                "is_stated",
                "stated_points",
                "is_reviewed",
                "review_points",
                "review_note",
                "reviewer_id",
                "review_state",
                "relief_basis",
                "handed_in_on",
                "sent_back_note",
            },
        )

    def test_the_review(self):
        self.submit()
        self.forget()
        self.as_role("reviewer", "A.2").write({"review_points": 0.5, "review_note": "Thiếu"})
        self.as_role("reviewer", "B.1").action_question("Ở đâu?")
        self.as_role("evaluator", "B.1").action_answer("Ở đây")
        self.as_role("reviewer", "A.1-1").action_accept()
        self.assertEqual(
            self.entries(),
            [
                ("B.1", "review_state", "pending", "questioned", REVIEWER),
                ("A.2", "review_note", False, "Thiếu", REVIEWER),
                ("A.2", "review_points", False, "0.5", REVIEWER),
                ("A.2", "review_state", "pending", "accepted", REVIEWER),
                ("B.1", "review_state", "questioned", "pending", EVALUATOR),
                ("A.1-1", "review_points", False, "1", REVIEWER),
                ("A.1-1", "review_state", "pending", "accepted", REVIEWER),
            ],
        )

    def test_rows_confirmed_together(self):
        self.submit()
        self.forget()
        self.as_user("approver").action_approve()
        found = self.entries()
        self.assertEqual(
            found,
            [
                (code, "review_state", "pending", "confirmed", "test_approver")
                for code in ("A.1-1", "A.1-2", "A.2", "B.1")
            ],
        )

    def test_an_answer_during_the_review_voids_it_under_the_name_of_who_gives_it(self):
        self.submit()
        self.as_role("reviewer", "A.2").write({"review_points": 0.5, "review_note": "Thiếu"})
        self.as_user("reviewer").action_return("Sửa")
        self.forget()
        self.as_role("evaluator", "A.2").write({"self_points": 0.5})
        self.assertEqual(
            self.entries(),
            [
                ("A.2", "review_points", "0.5", False, EVALUATOR),
                ("A.2", "review_state", "accepted", "pending", EVALUATOR),
                ("A.2", "self_points", "1", "0.5", EVALUATOR),
            ],
        )

    def test_sums_are_no_change_by_anybody(self):
        self.as_role("evaluator", "A.1-1").write({"self_points": 1.0})
        self.assertEqual({code for code, *_entry in self.entries()}, {"A.1-1"})

    def test_a_group_is_assigned_once(self):
        self.evaluation.reviewer_id = self.users["reviewer"]
        self.as_role("manager", "A").write({"reviewer_id": self.users["reviewer"].id})
        self.assertEqual(
            self.entries(), [("A", "reviewer_id", False, f"res.users,{self.users['reviewer'].id}", "test_manager")]
        )

    def test_whom_a_row_was_assigned_to_stays_as_they_were_called(self):
        evaluator, manager = self.users["evaluator"], self.users["manager"]
        self.as_role("evaluator", "A.2").write({"user_id": evaluator.id})
        self.env.cr.flush()
        evaluator.name = manager.name = "Đã đổi tên"
        self.env.flush_all()
        entry = self.env[CHANGE].search([("evaluation_id", "=", self.evaluation.id)])
        named = "test_evaluator (agency_evaluation.group_evaluator)"
        self.assertEqual((entry.old_text, entry.new_text, entry.user_name), (False, named, named))

    def test_what_a_transaction_takes_back_is_no_change(self):
        row = self.as_role("evaluator", "A.2")
        row.write({"explanation": "Nhầm"})
        row.write({"explanation": False})
        self.assertFalse(self.entries())

    def test_two_people_in_one_transaction_stay_two(self):
        self.as_role("evaluator", "A.2").write({"explanation": "Một"})
        self.row("A.2").write({"explanation": "Hai"})
        self.assertEqual(
            self.entries(),
            [
                ("A.2", "explanation", False, "Một", EVALUATOR),
                ("A.2", "explanation", "Một", "Hai", self.env.user.login),
            ],
        )

    def test_a_name_stays_as_it_was(self):
        self.as_role("evaluator", "A.2").write({"explanation": "Một"})
        self.env.cr.flush()
        self.users["evaluator"].name = "Phòng Tổng hợp"
        self.env.flush_all()
        (entry,) = self.env[CHANGE].search([("evaluation_id", "=", self.evaluation.id)])
        self.assertEqual(entry.user_name, "test_evaluator (agency_evaluation.group_evaluator)")

    def test_every_door(self):
        """Ways that a client goes, in sudo too, with whatever context: each change is kept, once."""
        row = self.row("A.2")
        row._BaseModel__ensure_xml_id()
        self.env.flush_all()
        doors = {
            "row": lambda row, text: row.write({"explanation": text}),
            "sudo": lambda row, text: row.sudo().write({"explanation": text}),
            "context": lambda row, text: row.with_context(
                tracking_disable=True, import_file=True, install_mode=True, mail_notrack=True
            ).write({"explanation": text}),
            "evaluation": lambda row, text: row.evaluation_id.write(
                {"line_ids": [Command.update(row.id, {"explanation": text})]}
            ),
            "form": lambda row, text: row.web_save({"explanation": text}, {}),
            "assignment": lambda row, text: setattr(row, "explanation", text),
            "import": lambda row, text: row.load([".id", "explanation"], [[str(row.id), text]]),
        }
        for name, door in doors.items():
            with self.subTest(door=name):
                self.forget()
                door(self.as_role("evaluator", "A.2"), name)
                self.assertEqual([entry[1:4:2] for entry in self.entries()], [("explanation", name)])
        way = self.env[CHANGE].search([("evaluation_id", "=", self.evaluation.id)]).way
        self.assertEqual(way, "import")
        self.assertIsNone(current_way())

    def test_nobody_makes_changes_or_deletes_an_entry(self):
        self.as_role("evaluator", "A.2").write({"explanation": "Một"})
        self.env.cr.flush()
        entry = self.env[CHANGE].search([("evaluation_id", "=", self.evaluation.id)])
        values = {name: entry[name] for name in ("field_name", "new_value", "user_name", "changed_on")}
        values |= {name: entry[name].id for name in ("evaluation_id", "line_id", "user_id")}
        users = [self.users[role] for role in (*ROLES, "outsider")]
        users += [self.env.ref("base.user_admin"), self.env.ref("base.user_root")]
        for user in users:
            for sudo in (False, True):
                as_user = entry.with_user(user).sudo(sudo)
                for name, attempt in {
                    "write": lambda entry=as_user: entry.write({"new_value": "Hai"}),
                    "unlink": as_user.unlink,
                    "create": lambda entry=as_user: entry.create(values),
                    "load": lambda entry=as_user: self.assert_loaded(entry),
                    "copy": as_user.copy,
                }.items():
                    with self.subTest(user=user.login, sudo=sudo, attempt=name), self.cr.savepoint():
                        with self.assertRaises(UserError):
                            attempt()

    def assert_loaded(self, entry):
        answer = entry.load([".id", "new_value"], [[str(entry.id), "Hai"]])
        if messages := answer["messages"]:
            raise UserError(messages[0]["message"])

    def test_who_reads_a_row_reads_its_history_and_nobody_else(self):
        assignee = self.make_users({"assignee": "agency_evaluation.group_evaluator"})["assignee"]
        stranger = self.make_users({"stranger": "agency_evaluation.group_evaluator"})["stranger"]
        self.users |= {"assignee": assignee, "stranger": stranger}
        self.row("A.1-1").user_id = assignee
        self.submit()
        self.as_role("reviewer", "A.2").write({"review_points": 0.5, "review_note": "Thiếu"})
        self.as_role("reviewer", "A.1-1").action_question("Ở đâu?")
        for state in ("submitted", "draft"):
            if state == "draft":
                self.as_user("reviewer").action_return("Sửa")
            self.env.cr.flush()
            every = self.env[CHANGE].search([("evaluation_id", "=", self.evaluation.id)])
            self.assertGreater(len(every.line_id), 3)
            for role in (*ROLES, "assignee", "stranger"):
                with self.subTest(state=state, role=role):
                    lines = self.as_user(role, self.env["agency.evaluation.line"]).search(
                        [("evaluation_id", "=", self.evaluation.id)]
                    )
                    found = self.as_user(role, every).search([("id", "in", every.ids)])
                    self.assertEqual(set(found.ids), {entry.id for entry in every if entry.line_id.id in lines.ids})
                    # What an entry says of the review, its reader could read in the row while it stood there.
                    names = {name for name in found.sudo().mapped("field_name") if name in lines._fields}
                    self.assertTrue(lines.read(sorted(names)) if lines else not names)

    def test_a_draft_goes_with_its_history(self):
        self.as_role("evaluator", "A.2").write({"explanation": "Một"})
        self.env.cr.flush()
        self.as_role("evaluator", "B.1").write({"explanation": "Hai"})
        evaluation = self.evaluation.id
        self.as_user("evaluator").unlink()
        self.env.cr.flush()
        self.env.cr.execute("SELECT count(*) FROM agency_evaluation_change WHERE evaluation_id = %s", [evaluation])
        self.assertEqual(self.env.cr.fetchone(), (0,))

    def test_the_last_change_of_each_field(self):
        for text in ("Một", "Hai"):
            self.as_role("evaluator", "A.2").write({"explanation": text})
            self.env.cr.flush()
        self.as_role("evaluator", "A.2").write({"self_points": 1.0})
        self.as_role("evaluator", "B.1").write({"self_points": 2.0})
        self.env.cr.flush()
        lines = self.evaluation.line_ids
        count, last = self.count(lambda: lines._last_change(["status", "self_points", "explanation", "review_note"]))
        self.assertEqual(count, 1)
        first, second = self.row("A.2").id, self.row("B.1").id
        self.assertEqual(last.keys(), {first, second})
        self.assertEqual(last[first].keys(), {"status", "self_points", "explanation"})
        self.assertEqual(last[first]["status"], last[first]["self_points"])
        explained = last[first]["explanation"]
        self.assertEqual((explained.old, explained.new, explained.way), ("Một", "Hai", None))
        self.assertEqual(explained.user_id, self.users["evaluator"].id)
        self.assertEqual(last[second]["self_points"].new, "2")
        self.assertEqual(self.evaluation.line_ids.browse()._last_change(["explanation"]), {})

    def test_all_rows_cost_one_statement(self):
        """What is kept of a save is one INSERT, whatever the number of rows, and nothing is read for it."""
        extra = []
        for rows in (30, 93, 325):
            evaluation = self.make_evaluation(self.make_large_set(rows)).with_user(self.users["evaluator"])
            leaves = evaluation.line_ids.filtered(lambda line: not line.is_heading)
            commands = [Command.update(line.id, {"self_points": 0.5, "explanation": "Đủ"}) for line in leaves]
            self.env.cr.flush()
            self.count(lambda: evaluation.write({"line_ids": commands}))  # noqa: B023
            count, _result = self.count_flush()
            extra.append(count)
            kept = self.env[CHANGE].search_count([("evaluation_id", "=", evaluation.id)])
            self.assertEqual(kept, 2 * len(leaves))
        # The first one warms up.
        self.assertEqual(extra[1:], [1, 1])

    def count_flush(self):
        before = self.cr.sql_log_count
        self.env.cr.flush()
        return self.cr.sql_log_count - before, None
