import re
from pathlib import Path

from odoo.tests import TransactionCase, tagged

_DEVELOPMENT = Path(__file__).parents[1] / "docs" / "development.md"


@tagged("post_install", "-at_install")
class TestWords(TransactionCase):
    def test_the_glossary_names_every_stored_model_and_no_other(self):
        _before, _heading, glossary = _DEVELOPMENT.read_text("utf-8").partition("\n## Words\n")
        named = set(re.findall(r"`(agency\.evaluation[a-z.]*)`", glossary.partition("\n## ")[0]))
        ours = {name: model for name, model in self.env.registry.items() if name.startswith("agency.evaluation")}
        stored = {name for name, model in ours.items() if not model._abstract and not model._transient}
        self.assertEqual(stored - named, set())
        self.assertEqual(named - ours.keys(), set())
