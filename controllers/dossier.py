from odoo.http import Controller, content_disposition, request, route

from ..report import dossier_zip
from ..report.file_names import safe_name
from .readable import find_evaluation


class DossierController(Controller):
    @route("/agency_evaluation/<int:evaluation_id>/dossier.zip", type="http", auth="user_or_key")
    def dossier_zip(self, evaluation_id):
        """Download the evidence dossier of an evaluation, file by file as it is read.

        :raises NotFound: if there is no such evaluation
        :raises AccessError: if the user may not read it whole, with every document
        """
        evaluation = find_evaluation(evaluation_id, "dossier.zip")
        (dossier,) = request.env["agency.evaluation.dossier.report"]._collect(evaluation)
        period = evaluation._named_period().file_part
        name = safe_name(f"{evaluation.name} {evaluation._paper_unit()} {period} hồ sơ.zip")
        response = request.make_response(
            dossier_zip.stream(dossier),
            headers=[
                ("Content-Type", dossier_zip.CONTENT_TYPE),
                ("Content-Disposition", content_disposition(name)),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store, private"),
            ],
        )
        response.direct_passthrough = True
        return response
