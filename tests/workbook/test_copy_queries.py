import math

from odoo.tests import tagged

from ..cases.copy_case import CopyCase
from ..cases.mass import mass
from ..cases.query_case import QueryCase


@tagged("post_install", "-at_install")
class TestCopyQueries(CopyCase, QueryCase):
    """Handing out a working copy and taking it back asks no more of the database for many rows than for few."""

    def test_the_way_out_and_back(self):
        counts = []
        for rows in (30, 93, mass(325, 930)):
            evaluation = self.make_evaluation(self.make_large_set(rows))
            exporting, content = self.count(lambda: self.export(evaluation=evaluation))  # noqa: B023
            leaves = evaluation.line_ids.filtered(lambda line: not line.is_heading)
            changes = {(line.code, "points"): (n % 100) / 100 for n, line in enumerate(leaves)}
            changes |= {(line.code, "explanation"): f"Giải trình {n}" for n, line in enumerate(leaves)}
            wizard = self.take_back(self.fill(changes, content), evaluation=evaluation)
            previewing, _action = self.count(wizard.action_preview)
            self.assertEqual(wizard.change_count, 2 * len(leaves))
            importing, _action = self.count(wizard.action_apply)
            # The ORM sends an UPDATE for every hundred rows.
            counts.append((exporting, previewing, importing - 2 * math.ceil(len(leaves) / 100)))
        # The first one warms up: it also reads access rules, which the registry then keeps.
        for name, few, many in zip(("exporting", "previewing", "importing"), *counts[1:], strict=True):
            with self.subTest(name):
                self.assertLessEqual(many - few, 2)
                self.assertLessEqual(many, 60)

    def test_facts_are_written_together(self):
        counts = []
        for facts in (("hop",), ("hop", "so_hop", "nop", "da_nop", "chua_nop")):
            changes = {(code, key): value for code in facts for key, value in (("entry", 3), ("note", "Sổ"))}
            wizard = self.preview(self.fill(changes))
            with self.cr.savepoint() as savepoint:
                count, _action = self.count(wizard.action_apply)
                savepoint.rollback()
            counts.append(count)
        self.assertLessEqual(counts[1] - counts[0], 4)
