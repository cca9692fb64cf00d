from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError

from ..desks.evaluation_news import News
from ..lock.values import check_text

#: More rows than these are not listed one by one in a message.
LISTED = 30
#: What is cleared when a part is somebody else's, or goes back.
_NOT_HANDED_IN = {"handed_in_on": False, "handed_in_by_id": False}


class Assigned(models.AbstractModel):
    """A row or a fact of a draft that is assigned to somebody, who answers it and hands it in to the unit.

    Who evaluates the unit (the coordinator) may write all parts. Others write what is assigned to them, in sudo too,
    and nothing of it from when they hand it in until it is sent back.
    """

    _name = "agency.evaluation.assigned"
    _description = "Part That Is Assigned"

    #: What those to whom it is assigned do not write: who answers and who reviews it.
    _by_coordinator = frozenset({"user_id"})

    handed_in_on = fields.Datetime(readonly=True, copy=False)
    handed_in_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict", index="btree_not_null"
    )
    sent_back_note = fields.Text(
        string="Sent Back Because", readonly=True, copy=False, help="What has to be done before it is handed in again."
    )

    def action_hand_in(self):
        """Hand in what is assigned: from then on it is closed for whom it is assigned to, until it is sent back.

        :raises AccessError: if one is neither assigned to the user nor of the unit that the user evaluates
        :raises UserError: unless they are of drafts, assigned and answered; the message names those that are not
        """
        self.check_access("read")
        # sudo: every assigned part - the guards here stand for the access rights
        parts = self.sudo().union()
        parts._keep_state()
        parts._check_hand_in()
        left = parts.filtered(lambda part: not part.handed_in_on)
        left._write_through(
            {"handed_in_on": fields.Datetime.now(), "handed_in_by_id": self.env.uid, "sent_back_note": False}
        )
        parts.evaluation_id._sync_desks_among_colleagues()
        return True

    def action_send_back(self, text=None):
        """Give what was handed in back to whom it is assigned to; without a word, ask for it in a dialog.

        :param text: what has to be done
        :raises AccessError: unless the user evaluates the unit
        :raises UserError: unless they are of drafts and handed in, or if the text is empty
        """
        self.check_access("read")
        # sudo: every assigned part - the guards here stand for the access rights
        parts = self.sudo().union()
        if text is not None:
            parts._keep_state()
        parts._check_send_back()
        if text is None:
            return self._ask_send_back()
        text = check_text(self, text).strip()
        if not text:
            raise UserError(self.env._("Say what has to be done."))
        parts._write_through({**_NOT_HANDED_IN, "sent_back_note": text})
        for evaluation, sent in parts.grouped("evaluation_id").items():
            codes = ", ".join(sent.mapped("code"))
            news = News("sent_back", frozenset(sent.user_id.ids), values={"codes": codes, "text": text})
            evaluation._sync_desks(news)
        return True

    def _ask_send_back(self):
        raise NotImplementedError

    def _check_hand_in(self):
        self._check_draft()
        for part in self:
            if not part.user_id:
                raise UserError(self.env._("%(code)s is assigned to nobody, so nobody hands it in.", code=part.code))
            if part.user_id != self.env.user and not part._is_coordinated():
                raise AccessError(self.env._("%(code)s is assigned to somebody else.", code=part.code))
        if blank := self.filtered(lambda part: part._is_blank()):
            codes = blank[:LISTED].mapped("code") + (["…"] if len(blank) > LISTED else [])
            raise UserError(self.env._("Not answered yet: %(codes)s.", codes=", ".join(codes)))

    def _check_send_back(self):
        self._check_draft()
        for part in self:
            if not part._is_coordinated():
                raise AccessError(self.env._("Only who evaluates the unit sends something back."))
            if not part.handed_in_on:
                raise UserError(self.env._("%(code)s is not handed in.", code=part.code))

    def _check_draft(self):
        """:raises UserError: unless all are of drafts"""
        for part in self:
            if part.state != "draft":
                raise UserError(part._locked_message({"handed_in_on"}))

    def _is_blank(self):
        """Tell whether something of this part has to be answered before it is handed in."""
        raise NotImplementedError

    def _is_coordinated(self):
        """Tell whether the user evaluates the unit that this part is of, in sudo too."""
        return self.evaluation_id._is_evaluated()

    def _check_in_hand(self, names):
        """Check that parts of a draft are the user's to write.

        Who writes without sudo is held by the record rules to own parts; what rules do not know is asked here.

        :param names: of the fields that are written
        :raises AccessError: if a part is somebody else's, or if the user would say whose it is
        :raises UserError: if the user handed it in
        """
        user = self.env.user
        if self.env.uid == SUPERUSER_ID or not self.env["agency.evaluation"]._is_evaluator():
            return
        if user.has_group("agency_evaluation.group_manager"):
            return
        # sudo: every assigned part - it holds for whoever writes, whatever they may read
        for part in self.sudo():
            is_own = part.user_id == user
            is_fine = is_own and not part.handed_in_on and not names & self._by_coordinator
            if part.state != "draft" or is_fine or not (is_own or self.env.su) or part._is_coordinated():
                continue
            if not is_own or names & self._by_coordinator:
                raise AccessError(
                    self.env._(
                        "%(code)s is not yours to write: who evaluates the unit says whose it is.", code=part.code
                    )
                )
            raise UserError(
                self.env._("%(code)s is handed in; who evaluates the unit may send it back to you.", code=part.code)
            )

    @api.model
    def _kept_by_hand_in(self):
        """Return the names of the fields of which the history is kept besides those that are open."""
        return frozenset({"handed_in_on", "sent_back_note"})

    def _take_out_of_hands(self):
        """Let what is somebody else's now be handed in by nobody."""
        # sudo: every assigned part - who assigns a part does not hand it in
        handed_in = self.sudo().filtered(lambda part: part.handed_in_on or part.sent_back_note)
        if handed_in:
            handed_in._write_through({**_NOT_HANDED_IN, "sent_back_note": False})
