from odoo import api, models

from ..reading import working_copy as layout
from ..scoring.numbers import typed_readings
from .working_copy_xlsx import Copy, CopyFact, CopyRow


class WorkingCopyReport(models.AbstractModel):
    """Turns drafts into plain working copies, each with what its reader sees of the evaluation."""

    _name = "agency.evaluation.working.copy.report"
    _description = "Working Copy"
    _inherit = ["agency.evaluation.paper.report"]

    @api.model
    def _collect(self, evaluations):
        """Return the working copy of each evaluation, as :class:`Copy`.

        :raises AccessError: if the user may not read an evaluation
        :raises UserError: unless each is a draft in which the user may write something
        """
        for evaluation in evaluations:
            evaluation._check_copy_open()
        return super()._collect(evaluations)

    def _prepare_paper(self, evaluation):
        lines, facts = evaluation._copy_parts()
        below = self._places_below(lines)
        rolled_up = evaluation._rolled_up()
        is_whole = len(evaluation._all_lines()) == len(lines)
        return Copy(
            reference=evaluation._copy_reference(),
            name=evaluation.name,
            # sudo: hr.department - whoever sees an evaluation knows its unit
            unit=evaluation._unit_name(),
            period=evaluation._named_period().text,
            excluded=rolled_up.own.total.excluded,
            bonus_maximum=rolled_up.own.total.bonus_maximum,
            rows=tuple(self._prepare_row(line, below.get(line, ())) for line in lines),
            groups=below.get(lines.browse(), ()),
            # Whoever states none of them gets the rows alone.
            facts=tuple(self._prepare_fact(fact) for fact in facts) if any(facts.mapped("can_check")) else (),
            maximum=rolled_up.own.total.maximum if is_whole else None,
            total=rolled_up.own.points,
            texts={name: lines._fields[name]._description_string(lines.env) for name in layout.TEXTS},
        )

    def _prepare_row(self, line, children):
        criterion = line.criterion_id
        parts = [*criterion.rule_ids.mapped("name"), criterion.guidance, line.working, *line._copy_notes()]
        parts.append(criterion.may_not_apply_reason)
        return CopyRow(
            code=line.code,
            number=criterion.number or "",
            text=criterion.name,
            level=line.level,
            is_heading=line.is_heading,
            maximum=line.max_points,
            points=line.self_points if line.has_points else None,
            is_not_applicable=line.status == "not_applicable",
            is_relieved=line._is_relieved(),
            is_bonus=line.is_bonus and not line.is_heading,
            may_not_apply=line.may_not_apply,
            suggestion=line.suggested_points if line.has_suggestion or line.is_provisional else None,
            is_provisional=line.is_provisional,
            help="" if line.is_heading else "\n".join(f"• {part}" for part in parts if part),
            is_open=line.can_answer,
            values=line._copy_values(),
            children=children,
        )

    def _prepare_fact(self, fact):
        values = fact._copy_values()
        numbers = {name: float(_read_back(value)) for name, value in values.items() if name != layout.NOTE and value}
        indicator = fact.indicator_id
        return CopyFact(
            code=fact.code,
            name=indicator.name,
            unit=fact.unit or "",
            is_monthly=fact.frequency != "year" and not fact._is_computed(),
            aggregate=fact.aggregate,
            counted=tuple(fact._days_of_parts()),
            total=_read_back(fact.total) if fact.total else None,
            help=fact.guidance or "",
            values=values,
            numbers=numbers,
            open_fields=fact._copy_open_fields(),
            bounds=indicator._bounds(),
            allowed=indicator._describe_allowed(),
        )


def _read_back(written):
    """Return the number that the addon wrote; what is computed may be longer than what may be typed."""
    (number,) = typed_readings(written)
    return number
