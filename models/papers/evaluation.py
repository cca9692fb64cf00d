import hashlib
import logging
from collections import defaultdict
from dataclasses import replace

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api, fields, models
from odoo.modules.registry import Registry

from ..evidence.stored_content import StoreUnanswered
from ..lock.after_commit import AfterCommit
from ..lock.own_transaction import own_transaction
from ..lock.values import check_values
from ..seal.evaluation_late_fields import LATE_FIELDS
from .ir_http import after_reply

_logger = logging.getLogger(__name__)
_KEPT = "agency.evaluation.kept.paper"
#: The papers whose PDF is kept, as `paper` of the register names them.
PAPERS = ("score_sheet", "annual_report")
#: What their files are called, Vietnamese as the papers are.
_FILES = {"score_sheet": "Bảng chấm điểm", "annual_report": "Báo cáo"}
#: How many evaluations have their papers rendered while somebody waits; those of more are left to the job.
_AT_ONCE = 3
_JOB = "agency_evaluation.ir_cron_keep_papers"


class EvaluationKeptPapers(models.Model):
    """The official papers of an approved evaluation: rendered once, and these very bytes whenever they are printed."""

    _inherit = "agency.evaluation"

    kept_paper_ids = fields.One2many(_KEPT, "evaluation_id", string="Official Papers", readonly=True)

    def write(self, vals):
        check_values(self, vals)
        result = super().write(vals)
        if vals.keys() & set(LATE_FIELDS):
            # sudo: agency.evaluation - the next edition follows whoever gives number and date
            self.sudo().filtered(lambda evaluation: evaluation.state == "approved")._keep_papers_soon()
        return result

    def _then_keep_papers(self, _reason):
        self._keep_papers_soon()

    def _keep_papers_soon(self):
        """Have the papers rendered and kept as soon as what was done is stored; nothing is lost if that fails.

        Whoever did it does not wait for them. A printer that is broken or slow neither undoes an approval nor holds its
        locks, and one that is undone leaves no paper. What is not rendered then is at the first print, and by the job
        that looks for it.
        """
        _KEEP.note(self.env, self.ids)

    def _official_paper(self, paper):
        """Return the edition of a paper that is printed now, rendered and kept if it is not there yet.

        :param paper: of :data:`PAPERS`
        :raises UserError: if it cannot be rendered
        :raises StoreRefused: if it cannot be kept now
        """
        self.ensure_one()
        # sudo: agency.evaluation - the paper is the same whoever prints it
        evaluation = self.sudo()
        if not (kept := evaluation._kept_edition(paper)):
            # Where the store takes no file, whoever goes on without the paper leaves no record of it.
            with self.env.cr.savepoint():
                kept = evaluation._keep_paper(paper)
        return kept.with_env(self.env)

    def _kept_edition(self, paper):
        """Return the last edition of a paper that says what it has to say now, none if there is none."""
        self.ensure_one()
        said = self._said_late()
        # The last one, for a number that was given by mistake may come back.
        return self.kept_paper_ids.filtered(
            lambda kept: kept.paper == paper and {name: kept[name] for name in said} == said
        ).sorted("edition")[-1:]

    def _said_late(self):
        """Return what tells editions apart: what papers print that came after the approval."""
        self.ensure_one()
        return {
            "report_number": self.report_number or False,
            "report_date": self.report_date or False,
            "notice": self._paper_notice() or False,
        }

    def _keep_paper(self, paper):
        """Render a paper and keep it as its next edition."""
        # Of two at once, the second one sees what the first one kept.
        self._claim()
        self._keep_description()
        self._sealed_papers()  # what is wrong with it is told in the language of who prints, not of papers
        content, engine = self._render_paper(paper)
        digest = hashlib.sha256(content).hexdigest()
        editions = self.kept_paper_ids.filtered(lambda kept: kept.paper == paper).mapped("edition")
        kept = self.env[_KEPT]._create_through(
            [
                {
                    "evaluation_id": self.id,
                    "paper": paper,
                    "edition": max(editions, default=0) + 1,
                    "engine": engine,
                    "made_on": fields.Datetime.now(),
                    "sha256": digest,
                    **self._said_late(),
                }
            ]
        )
        file = self.env["ir.attachment"]._create_through(
            [
                {
                    "name": f"{_FILES[paper]} {self.name} lần {kept.edition}.pdf".replace("/", "-"),
                    "raw": content,
                    "mimetype": "application/pdf",
                    "res_model": _KEPT,
                    "res_id": kept.id,
                }
            ]
        )
        # By it the periodic check compares the file.
        file._write_through({"evidence_sha256": digest})
        return kept

    def _render_paper(self, paper):
        """Return a paper as the bytes of a PDF, and what rendered it; the floor of the papers knows how."""
        raise NotImplementedError

    def _paper_notice(self):
        """Return what papers say of files that were taken out, in their language; that floor knows which."""
        return self._taken_out_notice()

    @api.model
    def _cron_keep_papers(self):
        """Describe and render what was approved before that was kept, and what could not be rendered then."""
        # sudo: agency.evaluation - what was approved is kept, whoever may read it
        waiting = self.sudo()._without_papers()
        for done, evaluation in enumerate(waiting, 1):
            try:
                with self.env.cr.savepoint():
                    evaluation._keep_all_papers()
            except Exception as error:  # pylint: disable=broad-except; the next ones may do better
                _logger.warning("The papers of %s are not kept: %s", evaluation.name, error)
            if not self.env["ir.cron"]._commit_progress(1, remaining=len(waiting) - done):
                return

    def _keep_all_papers(self):
        """Keep what each paper says now, rendered."""
        self.ensure_one()
        for paper in PAPERS:
            self._official_paper(paper)

    @api.model
    def _without_papers(self):
        """Return the approved evaluations of which a paper is not kept with its number and date of now."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT evaluation.id
              FROM agency_evaluation evaluation
              JOIN agency_evaluation_seal seal ON seal.evaluation_id = evaluation.id
             WHERE evaluation.state = 'approved'
               AND %s > (
                       SELECT COUNT(DISTINCT paper)
                         FROM agency_evaluation_kept_paper kept
                        WHERE kept.evaluation_id = evaluation.id
                          AND kept.report_number IS NOT DISTINCT FROM NULLIF(evaluation.report_number, '')
                          AND kept.report_date IS NOT DISTINCT FROM evaluation.report_date
                   )
          ORDER BY evaluation.id DESC
            """,
            [len(PAPERS)],
        )
        return self.browse([id_ for (id_,) in self.env.cr.fetchall()])

    def _verify(self, file_budget=None):
        result = super()._verify(file_budget)
        # sudo: agency.evaluation - what is kept is compared whoever looks at it
        changed, lost, unread, all_read = self.sudo()._compare_kept_papers(file_budget)
        return replace(
            result,
            differences=(*result.differences, *changed),
            lost=(*result.lost, *lost, *unread),
            all_files_read=result.all_files_read and all_read,
            is_paper_changed=bool(changed),
            is_paper_lost=bool(lost),
        )

    def _compare_kept_papers(self, budget):
        """Read the papers that are kept again.

        :param budget: how many bytes are read at most, None for all
        :return: what is not as it was kept, what is lost, and what cannot be read now, one text each, and whether all
            were read
        """
        changed, lost, unread, all_read = [], [], [], True
        editions = defaultdict(set)
        for kept in self.kept_paper_ids:
            editions[kept.paper].add(kept.edition)
            file = kept.attachment_ids[:1]
            if file.quarantine_id:
                continue
            if file and budget is not None:
                budget -= file.file_size
                if budget < 0:
                    all_read = False
                    continue
            try:
                size, digest = file._read_digest() if file else (None, None)
            except StoreUnanswered:
                all_read = False
                unread.append(file._unanswered_text(kept.display_name))
                continue
            if not size:
                lost.append(
                    self.env._("%(paper)s: the official PDF is not in the file store.", paper=kept.display_name)
                )
            elif digest != kept.sha256:
                changed.append(
                    self.env._(
                        "%(paper)s: the official PDF has been changed; its SHA-256 was %(sealed)s and is %(live)s now.",
                        paper=kept.display_name,
                        sealed=kept.sha256,
                        live=digest,
                    )
                )
        papers = dict(self.env[_KEPT]._fields["paper"]._description_selection(self.env))
        for paper, numbers in editions.items():
            lost += [
                self.env._("%(paper)s: edition %(edition)s is no longer there.", paper=papers[paper], edition=number)
                for number in sorted(set(range(1, max(numbers))) - numbers)
            ]
        return changed, lost, unread, all_read

    def _tell_not_kept(self, reason):
        """Tell the managers that the official papers could not be rendered, and what comes of it."""
        for manager in self._managers():
            texts = self.with_context(lang=manager.lang).env
            self.message_notify(
                partner_ids=manager.partner_id.ids,
                subject=texts._("The official PDF is not kept yet"),
                body=texts._(
                    "The official papers of %(evaluation)s could not be rendered: %(reason)s What was approved is "
                    "sealed; the papers are rendered from the seal at the first print, or tonight.",
                    evaluation=self.display_name,
                    reason=reason,
                ),
            )


