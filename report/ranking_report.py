from odoo import api, models
from odoo.fields import Datetime

from ..models.agency.clock import agency_time
from .ranking import Line, RankingSheet


class RankingReport(models.AbstractModel):
    """Collects the ranking of a round as far as its user may read it."""

    _name = "agency.evaluation.ranking.report"
    _description = "Ranking on Paper"

    @api.model
    def _collect(self, campaign):
        """Return the :class:`ranking.RankingSheet` of a round.

        :raises AccessError: if the user may not read the ranking
        """
        readable = self.env["agency.evaluation.ranking"].search([("campaign_id", "=", campaign.id)])
        # sudo: hr.department - what those are called whose lines the user may read
        units = set(readable.sudo().department_id.ids)
        results = campaign._results()
        return RankingSheet(
            title=f"{campaign.name} – {campaign.criteria_set_id.sudo().name}",
            notes=tuple(self._notes(campaign, results)),
            lines=tuple(self._line(readable, entry) for entry in results.entries if entry.unit in units),
        )

    @api.model
    def _notes(self, campaign, results):
        # sudo: agency.evaluation.publication - what is published is for everybody
        publication = campaign._publication() if campaign.state == "published" else None
        if publication:
            day = agency_time(campaign, publication.published_on)
            yield f"Đã công bố ngày {day:%d/%m/%Y}, lần {publication.number}."
            yield f"Mã bản công bố (SHA-256): {publication.digest}"
            yield f"Kiểm tra tại: {publication.url}"
        else:
            yield f"Bản tạm tính lúc {agency_time(campaign, Datetime.now()):%H:%M ngày %d/%m/%Y}, chưa công bố."
        if results.share and self.env.user.has_group("agency_evaluation.group_company_reader"):
            yield from campaign._describe_share(results.share).splitlines()

    @api.model
    def _line(self, lines, entry):
        quotas = dict(lines._fields["quota"]._description_selection(self.env))
        remarks = [lines._describe_unranked(entry)] if entry.unranked else []
        if entry.quota:
            remarks.append(quotas[entry.quota])
        if not entry.move and not entry.unranked and (told := lines._describe_against(entry)):
            remarks.append(told)
        return Line(
            rank=entry.overall.rank if entry.overall else None,
            is_tied=bool(entry.overall and entry.overall.is_tied),
            unit=entry.name,
            cluster=entry.cluster_name,
            cluster_rank=entry.in_cluster.rank if entry.in_cluster else None,
            points=entry.points,
            gain=entry.gain,
            rise=entry.move.steps if entry.move else None,
            reached=entry.grade,
            grade=entry.decided,
            remark="; ".join(remarks),
        )
