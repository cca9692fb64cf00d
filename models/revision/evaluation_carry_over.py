import json
import re

from odoo import models
from odoo.fields import Command
from odoo.models import MAGIC_COLUMNS
from odoo.tools import SQL

from ...scoring.revision import Aspect
from ..history.way import came_by
from .line import NEW_ROW

_EVIDENCE = "agency.evaluation.evidence"
#: The mark of a row of which the unit was relieved then, or is now.
RELIEF = "relief"
#: Where the HTML of a section names a stored picture.
_PICTURE = re.compile(r"(/web/(?:image|content)/)(\d+)")


class EvaluationCarryOver(models.Model):
    """What a revision takes over from the evaluation that it revises.

    The database copies rows, documents and files itself: the ORM would send a statement for every hundred of them, and
    read every file again. A file stays one file in the store, known by its SHA-256, whoever of the two goes first.
    """

    _inherit = "agency.evaluation"

    def _change_labels(self):
        """Return what may have changed in a criterion as users read it."""
        return {
            Aspect.TEXT.value: self.env._("the text"),
            Aspect.HEADING.value: self.env._("the heading above it"),
            Aspect.MAXIMUM.value: self.env._("the maximum points"),
            Aspect.RULES.value: self.env._("the rules"),
            Aspect.KIND.value: self.env._("the kind of row"),
            RELIEF: self.env._("the relief"),
        }

    def _carry_over(self, origin):
        """Fill this new draft with what is unchanged since `origin`."""
        self.ensure_one()
        self.env.flush_all()
        with came_by("carried_over"):
            lines = self._carry_rows(origin)
            facts = self._carry_facts(origin)
        # What was taken out is not carried on, neither is what a document says of it.
        whole = origin.evidence_ids.filtered(lambda document: not document.attachment_ids.quarantine_id)
        self._carry_documents(whole, lines, facts)
        self._carry_sections(origin)
        # Whoever judges the revision judges their answers, too.
        self._write_through({"contributor_ids": [Command.set(origin.contributor_ids.ids)]})
        if self.criteria_set_id != origin.criteria_set_id:
            grades = {grade.name: grade.id for grade in self.criteria_set_id.grade_ids}
            self._write_through({"claimed_grade_id": grades.get(origin.claimed_grade_id.name, False)})
        self.modified(["line_ids"])
        self._totals_changed()
        self._refresh_findings()
        self._carry_justifications(origin)

    def _rows_before(self, origin):
        """Return (row of `origin` that it goes back to, names of what changed since) by each row; None for new rows.

        Whatever set and period `origin` is of. A row without changes may take over what the other one says.
        """
        old, new = origin.criteria_set_id._revision_sheet(), self.criteria_set_id._revision_sheet()
        sources = new.match(old)
        old_lines = {line.code: line for line in origin.line_ids}
        found = {}
        for line in self.line_ids:
            source = sources.get(line.code)
            changes = [aspect.value for aspect in new.changes(line.code, old, source)] if source else [NEW_ROW]
            # What a unit is relieved of follows from the decisions that hold now, not from an earlier answer.
            if source and line._is_relieved() != old_lines[source]._is_relieved():
                changes.append(RELIEF)
            found[line] = (old_lines[source] if source else None, changes)
        return found

    def _facts_before(self, origin):
        """Return the fact of `origin` that is the same as each fact, by this; others have none."""
        old, new = (evaluation.criteria_set_id._fact_definitions() for evaluation in (origin, self))
        sources = {fact.code: fact for fact in origin.fact_ids if old[fact.code] == new.get(fact.code)}
        return {fact: sources[fact.code] for fact in self.fact_ids if fact.code in sources}

    def _carry_rows(self, origin):
        """Take over the answers of unchanged rows; return the ids of these rows by those of the earlier ones."""
        rows, carried = [], {}
        for line, (source, changes) in self._rows_before(origin).items():
            is_carried = not changes and not line.is_heading and not line._is_relieved()
            if is_carried:
                carried[source.id] = line.id
            rows.append(
                {
                    "id": line.id,
                    "source": source.id if source else None,
                    "is_carried": is_carried,
                    "changes": ",".join(changes) or None,
                }
            )
        answers = [
            SQL("%s = CASE WHEN carried.is_carried THEN old.%s ELSE line.%s END", *[SQL.identifier(name)] * 3)
            for name in self.line_ids._carried_fields()
        ]
        self.line_ids._note_before()
        self.env.execute_query(
            SQL(
                """
                UPDATE agency_evaluation_line line
                   SET revision_changes = carried.changes,
                       user_id = COALESCE(old.user_id, line.user_id),
                       reviewer_id = old.reviewer_id,
                       final_points = CASE WHEN carried.is_carried THEN old.self_points ELSE line.final_points END,
                       has_points = carried.is_carried AND old.status = 'scored',
                       %(answers)s
                  FROM jsonb_to_recordset(%(rows)s::jsonb) AS carried (
                           id integer, source integer, is_carried boolean, changes text
                       )
             LEFT JOIN agency_evaluation_line old ON old.id = carried.source
                 WHERE line.id = carried.id
             RETURNING line.id
                """,
                answers=SQL(", ").join(answers),
                rows=json.dumps(rows),
            )
        )
        self.line_ids.invalidate_recordset()
        return carried

    def _carry_facts(self, origin):
        """Take over the numbers of unchanged facts; return the ids of these facts by those of the earlier ones."""
        carried, measures = {}, []
        for fact, source in self._facts_before(origin).items():
            carried[source.id] = fact.id
            if source.note or source.origin or source.user_id:
                user = source.user_id or fact.user_id
                fact._write_through({"note": source.note, "origin": source.origin, "user_id": user.id})
            # What was approved before dated each month into the year of the evaluation.
            days = fact._days_of_parts() if origin.edition < 2 else {}
            for measure in source.measure_ids:
                day = measure.period and days.get(measure.period.month, measure.period)
                measures.append({"fact_id": fact.id, "period": day, "value": measure.value})
        self.env["agency.evaluation.measure"].create(measures)
        return carried

    def _carry_documents(self, originals, lines, facts):
        """Copy documents with their files; each proves what it proved, as far as that was taken over.

        :param lines: the ids of the rows that took over, by those that they took over from
        :param facts: the same of facts
        """
        evidence = self.env[_EVIDENCE]
        documents = self._copy_records(originals, evaluation_id=self.id, review_state="pending")
        files = self._copy_records(
            originals.attachment_ids,
            res_id=_translated(documents, SQL("source.res_id")),
            evidence_sha256=SQL("source.evidence_sha256"),
            evidence_dangers=SQL("source.evidence_dangers"),
        )
        for name, targets in (("attachment_ids", files), ("line_ids", lines), ("fact_ids", facts)):
            self._copy_links(evidence._fields[name], documents, targets)
        self.env.invalidate_all()

    def _copy_records(self, records, **values):
        """Copy rows of a table in one statement; return the new ids by the old ones.

        :param values: what the copies have instead; fields that are not copied are left empty otherwise
        """
        columns = {
            name: SQL("source.%s", SQL.identifier(name)) if field.copy else SQL("NULL")
            for name, field in records._fields.items()
            if field.store and field.column_type and name not in MAGIC_COLUMNS
        }
        columns |= {name: value if isinstance(value, SQL) else SQL("%s", value) for name, value in values.items()}
        if not records:
            return {}
        inserted = self.env.execute_query(
            SQL(
                """
                INSERT INTO %(table)s (%(names)s, create_uid, create_date, write_uid, write_date)
                     SELECT %(values)s, %(user)s, now() AT TIME ZONE 'UTC', %(user)s, now() AT TIME ZONE 'UTC'
                       FROM %(table)s source
                      WHERE source.id IN %(ids)s
                   ORDER BY source.id
                  RETURNING id
                """,
                table=SQL.identifier(records._table),
                names=SQL(", ").join(SQL.identifier(name) for name in columns),
                values=SQL(", ").join(columns.values()),
                user=self.env.uid,
                ids=tuple(records.ids),
            )
        )
        return dict(zip(sorted(records.ids), sorted(id_ for (id_,) in inserted), strict=True))

    def _copy_links(self, field, sources, targets):
        """Link the copies of `sources` to the copies of what those are linked to, where there are any."""
        if not sources or not targets:
            return
        left, right = SQL.identifier(field.column1), SQL.identifier(field.column2)
        self.env.execute_query(
            SQL(
                """
                INSERT INTO %(relation)s (%(left)s, %(right)s)
                     SELECT %(new_left)s, %(new_right)s
                       FROM %(relation)s
                      WHERE %(left)s IN %(sources)s AND %(right)s IN %(targets)s
                  RETURNING %(left)s
                """,
                relation=SQL.identifier(field.relation),
                left=left,
                right=right,
                new_left=_translated(sources, left),
                new_right=_translated(targets, right),
                sources=tuple(sources),
                targets=tuple(targets),
            )
        )

    def _carry_sections(self, origin):
        """Take over the texts of the sections that start as they did before, with the pictures that they show."""
        sources = {(section.template_id.title, section.template_id.body): section for section in origin.section_ids}
        targets = {
            section: source
            for section in self.section_ids
            if (source := sources.get((section.template_id.title, section.template_id.body)))
        }
        ids = {source.id: section.id for section, source in targets.items()}
        pictures = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "agency.evaluation.section"),
                ("res_id", "in", list(ids)),
                ("quarantine_id", "=", False),
            ]
        )
        copies = self._copy_records(
            pictures,
            res_id=_translated(ids, SQL("source.res_id")),
            evidence_sha256=SQL("source.evidence_sha256"),
        )
        for section, source in targets.items():
            section._write_through({"body": _with_own_pictures(source.body, copies), "filled": source.filled})

    def _carry_justifications(self, origin):
        """Take over why findings are in order, where the same is found again."""
        known = {finding._cause(): finding.justification for finding in origin.finding_ids}
        for finding in self.finding_ids:
            if justification := known.get(finding._cause()):
                finding._write_through({"justification": justification})


def _translated(new_ids, column):
    """Return the SQL that gives the new id for the old one in `column`."""
    return SQL("(%s::jsonb ->> %s::text)::integer", json.dumps(new_ids), column)


def _with_own_pictures(body, copies):
    """Return the HTML of a section with its pictures replaced by their copies, whose ids are given by those."""

    def replace(match):
        return f"{match[1]}{copies.get(int(match[2]), match[2])}"

    return _PICTURE.sub(replace, body) if body else body
