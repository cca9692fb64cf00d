from collections import defaultdict
from functools import partial
from itertools import chain

from odoo import models

from . import bundle_zip, dossier_zip
from .dossier_report import pieces_of_file
from .file_names import Names, safe_name


class TaskFiles(models.Model):
    """The files that background tasks make: papers one by one, as they are printed by themselves, and dossiers."""

    _inherit = "agency.evaluation.task"

    def _make_file(self, evaluation):
        about = f"{evaluation.name} {evaluation._paper_unit()} {evaluation._named_period().file_part}"
        if self.kind == "dossier":
            (dossier,) = evaluation.env["agency.evaluation.dossier.report"]._collect(evaluation)
            return safe_name(f"{about} hồ sơ.zip"), dossier_zip.stream(dossier)
        # Odoo's tests would get HTML in its place.
        reports = evaluation.env["ir.actions.report"].with_context(force_report_rendering=True)
        # sudo: ir.actions.report - what a paper is called is no secret
        report = reports.sudo()._get_report(self.details["report_name"])
        content, _attachment = report.with_env(reports.env)._one_paper(evaluation)
        return safe_name(f"{report.with_context(lang='vi_VN').name} {about}.pdf"), [content]

    def _bundle(self, parts):
        """Return the files of parts as :class:`bundle_zip.File`, which can be read once the request is over."""
        names, silent, held = Names(), set(), defaultdict(list)
        # sudo: ir.attachment - whoever may have the files of a task has what they are kept in
        for file in parts.sudo()._files():
            held[file.res_id].append(file)
        bundle = []
        for part in parts:
            reads = [pieces_of_file(file, file.file_size + 1, silent) for file in held[part.id]]
            size = sum(file.file_size for file in held[part.id])
            moment = self.env["agency.evaluation"]._agency_time(part.create_date)
            bundle.append(bundle_zip.File(names.take(part.file_name), size, moment, partial(_read_all, reads)))
        return bundle

    def _log_name(self):
        """Return what the access log calls the file of each evaluation, as it does where one is downloaded."""
        if self.kind == "dossier":
            return "dossier.zip"
        return f"{self.details['report_name'].rpartition('.')[2].removeprefix('report_')}.pdf"


def _read_all(reads):
    return chain.from_iterable(read() for read in reads)
