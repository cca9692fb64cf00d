from collections import defaultdict

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError

from .lock import check_files_open, is_locked_model
from .mail_thread import is_notified, is_tracking

#: What a message with files says, and where.
_FILE_FIELDS = frozenset({"attachment_ids", "author_id", "body", "date", "model", "res_id", "subject"})
#: What a message says, of whom, where and when; notifications, stars and reactions are none of it.
_SAID_FIELDS = _FILE_FIELDS | {
    "author_guest_id",
    "email_from",
    "is_internal",
    "message_type",
    "parent_id",
    "record_name",
    "subtype_id",
    "tracking_value_ids",
}


class MailMessage(models.Model):
    """What is said of a locked record, and what is tracked of it, is kept: anybody adds to it, nobody changes it.

    Messages with files follow the lock, as the files themselves do.
    """

    _name = "mail.message"
    _inherit = ["mail.message", "agency.evaluation.door"]

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.uid != SUPERUSER_ID:
            # The system itself may pass on what was said before, such as an e-mail.
            vals_list = [self._dated_now(vals) for vals in vals_list]
        tracked = [bool(vals.get("tracking_value_ids")) for vals in vals_list]
        messages = super().create(vals_list)
        messages._check_files_open()
        if kept := messages._kept():
            kept._check_said_by_the_user()
            if not is_tracking() and any(
                message in kept and has_values for message, has_values in zip(messages, tracked, strict=True)
            ):
                raise UserError(self.env._("What has changed in a record is tracked by the system alone."))
        return messages

    @api.model
    def _dated_now(self, vals):
        """Return the values of a new message about a record that has a lock with the time that it is."""
        model = vals.get("model", self.env.context.get("default_model"))
        return {**vals, "date": fields.Datetime.now()} if is_locked_model(self.env, model) else vals

    def write(self, vals):
        said = vals.keys() & _SAID_FIELDS
        if all(is_notified(message) for message in self):
            said -= {"subject"}  # of an e-mail about it
        is_said, has_files = bool(said), bool(vals.keys() & _FILE_FIELDS)
        if is_said:
            self._check_not_kept()
        if has_files:
            self._check_files_open()
        result = super().write(vals)
        if is_said:
            self._check_not_kept()  # where it was may be open, and where it is now kept
        if has_files:
            self._check_files_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self._check_files_open()
        # An e-mail that was sent from here is removed by the queue that sent it, where whoever wrote it wants so.
        # sudo: mail.message - of which kind a message is counts, whoever may read it
        self.filtered(lambda message: message.sudo().message_type != "email_outgoing")._check_not_kept()

    def _check_files_open(self):
        """:raises UserError: if a message has files and the lock of its record closes them"""
        # sudo: mail.message - the lock holds for whoever writes, whatever they may read
        messages = self.sudo()
        # Odoo writes many messages on other records: of those, nobody asks for the files.
        with_files = (each for each in messages if is_locked_model(self.env, each.model) and each.attachment_ids)
        check_files_open(messages.env, ((each.model, each.res_id) for each in with_files))

    def _kept(self):
        """Return those of these messages that are about a record which keeps them."""
        # sudo: mail.message - what is kept is kept for whoever writes, whatever they may read
        messages = self.sudo()
        ids_by_model = defaultdict(set)
        for message in messages:
            if message.res_id and is_locked_model(self.env, message.model):
                ids_by_model[message.model].add(message.res_id)
        keeping = {
            (model, record.id)
            for model, ids in ids_by_model.items()
            for record in messages.env[model].browse(ids).exists()
            if record._keeps_messages()
        }
        return messages.filtered(lambda message: (message.model, message.res_id) in keeping)

    def _check_not_kept(self):
        """:raises UserError: if a message is about a record that keeps what is said of it, in sudo too"""
        if kept := self._kept():
            record = kept.env[kept[0].model].browse(kept[0].res_id)
            raise UserError(
                self.env._(
                    "%(record)s has been handed in: what was written about it and what was tracked stays as it is. "
                    "Write another message instead.",
                    record=record.display_name,
                )
            )

    def _check_said_by_the_user(self):
        """Let new messages be of who writes them.

        :raises AccessError: if one is in the name of somebody else; the system itself may pass on what others said
        """
        if self.env.uid == SUPERUSER_ID:
            return
        for message in self:
            if message.author_id != self.env.user.partner_id or message.author_guest_id:
                raise AccessError(self.env._("Nobody writes a message in the name of somebody else here."))
