import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..scoring import plain_data
from . import document, paper


class PaperReport(models.AbstractModel):
    """Turns evaluations into plain papers, whatever is on them."""

    _name = "agency.evaluation.paper.report"
    _description = "Official Paper"

    #: The parts of an evaluation that a paper shows whole or not at all.
    _shown_parts = ()
    #: Under which name it is sealed what these papers print, and the class that describes it; none where nothing is.
    _sealed_as = ""
    _sealed_class = None

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

        What was sealed is told as it was sealed, whatever the records say by now.

        :raises AccessError: if the user may not read an evaluation or one of the parts that are shown, for a paper
            with parts left out would be another paper
        :raises UserError: if what was sealed is lost, or is not what it was
        """
        self._check_may_print(evaluations)
        return [self._paper_of(evaluation) for evaluation in evaluations]

    @api.model
    def _check_may_print(self, evaluations):
        """:raises AccessError: if the user may not read an evaluation or one of the parts that papers show"""
        evaluations.check_access("read")
        for name in self._shown_parts:
            # sudo: every part - to find those that the user may not read
            evaluations.sudo()[name].with_env(evaluations.env).check_access("read")

    def _paper_of(self, evaluation):
        """Return the paper of `evaluation` in the language of papers: as sealed, or as it is now."""
        described = evaluation._sealed_papers() if self._sealed_as else None
        told = paper.in_vietnamese(evaluation)
        return self._prepare_paper(told) if described is None else self._sealed_paper(told, described)

    def _prepare_paper(self, evaluation):
        """Return the :class:`document.Paper` of `evaluation` as the records say now."""
        raise NotImplementedError

    def _describe(self, evaluation):
        """Return what is sealed of these papers, as :attr:`_sealed_class`."""
        return self._prepare_paper(evaluation)

    def _sealed_paper(self, evaluation, described):
        """Return the paper as it was sealed, with what came after it.

        :param described: what each paper prints, as plain data by its name
        """
        return self._read_sealed_paper(described).completed(self._late(evaluation))

    def _read_sealed_paper(self, described):
        """Return what was sealed of these papers, as :attr:`_sealed_class`.

        :raises UserError: if it cannot be read
        """
        try:
            return plain_data.load(self._sealed_class, described.get(self._sealed_as))
        except plain_data.Unreadable as error:
            raise UserError(
                self.env._(
                    "What was sealed of this paper cannot be read by this version of the addon: %(reason)s",
                    reason=str(error),
                )
            ) from error

    @api.model
    def _late(self, evaluation):
        """Return what the papers of `evaluation` print that came after their seal, as :class:`document.Late`."""
        return document.Late(
            digest=evaluation.seal or "",
            number=evaluation.report_number or "",
            day=evaluation.report_date or None,
            notice=evaluation._taken_out_notice(),
        )

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
            "registration": document.Registration(identity.document_symbol, identity.short_agency, identity.place),
        }

    @api.model
    def _name_of(self, record, sealed_names):
        """Return what `record` is called, as papers of that time called it.

        :param sealed_names: what records were called when the evaluation was sealed, by model and id
        """
        # sudo: every model - what takes part in an evaluation is no secret to who may print it
        return sealed_names.get(f"{record._name},{record.id}") or record.sudo().name or ""

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
