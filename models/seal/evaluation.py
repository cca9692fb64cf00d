import secrets
from dataclasses import dataclass, replace

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ...scoring import manifest
from ...scoring.manifest import Sealed
from .evaluation_manifest import kept_names

_FILE = "ir.attachment"


@dataclass(frozen=True, slots=True)
class Verification:
    """What the comparison of an approved evaluation with its seal came to.

    :ivar differences: what is not as it was sealed, one text each
    :ivar lost: what cannot be compared at present, such as a file that is not in the store, one text each
    :ivar no_longer_kept: what was sealed and no longer exists here, such as a field of an addon that was removed, one
        text each; nothing is known against it
    :ivar sealed: what was sealed; None where it is lost, cannot be read or is not what the seal says
    :ivar all_files_read: every file was read again; else some were compared by their recorded SHA-256 alone
    :ivar is_paper_changed: among what differs is an official PDF that is kept
    :ivar is_paper_lost: among what is lost is one
    """

    differences: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    no_longer_kept: tuple[str, ...] = ()
    sealed: Sealed | None = None
    all_files_read: bool = False
    is_paper_changed: bool = False
    is_paper_lost: bool = False

    @property
    def is_intact(self):
        """Whether all that was sealed and is still kept is as it was sealed."""
        return not self.differences and not self.lost


