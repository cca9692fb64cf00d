from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class EvaluationRevision(models.Model):
    """Correcting what is approved: a new draft beside it, which says what it goes back to.

    The approved one stays as it was sealed. Of its revisions only one is not cancelled, and only the last is revised.
    """

    _inherit = "agency.evaluation"

    origin_id = fields.Many2one(
        "agency.evaluation",
        string="Revision Of",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        help="The approved evaluation that this one revises; it stays as it was sealed.",
    )
    revision_ids = fields.One2many("agency.evaluation", "origin_id", string="Revisions", readonly=True)
    later_revision_id = fields.Many2one("agency.evaluation", compute="_compute_later_revision_id")

    _origin_unique = models.UniqueIndex(
        "(origin_id) WHERE origin_id IS NOT NULL AND state != 'cancelled'",
        "This evaluation has a revision already.",
    )

    @api.depends("state", "revision_ids.state")
    def _compute_later_revision_id(self):
        for evaluation in self:
            # Others are never revised, so that they cost no query.
            later = evaluation.state == "approved" and evaluation._later_revision()
            evaluation.later_revision_id = later or False

    @api.depends("revision")
    @api.depends_context("lang")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        for evaluation in self:
            if evaluation.display_name and evaluation.revision > 1:
                evaluation.display_name = self.env._(
                    "%(evaluation)s (revision %(number)s)",
                    evaluation=evaluation.display_name,
                    number=evaluation.revision,
                )
        return result

    @api.depends("revision_ids.state")
    def _obstacle_later_revision(self):
        if later := self._later_revision():
            return UserError(
                self.env._(
                    "%(later)s revises it already and is %(state)s. Revise that one, or cancel it first.",
                    later=later.display_name,
                    state=later._state_label(),
                )
            )
        return None

    @api.depends("origin_id.revision_ids.state")
    def _obstacle_other_revision(self):
        """One that was cancelled does not come back beside the one that took its place."""
        return self.origin_id._obstacle_later_revision()

    def _check_sets_published(self):
        """A revision may stand on the set of what it revises, though that be archived by now."""
        corrected = self.filtered(lambda revision: revision.criteria_set_id == revision.origin_id.criteria_set_id)
        return super(EvaluationRevision, self - corrected)._check_sets_published()

    def action_revise(self, reason=None, criteria_set_id=None):
        """Open the next revision of an approved evaluation: a draft with everything that is unchanged.

        :param reason: why; it is kept with the decisions of the revision. If it is None, a dialog asks for it
        :param criteria_set_id: the id of a published criteria set of the same year; that of the evaluation if none is
            given. Rows that are not the same there start blank and say why.
        :return: the action that opens the revision, or the dialog
        :raises AccessError: unless the user is a manager
        :raises UserError: unless it is approved and has no revision that is not cancelled, if the reason is empty, or
            if the set is not published
        :raises ValidationError: if the set is of another year than that of the evaluation
        """
        self.ensure_one()
        self._start("revise")
        criteria_set = self._checked_set(criteria_set_id)
        if reason is None:
            return self._ask("revise", criteria_set_id=criteria_set.id)
        reason = self._checked_reason("revise", reason)
        # sudo: agency.evaluation - the guards of the step stand for the access rights
        origin = self.sudo()
        values = origin.copy_data({"criteria_set_id": criteria_set.id})[0]
        values |= {"origin_id": origin.id, "revision": origin.revision + 1}
        revision = origin._create_through([values])
        revision._carry_over(origin)
        revision._record_decision("revise", reason)
        revision._sync_desks()  # with the rows came those to whom they are assigned
        origin.message_post(
            body=Markup("<p>%s</p>") % self.env._("Revised by %(revision)s", revision=revision.display_name),
            subtype_xmlid="mail.mt_note",
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": revision.id,
            "views": [(False, "form")],
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_revisions(self):
        if revisions := self.filtered("origin_id"):
            raise UserError(
                self.env._(
                    "%(evaluation)s revises an approved evaluation, so it is kept. Cancel it instead.",
                    evaluation=revisions[0].display_name,
                )
            )

    @api.depends("origin_id")
    def _compute_company_id(self):
        stayed = self._of_the_unit_revised()
        for revision in stayed:
            revision.company_id = revision.origin_id.company_id
        return super(EvaluationRevision, self - stayed)._compute_company_id()

    def _check_company(self, fnames=None):
        stayed = self._of_the_unit_revised()
        super(EvaluationRevision, self - stayed)._check_company(fnames)
        if fnames is None or "company_id" in fnames:
            fnames = self._fields.keys() - {"company_id"}
        return super(EvaluationRevision, stayed)._check_company(sorted(set(fnames) - {"department_id"}))

    def _of_the_unit_revised(self):
        """Return the revisions of the unit that what they revise is of: they stay with its company, wherever the unit
        has gone since.
        """
        return self.filtered(lambda revision: revision.origin_id.department_id & revision.department_id)

    def _lineage(self):
        """Return the evaluations that these revise or are revised by, however often, with themselves."""
        # sudo: agency.evaluation - it is the same evaluation, whoever may see which of its versions
        lineage = self.sudo()
        while further := (lineage.origin_id | lineage.revision_ids) - lineage:
            lineage |= further
        return lineage

    def _checked_set(self, criteria_set_id):
        """Return the criteria set of that id as one that a revision may stand on.

        :raises ValidationError: if it is gone or is of another year
        """
        # sudo: agency.evaluation.criteria.set - which set it is of is no secret to who revises
        id_ = criteria_set_id or self.sudo().criteria_set_id.id
        criteria_set = self.criteria_set_id.browse(id_ if isinstance(id_, int) else []).exists()
        if not criteria_set:
            raise ValidationError(self.env._("This criteria set is no longer there; choose another one."))
        criteria_set.check_access("read")
        year = self.sudo().criteria_set_id.year
        if criteria_set.year != year:
            raise ValidationError(
                self.env._(
                    "%(set)s is of %(other)s; a revision stands on a criteria set of the same year, here %(year)s.",
                    set=criteria_set.display_name,
                    other=criteria_set.year,
                    year=year,
                )
            )
        return criteria_set

    def _later_revision(self):
        """Return the revision of these evaluations that is not cancelled, whoever may see it."""
        # sudo: agency.evaluation - a revision that the user may not see bars another one too
        return self.sudo().revision_ids.filtered(lambda revision: revision.state != "cancelled").with_env(self.env)[:1]

    def _last_approved_revision(self):
        """Return the approved evaluation that stands in the place of this one today; none where nothing replaced it."""
        self.ensure_one()
        found, here = self.browse(), self
        while here := here._later_revision():
            found = here if here.state == "approved" and not here.withdrawn_on else found
        return found
