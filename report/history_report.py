from odoo import models

from ..scoring import changes
from . import history_xlsx
from .history import NAME, Entry, History


class HistoryReport(models.AbstractModel):
    """Turns the changes of an evaluation into a sheet of its dossier, and into lines for programs."""

    _name = "agency.evaluation.history.report"
    _description = "History of Changes"

    def _write(self, evaluation):
        """Return the files of the history as (name, extension, content); `evaluation` is in the language of papers."""
        return [
            (NAME, "xlsx", history_xlsx.write(self._describe(evaluation))),
            (NAME, "jsonl", changes.write_lines(evaluation._history())),
        ]

    def _describe(self, evaluation):
        """Return the changes that the user may read, which are all, as :class:`History`."""
        found = evaluation.env["agency.evaluation.change"].search([("evaluation_id", "=", evaluation.id)], order="id")
        name = _Namer(evaluation)
        sealed = self._sealed_subjects(evaluation)
        entries = [
            Entry(
                on=change.changed_text,
                code=change.code,
                subject=sealed.get(change.code)
                or (change.line_id.name or change.fact_id.display_name or "").partition("\n")[0],
                label=change.label,
                old=name.value(change.old_value, change.old_text),
                new=name.value(change.new_value, change.new_text),
                by=name.person(change.user_id, change.user_name),
                way=change.way_text or "",
            )
            for change in found
        ]
        title = f"{evaluation.name} · {evaluation._paper_unit()} {evaluation._named_period().text}"
        return History(title, evaluation.line_ids[:1].history_since or "", entries)

    def _sealed_subjects(self, evaluation):
        """Return what rows and facts are called in the sealed index of the dossier, by their codes."""
        described = evaluation._sealed_papers()
        if not described:
            return {}
        index = evaluation.env["agency.evaluation.dossier.report"]._read_sealed_paper(described)
        return {subject.code: subject.text.partition("\n")[0] for subject in (*index.rows, *index.facts)}


class _Namer:
    """Names those who changed something as the agency gives it away: by their names, or by their functions."""

    def __init__(self, evaluation):
        self._evaluation = evaluation
        # sudo: res.company - what an agency gives away is no secret
        self._is_named = evaluation.company_id.sudo().agency_dossier_people == "names"
        self._functions = {}
        self._sealed = evaluation._sealed_functions()

    def person(self, user, name):
        return name if self._is_named else self._function(user)

    def value(self, kept, text):
        """Return a value; the names of people are those of values, too."""
        if not self._is_named and kept and kept.startswith("res.users,") and text != kept:
            return self._function(self._evaluation.env["res.users"].browse(int(kept.partition(",")[2])))
        return text or ""

    def _function(self, user):
        if user not in self._functions:
            # sudo: res.users - what somebody is in the agency is what it gives away
            function = self._sealed.get(f"res.users,{user.id}") or self._evaluation.sudo()._function_of(user.sudo())
            self._functions[user] = function
        return self._functions[user]
