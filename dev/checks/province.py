"""Can the province still be made, and is it what it says?"""

from provinces import database
from runtime import databases

from .runner import CheckFailed

_ROUNDS = "SELECT state FROM agency_evaluation_campaign ORDER BY date_to"
_EVALUATIONS = """
    SELECT evaluation.state, count(*)
      FROM agency_evaluation evaluation
      JOIN agency_evaluation_campaign campaign ON campaign.id = evaluation.campaign_id
     WHERE {which} GROUP BY evaluation.state ORDER BY evaluation.state
"""
#: Seals, of evaluations that are no copies of each other: each has points and a seal of its own.
_SEALS = """
    SELECT count(DISTINCT evaluation.seal), count(DISTINCT total.final_points) > 1
      FROM agency_evaluation evaluation
      JOIN agency_evaluation_total total ON total.evaluation_id = evaluation.id
     WHERE evaluation.state = 'approved' AND evaluation.campaign_id IS NOT NULL
"""


def small(name: str) -> int:
    """Make a province of one unit in each cluster.

    :raise CheckFailed: when it has other rounds, evaluations or seals than it should
    """
    database.make(name, 1)
    found = {
        "rounds": databases.sql(_ROUNDS, name),
        "of closed rounds": databases.sql(_EVALUATIONS.format(which="campaign.state != 'open'"), name),
        "of the open round": databases.sql(_EVALUATIONS.format(which="campaign.state = 'open'"), name),
        "seals, and whether points differ": databases.sql(_SEALS, name),
    }
    expected = {
        "rounds": [["published"], ["closed"], ["open"]],
        "of closed rounds": [["approved", "8"]],
        # the last draft is excused, and so cancelled
        "of the open round": [["cancelled", "1"], ["draft", "1"], ["submitted", "2"]],
        "seals, and whether points differ": [["8", "t"]],
    }
    if found != expected:
        raise CheckFailed(f"The province has {found}, not {expected}.")
    return 1