class EvaluationSeal(models.Model):
    """The seal that an evaluation gets with its approval, and its verification."""

    _inherit = "agency.evaluation"

    seal = fields.Char(
        size=64, readonly=True, copy=False, help="The SHA-256 of everything that was approved; printed on the sheet."
    )
    sealed_on = fields.Datetime(readonly=True, copy=False)
    seal_token = fields.Char(readonly=True, copy=False, help="Nobody can guess it: it opens the public page.")
    _seal_token_unique = models.UniqueIndex("(seal_token) WHERE seal_token IS NOT NULL")

    def action_verify(self):
        """Compare an approved evaluation and its files with what was sealed, and show each difference.

        :raises AccessError: if the user may not read the evaluation
        :raises UserError: if it is not sealed
        """
        self.ensure_one()
        self.check_access("read")
        if not self._is_sealed():
            raise UserError(
                self.env._("%(evaluation)s is not approved, so it has no seal yet.", evaluation=self.display_name)
            )
        result = self._verify()
        texts = {name: "\n".join(getattr(result, name)) for name in ("differences", "lost", "no_longer_kept")}
        if not self._may_read_all_rows():
            hidden = self.env._("Something is not as it was sealed. Whoever may read the whole evaluation sees what.")
            texts = {name: text and hidden for name, text in texts.items()}
        verification = self.env["agency.evaluation.verification"].create(
            {"evaluation_id": self.id, "is_intact": result.is_intact, **texts}
        )
        return verification._show()

    def _then_seal(self, _reason):
        self._seal()

    def _seal(self):
        """Store the manifest of evaluations that have just been approved; its SHA-256 is their seal."""
        # sudo: agency.evaluation - the guards of the approval stand for the access rights
        for evaluation in self.sudo():
            evaluation._complete_digests()
            # The papers print where they are verified.
            evaluation._write_through({"seal_token": secrets.token_urlsafe(32)})
            papers = evaluation._papers_content()
            data, people = evaluation._manifest(manifest.digest(papers))
            content = manifest.canonical(data)
            digest = manifest.digest(content)
            self.env["agency.evaluation.seal"].sudo()._create_through(
                [
                    {
                        "evaluation_id": evaluation.id,
                        "manifest": content.decode(),
                        "digest": digest,
                        "grade": data["grade"],
                        "people": people,
                        "papers": papers.decode(),
                        "papers_digest": data["papers"],
                    }
                ]
            )
            evaluation._write_through({"seal": digest, "sealed_on": fields.Datetime.now()})

    def _sealed_content(self):
        """Return the very bytes that were sealed of an approved evaluation.

        None for any other, and where those bytes are lost or are not what the seal says.
        """
        content = (self._sealing_record().manifest or "").encode()
        if self.state != "approved" or manifest.digest(content) != self.seal:
            return None
        return content

    def _is_sealed(self):
        # sudo: agency.evaluation.seal - whether there is one is no secret to who may read the evaluation
        return bool(self.seal or self._sealing_record())

    def _sealing_record(self):
        self.ensure_one()
        return self.env["agency.evaluation.seal"].sudo().search([("evaluation_id", "=", self.id)])

    def _may_read_all_rows(self):
        # sudo: agency.evaluation.line - to find the rows that the user may not read
        lines = self.sudo().line_ids.with_env(self.env)
        try:
            lines.check_access("read")
        except AccessError:
            return False
        return True

    def _seal_differences(self):
        """Return what of an approved evaluation is not as it was sealed, or is lost, one text each.

        The data is read from the database and every file from where it is stored.
        """
        result = self._verify()
        return [*result.differences, *result.lost]

    def _verify(self, file_budget=None):
        """Compare an approved evaluation with its seal, as :class:`Verification`.

        :param file_budget: how many bytes of files are read at most, None for all; other files are compared by the
            SHA-256 that the database holds
        """
        self.ensure_one()
        self.env.flush_all()
        self.env.invalidate_all()
        # sudo: agency.evaluation - the seal covers what the user may not read, too
        evaluation = self.sudo()
        sealing = evaluation._sealing_record()
        if not sealing:
            return Verification(lost=(self.env._("What was sealed is lost."),))
        content = sealing.manifest.encode()
        digest = manifest.digest(content)
        if not digest == sealing.digest == evaluation.seal:
            return Verification(differences=tuple(evaluation._describe_broken_seal(sealing, digest)))
        try:
            sealed = manifest.read(content)
        except manifest.UnknownForm as unknown:
            text = self.env._(
                "What was sealed is of form %(form)s, which this version of the addon cannot read.", form=str(unknown)
            )
            return Verification(lost=(text,))
        result = evaluation._compare_with(sealed, sealing._names_in(sealed), file_budget)
        changed, lost = evaluation._compare_papers(sealing, sealed)
        return replace(result, differences=(*result.differences, *changed), lost=(*result.lost, *lost))

    def _compare_papers(self, sealing, sealed):
        """Compare what papers print with what was sealed of it; return what is changed and what is lost, as texts."""
        held = sealed.papers or sealing.papers_digest
        if not held:
            return [], []  # it was approved before papers were sealed
        if not sealing.papers:
            return [], [self.env._("What the papers print was sealed, and is lost.")]
        if manifest.digest(sealing.papers.encode()) != held:
            return [self.env._("What the papers print is not what was sealed.")], []
        return [], []

    def _compare_with(self, sealed, names, file_budget):
        """Compare this evaluation with what was sealed, as :class:`Verification`.

        :param sealed: the :class:`Sealed`
        :param names: what records that it names were called, by model and id
        """
        kept = {model: kept_names(self.env[model]) for model in sealed.fields if model in self.env}
        gone = manifest.no_longer_kept(sealed.fields, kept)
        comparable = {
            model: [name for name in sealed.fields[model] if name in names_kept] for model, names_kept in kept.items()
        }
        live = manifest.load(manifest.canonical(self._sealed_records(comparable)))
        found = manifest.differences(manifest.without(sealed.records, gone, kept), live)
        changed, lost, all_read = self._compare_files(sealed.records[_FILE], file_budget)
        return Verification(
            differences=tuple(self._describe_difference(each, sealed, names) for each in (*found, *changed)),
            lost=tuple(self._describe_difference(each, sealed, names) for each in lost),
            no_longer_kept=tuple(self._describe_gone(gone, sealed)),
            sealed=sealed,
            all_files_read=all_read,
        )
