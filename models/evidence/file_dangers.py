import base64

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...reading import clamd, picture_dangers
from ...reading.dangers import HARMLESS_DANGERS, UNREADABLE_DANGERS, Danger, find_dangers
from ...reading.first_page import read_first_page
from ...scoring import secrecy


class FileDangers(models.Model):
    """What files of documents carry besides what they show, and marks of state secrets in them."""

    _inherit = "ir.attachment"

    evidence_dangers = fields.Char(
        string="Carries", readonly=True, copy=False, help="What a file of evidence carries, by code, such as macros."
    )
    evidence_danger_text = fields.Char(string="Warning", compute="_compute_evidence_danger_text")

    @api.depends("evidence_dangers")
    @api.depends_context("lang")
    def _compute_evidence_danger_text(self):
        labels = self._danger_labels()
        for attachment in self:
            codes = (attachment.evidence_dangers or "").split()
            attachment.evidence_danger_text = ", ".join(labels[code] for code in codes if code in labels)

    @api.model
    def _danger_labels(self):
        """Return what a file carries, as users read it, by the code of the danger."""
        return {
            Danger.DAMAGED.value: self.env._("damaged, so that nobody can open it"),
            Danger.TOO_COMPLEX.value: self.env._("made of so many parts that it cannot be checked"),
            Danger.PICTURE_TOO_LARGE.value: self.env._("a picture of more pixels than programs can show"),
            Danger.POLYGLOT.value: self.env._("something else before its beginning, so that it is two files in one"),
            Danger.ENCRYPTED.value: self.env._("protected by a password"),
            Danger.SCRIPT.value: self.env._("a script"),
            Danger.LAUNCH.value: self.env._("an order to start a program"),
            Danger.PROGRAM.value: self.env._("a program"),
            Danger.MACROS.value: self.env._("macros"),
            Danger.OUTSIDE.value: self.env._("content that is fetched from elsewhere"),
            Danger.FILES.value: self.env._("other files"),
        }

    @api.model
    def _check_file_dangers(self, name, content, ignoring=frozenset()):
        """Return the codes of what `content` (bytes) carries, with blanks between.

        :param ignoring: what is no matter here, of :class:`Danger`
        :raises ValidationError: if it cannot be read, or carries what the company refuses
        """
        found = [danger for danger in find_dangers(content) if danger not in ignoring]
        refuses = self.env.company.agency_file_dangers == "refuse"
        refused = [danger for danger in found if danger in UNREADABLE_DANGERS]
        if refuses:
            refused = refused or [danger for danger in found if danger not in HARMLESS_DANGERS]
        if refused:
            raise self._danger_error(name, refused)
        return " ".join(danger.value for danger in found)

    @api.model
    def _danger_error(self, name, dangers):
        labels = self._danger_labels()
        return ValidationError(
            self.env._(
                "%(file)s is refused, for it is or carries: %(dangers)s.",
                file=name,
                dangers=", ".join(labels[danger.value] for danger in dangers),
            )
        )

    def _postprocess_contents(self, values):
        """Refuse, in words, pictures of reports that would fill the memory of whoever makes them smaller."""
        if (values.get("res_model") or "").startswith("agency.evaluation"):
            content = values.get("raw") or base64.b64decode(values.get("datas") or b"")
            if isinstance(content, bytes) and picture_dangers.find(content):
                raise self._danger_error(values.get("name") or "", [Danger.PICTURE_TOO_LARGE])
        return super()._postprocess_contents(values)

    @api.model
    def _check_viruses(self, name, content):
        """:raises ValidationError: if the virus scanner finds something, or does not answer"""
        # sudo: ir.config_parameter - where the scanner listens is not told
        address = self.env["ir.config_parameter"].sudo().get_param("agency_evaluation.clamd")
        if not address:
            return
        try:
            found = clamd.scan(address.strip(), content)
        except clamd.Unanswered as error:
            raise ValidationError(
                self.env._(
                    "%(file)s could not be checked for viruses, so it is not kept. Try again later; if it lasts, tell "
                    "the administrator.",
                    file=name,
                )
            ) from error
        if found:
            raise ValidationError(
                self.env._("%(file)s is refused: the virus scanner found %(virus)s in it.", file=name, virus=found)
            )

    @api.model
    def _check_secret_marks(self, name, content):
        """:raises ValidationError: if name or first page bear the mark of a state secret"""
        mark = secrecy.find_in_name(name)
        if not (mark and mark.is_certain):
            mark = secrecy.find_on_page(read_first_page(content))
        if mark:
            raise ValidationError(
                self.env._(
                    "%(file)s bears the mark “%(mark)s” and is refused: a state secret is never stored here. Tick "
                    "“State Secret” on the document and name only the register that holds it.",
                    file=name,
                    mark=mark.word,
                )
            )
