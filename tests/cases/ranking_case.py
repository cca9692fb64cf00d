from ...scoring import manifest
from .round_case import EVALUATION, RoundCase

RANKING = "agency.evaluation.ranking"
PUBLICATION = "agency.evaluation.publication"


class RankingCase(RoundCase):
    """Rounds that are decided, with the seals that approving leaves, without the way there."""

    TOP, GOOD, DONE = "Xuất sắc", "Tốt", "Hoàn thành"

    @classmethod
    def make_graded_set(cls, code, publish=True, **values):
        made = cls.make_criteria_set(code, [("I", None, "I", 100.0)], publish=False, **values)
        cls.env["agency.evaluation.grade"].create(
            [
                {
                    "set_id": made.id,
                    "sequence": place,
                    "name": name,
                    "min_points": least,
                    "max_points": most,
                    "include_max": most == 100,
                }
                for place, (name, least, most) in enumerate(
                    [(cls.TOP, 90, 100), (cls.GOOD, 70, 90), (cls.DONE, 0, 70)], 1
                )
            ]
        )
        if publish:
            made.action_publish()
        return made

    def decide(self, campaign, decided):
        """Let the first units of a round have evaluations that are approved with these points and classes."""
        evaluations = self.env[EVALUATION].sudo()
        for unit, (points, grade) in zip(campaign.unit_ids.sorted("id"), decided, strict=False):
            unit.sudo()._write_through({"excused_on": False, "excuse": False})
            evaluation = evaluations.search(
                [("campaign_id", "=", campaign.id), ("department_id", "=", unit.department_id.id)]
            )
            self.seal_as(evaluation, points, grade)
        self.env.invalidate_all()

    def seal_as(self, evaluation, points, grade):
        data = {
            "schema": manifest.SCHEMA,
            "fields": {},
            "records": {EVALUATION: {str(evaluation.id): {"final_points": points}}},
            "unit": evaluation.department_id.name,
            "grade": grade or None,
            "names": {},
            "people": {},
            "papers": "",
        }
        content = manifest.canonical(data)
        digest = manifest.digest(content)
        evaluation.total_id._write_through({"final_points": points})
        evaluation._write_through({"state": "approved", "seal": digest})
        self.env["agency.evaluation.seal"].sudo()._create_through(
            [{"evaluation_id": evaluation.id, "manifest": content.decode(), "digest": digest, "grade": grade}]
        )
        self.env.flush_all()

    def closed_with(self, decided, count=None, departments=None, **values):
        """Make a round, with all of it decided, and close it."""
        own = departments if departments is not None else self.departments[: count or len(decided)]
        values.setdefault("criteria_set_id", self.graded_set.id)
        campaign = self.make_campaign(own, **values)
        self.open_and_make(campaign)
        self.decide(campaign, decided)
        self.as_user("manager", campaign).action_close()
        return campaign

    def lines(self, campaign, role="manager"):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env[RANKING].with_user(self.users[role]).search([("campaign_id", "=", campaign.id)])