def _keep_after_commit(database, ids):
    """Render and keep papers, each evaluation in a transaction of its own."""
    if len(ids) > _AT_ONCE:
        with own_transaction(Registry(database)) as cr:
            api.Environment(cr, SUPERUSER_ID, {}).ref(_JOB)._trigger()
    else:
        for id_ in sorted(ids):
            _keep_or_tell(database, id_)


_KEEP = AfterCommit(_keep_after_commit, "The papers of evaluations %s are left to the job", when=after_reply)


def _keep_or_tell(database, id_):
    try:
        with own_transaction(Registry(database)) as cr:
            # An approval that was undone within its transaction is still noted.
            if evaluation := _browse(cr, id_).filtered(lambda one: one.state == "approved"):
                evaluation._keep_all_papers()
    except OperationalError as error:
        # Somebody prints it at this very moment, and keeps it.
        _logger.info("The papers of evaluation %s are rendered by another one: %s", id_, error)
    except Exception as error:  # pylint: disable=broad-except; what was done stays whatever the printer does
        _logger.warning("The papers of evaluation %s could not be rendered", id_, exc_info=error)
        with own_transaction(Registry(database)) as cr:
            _browse(cr, id_)._tell_not_kept(str(error))


def _browse(cr, id_):
    return api.Environment(cr, SUPERUSER_ID, {})["agency.evaluation"].browse(id_).exists()
