import json
from unittest.mock import patch

from odoo.tests import tagged

from ...models.events import event_chain
from ...scoring.event_chain import NOTHING_BEFORE, digest
from ..cases.events_case import EventsCase


@tagged("post_install", "-at_install")
class TestChain(EventsCase):
    """Entries are numbered and linked; whatever is done to them behind the back of the addon is found."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.others = cls.env["agency.evaluation.event"]

    def setUp(self):
        super().setUp()
        self.approve()
        self.chain = self.link()

    def numbered(self):
        return self.events().filtered("number").sorted("number")

    def tamper(self, query, **values):
        """Change the database, see what the chain says, and undo it."""
        with self.cr.savepoint() as savepoint:
            self.sql(query, **values)
            found = self.faults(self.chain)
            savepoint.rollback()
        self.env.invalidate_all()
        return found

    def test_numbers_without_gaps_and_each_holds_the_one_before(self):
        entries = self.numbered()
        self.assertGreater(len(entries), 5)
        self.assertEqual(entries.mapped("number"), list(range(1, len(entries) + 1)))
        previous = NOTHING_BEFORE
        for entry in entries:
            told = json.loads(entry.content)
            self.assertEqual((told["previous"], told["number"]), (previous, entry.number))
            self.assertEqual((entry.sha256, entry.previous), (digest(entry.content), previous))
            self.assertEqual(told["chain"], self.chain.key)
            previous = entry.sha256
        self.assertEqual((self.chain.count, self.chain.head), (len(entries), previous))
        self.assertEqual(self.faults(self.chain), [])

    def test_what_waits_is_linked_after_what_is_there(self):
        count = self.chain.count
        self.as_user("approver").action_withdraw("Sai")
        self.assertEqual(self.env["agency.evaluation.event.chain"]._waiting(self.company), 1)
        self.assertEqual(self.faults(self.chain), [], "what waits is no fault")
        self.link()
        self.assertEqual(self.chain.count, count + 1)
        self.assertEqual(self.faults(self.chain), [])

    def test_each_company_has_a_chain_of_its_own(self):
        company = self.env["res.company"].create({"name": "Tỉnh khác"})
        self.env["agency.evaluation.event"]._record(company, [("export", None, {}), ("export", None, {})])
        other = self.link(company)
        self.assertEqual(other.count, 2)
        self.assertNotEqual(other.key, self.chain.key)
        self.assertEqual(self.faults(other), [])
        swap = (
            "UPDATE agency_evaluation_event SET company_id = %(to)s, number = %(n)s "
            "WHERE company_id = %(of)s AND number = 2"
        )
        found = self.tamper(swap, to=self.company.id, of=company.id, n=self.chain.count + 1)
        self.assertIn(("foreign", self.chain.count + 1), found)
        self.assertIn(("added", self.chain.count + 1), found)

    def test_tampering_is_found(self):
        last = self.chain.count
        table, mine = "agency_evaluation_event", {"c": self.company.id, "last": last}
        tampered = {
            "changed": f"UPDATE {table} SET content = replace(content, 'submit', 'revise') "
            "WHERE company_id = %(c)s AND kind = 'decision'",
            "gap": f"DELETE FROM {table} WHERE company_id = %(c)s AND number = 3",
            "cut": f"DELETE FROM {table} WHERE company_id = %(c)s AND number = %(last)s",
            "shown": f"UPDATE {table} SET who = 'ai khác' WHERE company_id = %(c)s AND number = 2",
            "anchor": "UPDATE agency_evaluation_event_chain SET head = repeat('0', 64) WHERE company_id = %(c)s",
            "unreadable": f"UPDATE {table} SET content = 'x' WHERE company_id = %(c)s AND number = 2",
        }
        for kind, query in tampered.items():
            with self.subTest(kind):
                self.assertIn(kind, dict(self.tamper(query, **mine)), query)
        for column, value in (
            ("user_key", "user_key + 1"),
            ("evaluation_key", "COALESCE(evaluation_key, 0) + 1"),
            ("happened_on", "happened_on - interval '1 second'"),
            ("kind", "'export'"),
            ("evaluation_name", "'khác'"),
        ):
            with self.subTest(column):
                query = f"UPDATE {table} SET {column} = {value} WHERE company_id = %(c)s AND number = 2"
                self.assertEqual(self.tamper(query, **mine), [("shown", 2)])

    def test_two_entries_that_change_places(self):
        table = "agency_evaluation_event"
        with self.cr.savepoint() as savepoint:
            for old, new in ((4, 10**6), (5, 4), (10**6, 5)):
                self.sql(
                    f"UPDATE {table} SET number = %(new)s WHERE company_id = %(c)s AND number = %(old)s",
                    new=new,
                    old=old,
                    c=self.company.id,
                )
            found = self.faults(self.chain)
            savepoint.rollback()
        self.assertLessEqual({("unlinked", 4), ("unlinked", 5), ("unlinked", 6), ("shown", 4)}, set(found))

    def test_a_chain_that_was_made_anew_does_not_fit_what_was_stamped(self):
        """Whoever writes the database can compute every SHA-256 again, but not those that were stamped before."""
        self.env["agency.evaluation.time.stamp"]._create_through(
            [
                {
                    "company_id": self.company.id,
                    "chain_id": self.chain.id,
                    "number": self.chain.count,
                    "digest": self.chain.head,
                    "token": "eA==",
                    "stamped_on": "2020-12-31",
                }
            ]
        )
        self.sql(
            "UPDATE agency_evaluation_event SET number = 0, content = replace(content, 'submit', 'revise') "
            "WHERE company_id = %(c)s",
            c=self.company.id,
        )
        self.sql(
            "UPDATE agency_evaluation_event_chain SET count = 0, head = repeat('0', 64) WHERE company_id = %(c)s",
            c=self.company.id,
        )
        self.link()
        self.assertEqual(self.faults(self.chain), [("anchor", self.chain.count)])
        self.sql(
            "DELETE FROM agency_evaluation_event WHERE company_id = %(c)s AND number = %(n)s",
            c=self.company.id,
            n=self.chain.count,
        )
        self.assertIn(("cut", self.chain.count), self.faults(self.chain))

    def test_a_chain_that_others_have_is_left_to_them(self):
        """Whatever goes wrong after the commit is nothing that its user hears of."""
        with patch.object(event_chain, "db_connect", side_effect=RuntimeError("no")):
            self.env["agency.evaluation.event.chain"]._link_after_commit(self.company)
            with self.assertLogs(event_chain.__name__, "WARNING") as logged:
                self.cr.postcommit.run()
        self.assertIn(f"[{self.company.id}] wait to be linked", logged.output[0])

    def test_a_register_begins_with_what_was_there(self):
        company = self.env["res.company"].create({"name": "Tỉnh cũ"})
        self.env["agency.evaluation.event.chain"]._begin(company)
        self.assertFalse(self.env["agency.evaluation.event"].search([("company_id", "=", company.id)]), "nothing was")
        self.sql("DELETE FROM agency_evaluation_event")
        self.sql("DELETE FROM agency_evaluation_event_chain")
        chains = self.env["agency.evaluation.event.chain"]
        self.evaluation._record_decision("withdraw", "x")
        chains._begin(self.company)
        chain = self.link()
        first = self.numbered()[0]
        self.assertEqual(first.kind, "begin")
        self.assertEqual(json.loads(first.content)["what"]["decisions"], self.decisions())
        self.assertEqual((self.faults(chain), chain._describe_lost_beginning()), ([], []))
        self.as_user("manager").action_revise("Sửa")
        self.assertEqual(chain._describe_lost_beginning(), [], "what comes later is nothing of it")
        for query in (
            "UPDATE agency_evaluation_decision SET reason = 'khác' WHERE evaluation_id = %(id)s AND number = 1",
            "DELETE FROM agency_evaluation_decision WHERE evaluation_id = %(id)s AND number = 2",
        ):
            with self.cr.savepoint() as savepoint:
                self.sql(query, id=self.evaluation.id)
                self.assertIn("from before the register", chain._describe_lost_beginning()[0])
                savepoint.rollback()
            self.env.invalidate_all()

    def test_a_company_in_which_what_happened_was_undone_has_no_chain(self):
        company = self.env["res.company"].create({"name": "Chi cục"})
        self.assertFalse(self.link(company))

    def decisions(self):
        return self.env["agency.evaluation.decision"].search_count([("evaluation_id.company_id", "=", self.company.id)])


@tagged("post_install", "-at_install")
class TestBeginningWithAddedField(EventsCase):
    """A class of its own, for the registry knows the field until its end."""

    def test_the_beginning_outlives_fields_that_were_added_to_decisions(self):
        self.approve()
        self.sql("DELETE FROM agency_evaluation_event")
        self.sql("DELETE FROM agency_evaluation_event_chain")
        added = self.env["ir.model.fields"].create(
            {
                "name": "x_note",
                "model_id": self.env["ir.model"]._get_id("agency.evaluation.decision"),
                "ttype": "char",
            }
        )
        self.env["agency.evaluation.event.chain"]._begin(self.company)
        chain = self.link()
        self.assertEqual(chain._describe_lost_beginning(), [])
        added.unlink()
        self.assertEqual(chain._describe_lost_beginning(), [])
