from odoo.http import Controller, content_disposition, request, route

from ..report import paper, ranking, ranking_xlsx, score_sheet_xlsx
from ..report.file_names import safe_name


class RankingController(Controller):
    @route("/agency_evaluation/campaign/<int:campaign_id>/ranking.xlsx", type="http", auth="user_or_key")
    def ranking_xlsx(self, campaign_id):
        """Download the ranking of a round, as far as the user may read it, as an Excel file.

        :raises NotFound: if there is no such round
        :raises AccessError: if the user may not read the round
        """
        campaign = request.env["agency.evaluation.campaign"].browse(campaign_id)
        campaign.check_access("read")
        if not campaign.exists():
            raise request.not_found()
        log = request.env["agency.evaluation.access.log"]
        log._record_of(campaign.company_id, campaign.name, f"ranking.xlsx, {campaign.id}")
        campaign = paper.in_vietnamese(campaign)
        content = ranking_xlsx.write(campaign.env["agency.evaluation.ranking.report"]._collect(campaign))
        return request.make_response(
            content,
            headers=[
                ("Content-Type", score_sheet_xlsx.CONTENT_TYPE),
                ("Content-Disposition", content_disposition(f"{safe_name(f'{ranking.TITLE} {campaign.name}')}.xlsx")),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store, private"),
            ],
        )
