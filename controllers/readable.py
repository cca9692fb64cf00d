from odoo.http import request


def find_evaluation(evaluation_id, target):
    """Return the evaluation that a route names, and keep on record that `target` of it is taken.

    :param target: the file that the route answers with
    :raises NotFound: if there is no such evaluation
    :raises AccessError: if the user may not read it
    """
    evaluation = request.env["agency.evaluation"].browse(evaluation_id)
    evaluation.check_access("read")
    if not evaluation.exists():
        raise request.not_found()
    request.env["agency.evaluation.access.log"]._record(evaluation, target)
    return evaluation
