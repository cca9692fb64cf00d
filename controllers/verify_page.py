import re
from datetime import date, datetime

from markupsafe import Markup

from odoo.fields import Datetime
from odoo.http import Controller, request, route

from ..report import paper
from ..scoring import period_names
from ..scoring.points import format_points
from .rate_limit import Busy, Memory, RateLimit

_MINUTE = 60
#: Of one address; people who scan codes need far fewer.
_requests = RateLimit(limit=60, seconds=_MINUTE)
#: An evaluation is verified at most once a minute, and only one at a time.
_verifications = Memory(seconds=_MINUTE, patience=10)
#: How many bytes of files a visitor makes the server read; the button of the evaluation reads them all.
_FILE_BUDGET = 64 * 1024 * 1024
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_DOCTYPE = Markup("<!DOCTYPE html>\n")
_HEADERS = [
    ("Cache-Control", "no-store"),
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Robots-Tag", "noindex, nofollow"),
]


class VerifyPage(Controller):
    # As a page of the website, if there is one: what answers for unknown pages there then answers for unknown tokens.
    @route(
        "/agency_evaluation/verify/<token>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        multilang=False,
        sitemap=False,
    )
    def verify(self, token):
        """Tell whoever holds the paper of an approved evaluation whether it is valid, and nothing that is not on it.

        A token is 256 random bits, so neither guessing nor measuring leads to one: there is nothing to compare byte by
        byte, for the database finds the token by its index, and every token that it does not find, of whatever form,
        costs that one look and gives the answer that any unknown page gives. Only who already has a token makes the
        server do more, and that is bounded: by address, by evaluation, to one verification at a time, and in bytes of
        files.

        :raises NotFound: if no evaluation has the token
        """
        if not _requests.allows(request.httprequest.remote_addr or ""):
            return self._refuse()
        # No token is shorter; what has not the form of one is looked up as one that nobody has.
        wanted = token if _TOKEN.fullmatch(token) else "-"
        # sudo: agency.evaluation - whoever holds the paper may know what stands on it
        evaluation = request.env["agency.evaluation"].sudo().search([("seal_token", "=", wanted)])
        if not evaluation:
            raise request.not_found()
        try:
            values = _verifications.recall((request.db, evaluation.id), lambda: self._verify(evaluation))
        except Busy:
            return self._refuse()
        page = paper.in_vietnamese(request.env["ir.qweb"])._render("agency_evaluation.verify_page", values)
        return request.make_response(_DOCTYPE + page.strip(), headers=_HEADERS)

    def _refuse(self):
        """Answer whoever asks too often, and whoever would have to wait too long for others."""
        message = paper.in_vietnamese(request.env["ir.qweb"]).env._("Too many requests. Try again in a minute.")
        headers = [*_HEADERS, ("Content-Type", "text/plain; charset=utf-8"), ("Retry-After", str(_MINUTE))]
        return request.make_response(message, headers=headers, status=429)

    def _verify(self, evaluation):
        """Return what the page shows, as it was sealed; as it is now only where what was sealed is lost."""
        result = evaluation._verify(file_budget=_FILE_BUDGET)
        if sealed := result.manifest:
            (header,) = sealed["records"][evaluation._name].values()
            shown = {
                "reference": header["name"],
                "unit": sealed["unit"],
                "period": period_names.name_in_edition(
                    header.get("edition", period_names.OF_A_YEAR),
                    tuple(date.fromisoformat(header[name]) for name in ("date_from", "date_to")),
                    header["year"],
                ).text,
                "total": float(header["final_points"]),
                "grade": sealed["grade"],
                "date": datetime.fromisoformat(header["approved_on"]),
            }
        else:
            shown = {
                "reference": evaluation.name,
                "unit": evaluation.department_id.name,
                "period": evaluation._named_period().text,
                "total": evaluation.final_points,
                "grade": evaluation.grade_label,
                "date": evaluation.approved_on,
            }
        return {
            **shown,
            "total": format_points(shown["total"]),
            "date": evaluation._agency_time(shown["date"]).strftime("%d/%m/%Y") if shown["date"] else "",
            "seal": evaluation.seal or "",
            "is_valid": not result.differences,
            "all_files_read": result.all_files_read,
            "verified_on": evaluation._agency_time(Datetime.now()).strftime("%H:%M:%S %d/%m/%Y"),
        }
