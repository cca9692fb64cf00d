from odoo import api, fields, models

_MODEL = "agency.evaluation.task.part"
#: How many bytes of a file are kept as one attachment, and so are in memory at a time.
_PIECE = 16 * 1024 * 1024


class TaskPart(models.Model):
    """What a background task has done for one of its records: a file, an evaluation, or why it could not be done."""

    _name = _MODEL
    _description = "Part of a Background Task"
    _inherit = ["agency.evaluation.register"]
    _order = "task_id, id"

    task_id = fields.Many2one("agency.evaluation.task", readonly=True, required=True, ondelete="cascade", index=True)
    key = fields.Integer(readonly=True, required=True, aggregator=None, help="The id of the record.")
    name = fields.Char(readonly=True, required=True, help="What the record is called.")
    evaluation_id = fields.Many2one("agency.evaluation", readonly=True, ondelete="set null", index="btree_not_null")
    error = fields.Text(readonly=True)
    file_name = fields.Char(readonly=True)
    has_file = fields.Boolean(readonly=True)

    _key_unique = models.Constraint("UNIQUE (task_id, key)", "A record is dealt with once.")

    @api.model
    def _keep(self, task, values, pieces=()):
        """Keep what was done for a record, with its file.

        :param pieces: the content of the file, in pieces of any size
        """
        part = self._create_through([{**values, "task_id": task.id, "has_file": bool(values.get("file_name"))}])
        for number, content in enumerate(_gathered(pieces)):
            # No client reads or writes it: nobody has any right to a part.
            self.env["ir.attachment"].create(
                {
                    "name": f"{number:05d}",
                    "raw": content,
                    "mimetype": "application/octet-stream",
                    "res_model": _MODEL,
                    "res_id": part.id,
                }
            )
        return part

    def _files(self):
        """Return the attachments that hold the file, in order."""
        domain = [("res_model", "=", _MODEL), ("res_id", "in", self.ids)]
        return self.env["ir.attachment"].search(domain, order="res_id, id")

    def _remove_files(self):
        """Remove the files; that they were made stays known."""
        self._files().unlink()
        with_file = self.filtered("has_file")
        if with_file:
            with_file._write_through({"has_file": False})

    def _has_expired(self):
        return self.task_id._has_expired()


def _gathered(pieces):
    """Yield what `pieces` hold, in larger pieces."""
    gathered, size = [], 0
    for piece in pieces:
        gathered.append(piece)
        size += len(piece)
        if size >= _PIECE:
            yield b"".join(gathered)
            gathered, size = [], 0
    if size:
        yield b"".join(gathered)
