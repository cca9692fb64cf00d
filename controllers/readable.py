from odoo.http import request


def find_evaluation(evaluation_id):
    """Return the evaluation that a route names.

    :raises NotFound: if there is no such evaluation
    :raises AccessError: if the user may not read it
    """
    evaluation = request.env["agency.evaluation"].browse(evaluation_id)
    evaluation.check_access("read")
    if not evaluation.exists():
        raise request.not_found()
    return evaluation
