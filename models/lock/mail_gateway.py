from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError, UserError

from .lock import is_locked_model


class MailGateway(models.AbstractModel):
    """What arrives by e-mail for a record with a lock is said by somebody who may read it; nothing is made by e-mail.

    Odoo's gateway writes with all rights in the name of whom an e-mail says it is from, and any client may call it. So
    it is called by the server of e-mails alone, which works as the system, or by an administrator for one elsewhere.
    """

    _inherit = "mail.thread"

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        for model, record_id, *_others in routes or ():
            if is_locked_model(self.env, model):
                self._check_passed_on(model, record_id, message_dict.get("author_id"))
        return super()._message_route_process(message, message_dict, routes)

    @api.model
    def _check_passed_on(self, model, record_id, author_id):
        """Check that an e-mail may be passed on to a record.

        :param author_id: the partner that the e-mail is from, False for somebody unknown
        :raises AccessError: if a client passes it on, or its author may not read the record
        :raises UserError: if a record would be made of it
        """
        if self.env.uid != SUPERUSER_ID and not self.env.user._is_system():
            raise AccessError(self.env._("E-mails are passed on by the server of e-mails alone."))
        if not record_id:
            raise UserError(
                self.env._("Nothing of this kind is made by e-mail: %(kind)s.", kind=self.env[model]._description)
            )
        # sudo: res.users - who has an address is asked for whoever it is, who may then read the record or not
        users = self.env["res.partner"].sudo().browse(author_id or ()).user_ids
        if not any(self.env[model].with_user(user).browse(record_id).has_access("read") for user in users):
            raise AccessError(self.env._("An e-mail is from nobody who may read the record that it is about."))
