import secrets

from odoo import models
from odoo.exceptions import UserError

from ...scoring import manifest

#: What stands between the account and the name of a person, as manifests have them.
_ACCOUNT_END = " – "


class EvaluationPapers(models.Model):
    """What the papers of an approved evaluation print: sealed with it, and never read from live records again.

    Its bytes are kept beside the manifest, which is held to them by a SHA-256, as it is to the names of people: papers
    name those who took part, and the manifest that leaves the house does not.
    """

    _inherit = "agency.evaluation"

    def _describe_papers(self):
        """Return what each paper prints, as plain data by its name; the floor of the papers knows it."""
        return {}

    def _papers_content(self):
        """Return what each paper prints as bytes, with what nobody can guess, for their SHA-256 leaves the house."""
        self.ensure_one()
        return manifest.canonical({"papers": self._describe_papers(), "salt": secrets.token_hex(16)})

    def _sealed_papers(self):
        """Return what was sealed of the papers, as plain data by their names.

        :return: None of an evaluation that is not approved, and of one that was approved before papers were sealed and
            has not been described since
        :raises UserError: if the seal is lost, or is not what was sealed
        """
        self.ensure_one()
        if self.state != "approved":
            return None
        sealing = self._sealing_record()
        sealed = self._read_sealed(sealing)
        content = (sealing.papers or "").encode()
        if not content and not sealed.papers:
            return None
        if manifest.digest(content) != (sealed.papers or sealing.papers_digest):
            raise self._unprintable()
        return manifest.load(content)["papers"]

    def _read_sealed(self, sealing):
        """Return what the seal `sealing` of this evaluation says, as :class:`manifest.Sealed`.

        :raises UserError: if it is lost, or is not what was sealed
        """
        content = (sealing.manifest or "").encode()
        if not content or manifest.digest(content) != self.seal:
            raise self._unprintable()
        try:
            return manifest.read(content)
        except manifest.UnknownForm as error:
            raise self._unprintable() from error

    def _unprintable(self):
        return UserError(
            self.env._(
                "%(evaluation)s cannot be printed: what was sealed is lost or is not what it was. Press “Verify” to see"
                " what is wrong, and have the database restored from a backup.",
                evaluation=self.display_name,
            )
        )

    def _keep_description(self):
        """Keep what papers print of an evaluation that was approved before that was sealed; tell whether it was done.

        Its manifest stays as it is, so that nothing holds it to this but the SHA-256 beside it.
        """
        self.ensure_one()
        sealing = self._sealing_record()
        if sealing.papers or not sealing or self._read_sealed(sealing).papers:
            return False
        content = self._papers_content()
        sealing._write_through({"papers": content.decode(), "papers_digest": manifest.digest(content)})
        return True

    def _sealed_names(self):
        """Return what records were called when the evaluation was sealed, by model and id; nothing before that.

        Those of users are without their account.
        """
        self.ensure_one()
        sealing = self._sealing_record()
        sealed = self._sealed_or_none(sealing)
        names = sealing._names_in(sealed) if sealed else {}
        return {
            reference: name.partition(_ACCOUNT_END)[2] if reference.startswith("res.users,") else name
            for reference, name in names.items()
        }

    def _sealed_functions(self):
        """Return what people were in the agency when the evaluation was sealed, by model and id; none before that."""
        self.ensure_one()
        sealed = self._sealed_or_none(self._sealing_record())
        return {reference: person.function for reference, person in sealed.people.items()} if sealed else {}

    def _paper_unit(self):
        """Return what papers call the unit: as it was called when they were sealed."""
        self.ensure_one()
        sealed = self._sealed_or_none(self._sealing_record()) if self.state == "approved" else None
        return sealed.unit if sealed else self._unit_name()

    def _sealed_or_none(self, sealing):
        """Return what the seal `sealing` says; None where there is none that can be believed."""
        try:
            return self._read_sealed(sealing)
        except UserError:
            return None
