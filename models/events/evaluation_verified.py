from odoo import models


class EvaluationVerified(models.Model):
    """What was found of files, in words."""

    _inherit = "agency.evaluation"

    def _describe_files(self, troubles, outcome):
        """Return what was found of files with that outcome, one text each.

        :param troubles: outcomes by file, as the periodic check finds them
        """
        texts = {
            "damaged": self.env._("%(file)s: its content has been changed."),
            "lost": self.env._("%(file)s: its content is missing from the file store."),
            "recovered": self.env._("%(file)s: it was damaged, and was brought back from the second store."),
        }
        found = [file for file, each in troubles.items() if each == outcome]
        return [texts[outcome] % {"file": self._describe_file(file)} for file in found]
