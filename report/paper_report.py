import base64

from odoo import api, fields, models

from . import document, paper


class PaperReport(models.AbstractModel):
    """Turns evaluations into plain papers, whatever is on them."""

    _name = "agency.evaluation.paper.report"
    _description = "Official Paper"

    #: The parts of an evaluation that a paper shows whole or not at all.
    _shown_parts = ()

    @api.model
    def _get_report_values(self, docids, data=None):
        evaluations = self.env["agency.evaluation"].browse(docids)
        return {
            "doc_ids": docids,
            "doc_model": evaluations._name,
            "docs": evaluations,
            "papers": self._collect(evaluations),
            "style": paper.style(),
            "qr_code": self._draw_qr_code,
        }

    @api.model
    def _collect(self, evaluations):
        """Return each evaluation as plain data, in as many queries for few rows as for many.

        :raises AccessError: if the user may not read an evaluation or one of the parts that are shown, for a paper
            with parts left out would be another paper
        """
        evaluations.check_access("read")
        for name in self._shown_parts:
            # sudo: every part - to find those that the user may not read
            evaluations.sudo()[name].with_env(evaluations.env).check_access("read")
        return [self._prepare_paper(evaluation) for evaluation in paper.in_vietnamese(evaluations)]

    def _prepare_paper(self, evaluation):
        """Return the :class:`document.Paper` of `evaluation`, which is in the language of the papers."""
        raise NotImplementedError

    def _prepare_frame(self, evaluation):
        """Return what every paper of `evaluation` has, as arguments of :class:`document.Paper`, without title."""
        identity = evaluation._identity()
        agency = identity.agency.upper()
        moment = evaluation.approved_on or fields.Datetime.now()
        return {
            "author": agency,
            "letterhead": document.Letterhead(identity.parent_name.upper(), agency),
            "attachment": document.attachment_line(
                evaluation.report_number or "",
                identity.document_symbol,
                evaluation.report_date or None,
                identity.short_agency,
            ),
            "signature": document.Signature(
                document.signer_lines(evaluation.signer_title or identity.signer_title),
                evaluation.signer_name or identity.signer_name,
            ),
            "digest": evaluation.seal or "",
            "is_draft": evaluation.state != "approved",
            "settled_on": evaluation._agency_time(moment),
        }

    def _replaces_line(self, evaluation):
        """Return the line that names the report which a revision takes the place of; empty for any other."""
        if not evaluation.origin_id:
            return ""
        number, day = evaluation._replaced_report()
        if evaluation.state == "approved" and not (number or day):
            return ""  # it had none, or was approved before papers named what they replace
        return document.replaces_line(number, evaluation._identity().document_symbol, day)

    @api.model
    def _places_below(self, lines):
        """Return, for each row, the indexes in `lines` of the rows directly below it; those of the groups for no row.

        Without an entry are those that have none below them.
        """
        places = {line: place for place, line in enumerate(lines)}
        return {parent: tuple(places[line] for line in rows) for parent, rows in lines.grouped("parent_id").items()}

    @api.model
    def _draw_qr_code(self, text):
        """Return the QR code of `text` as the address of a picture that holds itself."""
        picture = self.env["ir.actions.report"].barcode("QR", text, width=300, height=300, barLevel="M", quiet=0)
        return f"data:image/png;base64,{base64.b64encode(picture).decode()}"
