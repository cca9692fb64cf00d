from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

_UNIT = "agency.evaluation.campaign.unit"
_ROW = "agency.evaluation.row.analysis"
_EVALUATION = "agency.evaluation"
_PROGRESS = ("waiting", "draft", "submitted", "reviewed", "approved", "withdrawn", "cancelled", "excused")
#: How many rounds a trend goes back, how many rounds can be chosen, and how long the lists of a dashboard are.
_TREND, _CHOICE, _LISTED = 6, 30, 10
#: More units than these are not shown one by one.
_UNITS = 100
_DEADLINES = ("submit_by", "review_by", "approve_by")
_READ = ("name", "state", "company_id", "criteria_set_id", "date_from", "date_to", *_DEADLINES)


class CampaignDashboard(models.Model):
    """What a round has come to at a glance: counted by the database, in as many queries whatever its size.

    Everything is counted by the rules of who looks. Each mark has the domain of the records that it counts.
    """

    _inherit = "agency.evaluation.campaign"

    @api.model
    @api.readonly
    def read_dashboard(self, campaign_id=False, cluster_id=False):
        """Return what the dashboard of a round shows, as plain values.

        :param campaign_id: the round; without one, the one that is open and ends last, else the last one
        :param cluster_id: the cluster whose units the heat map shows one by one; without one, it shows clusters
        :return: a dict, of which "campaign" is False where there is no round that the user reads
        :raises UserError: if these are no ids, or there is no such round for the user
        """
        for given in (campaign_id, cluster_id):
            if given is not False and (isinstance(given, bool) or not isinstance(given, int) or not 0 < given < 2**31):
                raise UserError(self.env._("Choose a round and a cluster."))
        campaigns = self.search_fetch([("state", "!=", "draft")], _READ, limit=_CHOICE)
        campaign = self.search([("id", "=", campaign_id)]) if campaign_id else self._at_work(campaigns)
        if campaign_id and not campaign:
            raise UserError(self.env._("Choose a round and a cluster."))
        choices = [{"id": one.id, "name": one.name} for one in campaigns | campaign]
        if not campaign:
            return {"campaign": False, "campaigns": choices}
        return {
            "campaigns": choices,
            "campaign": campaign._dashboard_head(),
            **campaign._dashboard_progress(),
            "due": campaign._dashboard_due(),
            "findings": campaign._dashboard_findings(),
            "grades": campaign._dashboard_grades(),
            "rows": campaign._dashboard_rows(),
            "unproved": campaign._dashboard_unproved(),
            "heat": campaign._dashboard_heat(cluster_id),
            "trend": campaign._dashboard_trend(campaigns | campaign),
        }

    @api.model
    def _at_work(self, campaigns):
        """Return the round that leaders want to see first."""
        return (campaigns.filtered(lambda campaign: campaign.state == "open") or campaigns)[:1]

    def _dashboard_head(self):
        today = self._today()
        return {
            "id": self.id,
            "name": self.name,
            "state": self.state,
            "state_label": self._state_label(),
            "period": self.period_name,
            "deadlines": [
                {
                    "name": name,
                    "label": self._fields[name]._description_string(self.env),
                    "day": self[name].strftime("%d/%m/%Y"),
                    "days_left": (self[name] - today).days,
                }
                for name in _DEADLINES
                if self[name]
            ],
        }

    def _progressed_units(self):
        """Return the SELECT of the progress of the units of the round that the user reads."""
        units = self.env[_UNIT]
        readable = units._search([("campaign_id", "=", self.id)]).select()
        return units._select_progress(SQL("unit.id IN (%s)", readable))

    def _dashboard_progress(self):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT cluster.id, cluster.name, progress, count(*), count(*) FILTER (WHERE is_late)
                  FROM (%s) progressed
                  JOIN agency_evaluation_campaign_unit unit ON unit.id = unit_id
             LEFT JOIN agency_evaluation_cluster cluster ON cluster.id = unit.cluster_id
              GROUP BY cluster.id, cluster.sequence, cluster.name, progress
              ORDER BY cluster.sequence, cluster.name, cluster.id
                """,
                self._progressed_units(),
            )
        )
        labels = dict(self.env[_UNIT]._fields["progress"]._description_selection(self.env))
        clusters = {}
        for id_, name, progress, count, late in rows:
            cluster = clusters.setdefault(
                id_ or False,
                {"id": id_ or False, "name": name or self.env._("Without a Cluster"), "late": 0, "count": 0, "by": {}},
            )
            cluster["by"][progress] = count
            cluster["late"] += late
            cluster["count"] += count
        found = [name for name in _PROGRESS if any(name in one["by"] for one in clusters.values())]
        return {
            "progress": [
                {
                    "name": name,
                    "label": labels[name],
                    "count": sum(one["by"].get(name, 0) for one in clusters.values()),
                    "domain": [("campaign_id", "=", self.id), ("progress", "=", name)],
                }
                for name in found
            ],
            "clusters": list(clusters.values()),
            "unit_count": sum(one["count"] for one in clusters.values()),
            "late_count": sum(one["late"] for one in clusters.values()),
            "late_domain": [("campaign_id", "=", self.id), ("is_late", "=", True)],
        }

    def _dashboard_due(self):
        """Return the units that somebody has something to do with, the latest first."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT unit_id, progress, due, is_late
                  FROM (%s) progressed
                 WHERE due IS NOT NULL
              ORDER BY due, unit_id LIMIT %s
                """,
                self._progressed_units(),
                _LISTED,
            )
        )
        labels = dict(self.env[_UNIT]._fields["progress"]._description_selection(self.env))
        today = self._today()
        units = self.env[_UNIT].browse([row[0] for row in rows])
        return [
            {
                "id": unit.id,
                "name": unit.department_id.name,
                "progress": progress,
                "label": labels[progress],
                "due": due.strftime("%d/%m/%Y"),
                "days_left": (due - today).days,
                "is_late": is_late,
            }
            for unit, (_id, progress, due, is_late) in zip(units, rows, strict=True)
        ]

    def _dashboard_findings(self):
        """Return what the checks found and nobody settled yet, by check, with the evaluations that have it."""
        findings = self.env["agency.evaluation.finding"]
        unsettled = ["|", ("severity", "=", "error"), "&", ("severity", "=", "warning"), ("justification", "=", False)]
        of_round = [("evaluation_id.campaign_id", "=", self.id), ("evaluation_id.state", "=", "draft")]
        counted = findings._read_group(
            [*of_round, *unsettled], ["code", "severity"], ["__count", "evaluation_id:count_distinct"]
        )
        checks = dict(findings._fields["code"]._description_selection(self.env))
        severities = dict(findings._fields["severity"]._description_selection(self.env))
        return [
            {
                "label": checks[code],
                "severity": severity,
                "severity_label": severities[severity],
                "count": count,
                "units": units,
                "domain": [
                    ("campaign_id", "=", self.id),
                    ("state", "=", "draft"),
                    ("finding_ids", "any", [("code", "=", code), *unsettled]),
                ],
            }
            for code, severity, count, units in sorted(counted, key=lambda row: (row[1], -row[2], row[0]))
        ]

    def _dashboard_grades(self):
        """Return how many evaluations have the points of each grade, of those that are handed in.

        Their conditions, such as the floor of a group, are not looked at: that would add up each sheet.
        """
        of_set = [("set_id", "=", self.criteria_set_id.id)]
        grades = self.env["agency.evaluation.grade"].search_fetch(of_set, ["name"])
        readable = self.env[_EVALUATION]._search(self._handed_in())
        # sudo: agency.evaluation.total - of evaluations that the user reads, points and all
        self.env["agency.evaluation.total"].sudo().flush_model(["final_points", "evaluation_id"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT grade.id, array_agg(total.evaluation_id)
                  FROM agency_evaluation_total total
                  JOIN agency_evaluation_grade grade
                    ON grade.id = ANY(%s)
                   AND (total.final_points > grade.min_points
                        OR grade.include_min AND total.final_points = grade.min_points)
                   AND (total.final_points < grade.max_points
                        OR grade.include_max AND total.final_points = grade.max_points)
                 WHERE total.evaluation_id IN (%s)
              GROUP BY grade.id
                """,
                grades.ids,
                readable.select(),
            )
        )
        found = dict(rows)
        return [
            {
                "label": grade.name,
                "count": len(found.get(grade.id, ())),
                "domain": [("id", "in", found.get(grade.id, []))],
            }
            for grade in grades
        ]

    def _handed_in(self):
        return [("campaign_id", "=", self.id), ("state", "in", ("submitted", "approved"))]

    def _dashboard_rows(self):
        """Return the rows by which the units of the round lose most."""
        counted = self.env[_ROW]._read_group(
            [*self._handed_in(), ("lost_points", ">", 0)],
            ["criterion_id"],
            ["lost_points:sum", "__count"],
            order="lost_points:sum desc, criterion_id",
            limit=_LISTED,
        )
        return [
            {
                "label": criterion.code,
                "name": criterion.name,
                "lost": round(lost, 2),
                "units": count,
                "domain": [*self._handed_in(), ("criterion_id", "=", criterion.id), ("lost_points", ">", 0)],
            }
            for criterion, lost, count in counted
        ]

    def _dashboard_unproved(self):
        """Return how many rows claim points without a document, by cluster."""
        of_round = [("campaign_id", "=", self.id), ("is_unproved", "=", True)]
        counted = self.env[_ROW]._read_group(of_round, ["cluster_id"], ["__count", "evaluation_id:count_distinct"])
        return [
            {
                "label": cluster.name or self.env._("Without a Cluster"),
                "count": count,
                "units": units,
                "domain": [*of_round, ("cluster_id", "=", cluster.id)],
            }
            for cluster, count, units in counted
        ]

    def _dashboard_heat(self, cluster_id):
        """Return the share of the points that is reached in each group, by cluster, or by unit of one cluster."""
        by = "department_id" if cluster_id else "cluster_id"
        domain = [*self._handed_in(), *([("cluster_id", "=", cluster_id)] if cluster_id else [])]
        counted = self.env[_ROW]._read_group(
            domain, [by, "group_id"], ["lost_points:sum", "max_points:sum"], order=f"{by}, group_id"
        )
        groups, lines = {}, {}
        for one, group, lost, maximum in counted:
            groups[group.id] = {"id": group.id, "code": group.code, "name": group.name}
            line = lines.setdefault(
                one.id, {"id": one.id, "name": one.display_name or self.env._("Without a Cluster"), "cells": {}}
            )
            line["cells"][group.id] = {
                "share": round(100 * (maximum - lost) / maximum, 1) if maximum else False,
                "domain": [*domain, (by, "=", one.id), ("group_id", "=", group.id)],
            }
        return {
            "by": "unit" if cluster_id else "cluster",
            "cluster_id": cluster_id,
            "groups": sorted(groups.values(), key=lambda group: group["id"]),
            "lines": list(lines.values())[:_UNITS],
            "left_out": max(len(lines) - _UNITS, 0),
        }

    def _dashboard_trend(self, campaigns):
        """Return the share of the points that each cluster reached in this round and those before it."""
        before = campaigns.filtered(
            lambda one: one.company_id == self.company_id and one.date_to <= self.date_to
        ).sorted("date_to")[-_TREND:]
        handed_in = [("state", "in", ("submitted", "approved")), ("withdrawn_on", "=", False)]
        readable = self.env[_EVALUATION]._search([("campaign_id", "in", before.ids), *handed_in])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT evaluation.campaign_id, cluster.id, cluster.name,
                       100 * SUM(total.final_points) / NULLIF(SUM(total.max_points), 0), count(*)
                  FROM agency_evaluation evaluation
                  JOIN agency_evaluation_total total ON total.evaluation_id = evaluation.id
             LEFT JOIN agency_evaluation_campaign_unit unit
                    ON unit.campaign_id = evaluation.campaign_id AND unit.department_id = evaluation.department_id
             LEFT JOIN agency_evaluation_cluster cluster ON cluster.id = unit.cluster_id
                 WHERE evaluation.id IN (%s)
              GROUP BY evaluation.campaign_id, cluster.id, cluster.sequence, cluster.name
              ORDER BY cluster.sequence, cluster.name, cluster.id
                """,
                readable.select(),
            )
        )
        lines = {}
        for campaign, id_, name, share, count in rows:
            line = lines.setdefault(
                id_, {"id": id_ or False, "name": name or self.env._("Without a Cluster"), "by": {}}
            )
            line["by"][campaign] = {"share": round(float(share), 1) if share is not None else False, "count": count}
        return {
            "rounds": [{"id": one.id, "name": one.period_name or one.name} for one in before],
            "lines": list(lines.values()),
        }
