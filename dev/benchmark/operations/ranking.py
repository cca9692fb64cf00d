"""Ranking a round: what all of its units come to, with places, changes and quota."""

from ..operation import EVALUATION, Case, Operation

SQL_RANKING = "one SQL ranking"
CAMPAIGN = "agency.evaluation.campaign"


class Rank(Operation):
    """A round of evaluations that are all approved is ranked, as the list and the publication have it.

    All of it happens in one transaction that is rolled back, so that other operations find what was there.
    """

    title = "rank a round"
    cases = (Case(count=10), Case(count=100), Case(count=1000))
    references = (SQL_RANKING,)

    def prepare(self):
        self.opened = self.bench.environment()
        self.env = self.opened.__enter__()
        demo = self.env[EVALUATION].browse(self.bench.noted["demo"])
        self.campaign = self.env[CAMPAIGN].create(
            {
                "name": "Đợt đo",
                "criteria_set_id": demo.criteria_set_id.id,
                "date_from": demo.date_from,
                "date_to": demo.date_to,
                "quota_text": "decree_233",
            }
        )
        self.env.flush_all()
        self.env.cr.execute(
            """
            WITH part AS (
                SELECT DISTINCT ON (department_id) id, department_id, company_id
                  FROM agency_evaluation
                 WHERE criteria_set_id = %(set)s AND date_from = %(date_from)s AND date_to = %(date_to)s
                   AND state != 'cancelled' AND campaign_id IS NULL
              ORDER BY department_id, revision DESC
                 LIMIT %(count)s
            ), taken AS (
                UPDATE agency_evaluation SET campaign_id = %(campaign)s, state = 'approved', withdrawn_on = NULL
                  FROM part WHERE agency_evaluation.id = part.id
            )
            INSERT INTO agency_evaluation_campaign_unit (campaign_id, company_id, department_id, sequence)
                 SELECT %(campaign)s, company_id, department_id, 10 FROM part
            """,
            {
                "set": demo.criteria_set_id.id,
                "date_from": demo.date_from,
                "date_to": demo.date_to,
                "count": self.case.count,
                "campaign": self.campaign.id,
            },
        )

    def run(self):
        self.env.invalidate_all()
        self.campaign._results()
        return 0

    def refer(self, reference):
        self.env.cr.execute(
            """
            SELECT unit.department_id, department.name, evaluation.name, seal.grade, total.final_points,
                   rank() OVER (ORDER BY total.final_points DESC) AS overall,
                   rank() OVER (PARTITION BY unit.cluster_id ORDER BY total.final_points DESC) AS in_cluster
              FROM agency_evaluation_campaign_unit unit
              JOIN hr_department department ON department.id = unit.department_id
              JOIN agency_evaluation evaluation ON evaluation.campaign_id = unit.campaign_id
               AND evaluation.department_id = unit.department_id
              JOIN agency_evaluation_total total ON total.id = evaluation.total_id
         LEFT JOIN agency_evaluation_seal seal ON seal.evaluation_id = evaluation.id
             WHERE unit.campaign_id = %s
          ORDER BY overall
            """,
            [self.campaign.id],
        )
        self.env.cr.fetchall()
        return 0

    def finish(self):
        self.opened.__exit__(None, None, None)
