import json
import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from markupsafe import Markup
from werkzeug.exceptions import NotFound

from odoo.fields import Datetime
from odoo.http import Controller, request, route

from ..models.agency.clock import agency_time
from ..models.seal.page_comparison import Busy
from ..report import paper, verify_page
from ..scoring import period_names, plain_data
from ..scoring.points import format_points

_MINUTE = 60
#: Requests of one address in a minute, whichever worker answers; people who scan codes need far fewer.
_LIMIT = 60
#: All workers together compare an evaluation with its seal at most once in so many seconds, and only one at a time,
#: for which a request waits no longer than that; what became of the paper since is looked up for every visitor.
_GOOD_FOR = _MINUTE
_PATIENCE = 10
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


@dataclass(frozen=True, slots=True)
class _Comparison:
    """What comparing an evaluation with its seal showed, and when."""

    is_changed: bool
    is_lost: bool
    is_paper_changed: bool
    is_paper_lost: bool
    keeps_all: bool
    all_files_read: bool
    paper: verify_page.Paper
    made: datetime


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

        The same of what was published of a round, of which the page tells what is public.

        A token is 256 random bits, so neither guessing nor measuring leads to one: there is nothing to compare byte by
        byte, for the database finds the token by its indexes, and every token that it does not find, of whatever form,
        costs those two looks and gives the answer that any unknown page gives. Only who already has a token makes the
        server do more, and that is bounded: by address, by evaluation, to one verification at a time, and in bytes of
        files.

        :raises NotFound: if neither an evaluation nor a publication has the token
        """
        # Behind a proxy, this is the citizen's address only where Odoo is told to trust it (proxy_mode).
        address = request.httprequest.remote_addr or ""
        # sudo: agency.evaluation.visit - whoever asks is counted
        if not request.env["agency.evaluation.visit"].sudo()._allows(address, _LIMIT, _MINUTE):
            return self._refuse()
        # No token is shorter; what has not the form of one is looked up as one that nobody has.
        wanted = token if _TOKEN.fullmatch(token) else "-"
        # sudo: agency.evaluation - whoever holds the paper may know what stands on it
        evaluation = request.env["agency.evaluation"].sudo().search([("seal_token", "=", wanted)])
        # sudo: agency.evaluation.publication - what is published is for everybody
        publication = request.env["agency.evaluation.publication"].sudo().search([("token", "=", wanted)])
        if publication:
            return self._send(self._describe_round(publication))
        if not evaluation and "\0" in token:
            # Odoo would look for a page of this address, and the database has no word for it.
            return NotFound().get_response(request.httprequest.environ)
        if not evaluation:
            raise request.not_found()
        try:
            comparison = self._recall(evaluation)
        except Busy:
            return self._refuse()
        return self._send(self._describe(evaluation, comparison))

    def _send(self, page):
        html = request.env["ir.qweb"]._render("agency_evaluation.verify_page", {"page": page})
        return request.make_response(_DOCTYPE + html.strip(), headers=_HEADERS)

    def _describe_round(self, publication):
        """Return what is true today of what was published of a round, as :class:`verify_page.Page`."""
        local = partial(agency_time, publication)
        content = publication._content()
        moved = publication._moved_since(content) if content else ()
        withdrawn_on = publication.withdrawn_on
        truth = verify_page.judge(
            is_changed=content is None, is_lost=False, is_withdrawn=bool(withdrawn_on), is_replaced=bool(moved)
        )
        announced = content and verify_page.Announced(
            agency=content.agency,
            name=content.name,
            period=content.period,
            number=content.number,
            published_on=local(content.published_on),
            units=tuple(_told(entry, content.shows_points) for entry in _in_public_order(content)),
        )
        successor = withdrawn_on and publication.campaign_id._publication().number
        return verify_page.describe_round(
            truth,
            announced,
            digest=publication.digest,
            made=local(Datetime.now()),
            withdrawn_on=withdrawn_on and local(withdrawn_on),
            successor=successor or 0,
            moved=tuple(moved),
        )

    def _refuse(self):
        """Answer whoever asks too often, and whoever would have to wait too long for others."""
        headers = [*_HEADERS, ("Content-Type", "text/plain; charset=utf-8"), ("Retry-After", str(_MINUTE))]
        return request.make_response(verify_page.too_many(), headers=headers, status=429)

    def _recall(self, evaluation):
        # sudo: agency.evaluation.page.comparison - whoever holds the paper may know what it came to
        kept = request.env["agency.evaluation.page.comparison"].sudo()

        def make():
            return json.dumps(plain_data.dump(self._compare(evaluation)), ensure_ascii=False)

        content = kept._recall(evaluation, make, seconds=_GOOD_FOR, patience=_PATIENCE)
        try:
            return plain_data.load(_Comparison, json.loads(content))
        except plain_data.Unreadable:  # another version of the addon made it, a moment ago
            return self._compare(evaluation)

    def _compare(self, evaluation):
        result = evaluation._verify(file_budget=_FILE_BUDGET)
        return _Comparison(
            is_changed=bool(result.differences),
            is_lost=bool(result.lost),
            is_paper_changed=result.is_paper_changed,
            is_paper_lost=result.is_paper_lost,
            keeps_all=not result.no_longer_kept,
            all_files_read=result.all_files_read,
            paper=self._paper(evaluation, result.sealed),
            made=evaluation._agency_time(Datetime.now()),
        )

    def _describe(self, evaluation, comparison):
        """Return what is true of the paper today, as :class:`verify_page.Page`."""
        successor = evaluation._last_approved_revision()
        local, said = evaluation._agency_time, paper.in_vietnamese(evaluation)
        remarks = (
            said._own_content_note(),
            said._taken_out_notice(),
            comparison.is_paper_changed and verify_page.PAPER_CHANGED,
            comparison.is_paper_lost and verify_page.PAPER_LOST,
        )
        truth = verify_page.judge(
            is_changed=comparison.is_changed,
            is_lost=comparison.is_lost,
            is_withdrawn=bool(evaluation.withdrawn_on),
            is_replaced=bool(successor),
        )
        return verify_page.describe(
            truth,
            replace(comparison.paper, number=evaluation.report_number or "", day=evaluation.report_date or None),
            made=comparison.made,
            all_files_read=comparison.all_files_read,
            keeps_all=comparison.keeps_all,
            withdrawn_on=evaluation.withdrawn_on and local(evaluation.withdrawn_on),
            successor=self._paper(successor, None) if successor else None,
            revision=successor.revision,
            remarks=tuple(filter(None, remarks)),
        )

    def _paper(self, evaluation, sealed):
        """Return a paper as :class:`verify_page.Paper`, as it was sealed; as it is now where `sealed` is None.

        Its number and date are given after it was sealed.
        """
        if sealed:
            (header,) = sealed.records[evaluation._name].values()
            unit, grade, total = sealed.unit, sealed.grade, float(header["final_points"])
            approved_on = datetime.fromisoformat(header["approved_on"])
            period = period_names.name_in_edition(
                header.get("edition", period_names.OF_A_YEAR),
                tuple(date.fromisoformat(header[name]) for name in ("date_from", "date_to")),
                header["year"],
            )
        else:
            unit, grade, total = evaluation._paper_unit(), evaluation.grade_label, evaluation.final_points
            period, approved_on = evaluation._named_period(), evaluation.approved_on
        return verify_page.Paper(
            number=evaluation.report_number or "",
            day=evaluation.report_date or None,
            unit=unit,
            period=period.text,
            total=format_points(total),
            grade=grade or "",
            approved_on=evaluation._agency_time(approved_on) if approved_on else None,
            seal=evaluation.seal or "",
        )


def _in_public_order(content):
    """Return the units as the page lists them: where places are not public, their order does not tell them."""
    entries = content.results.entries
    return entries if content.shows_points else sorted(entries, key=lambda entry: entry.name.casefold())


def _told(entry, shows_points):
    """Return what the page tells of a unit in a round: the class alone, unless the round says more."""
    has_points = shows_points and entry.points is not None
    return verify_page.unit_entry(
        entry.name,
        entry.decided,
        points=format_points(float(entry.points)) if has_points else "",
        rank=str(entry.overall.rank) if has_points and entry.overall else "",
        is_excused=entry.unranked == "EXCUSED",
    )
