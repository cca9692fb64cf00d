from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...scoring.points import format_points
from ...scoring.round import known_texts, quota
from ..lock.values import check_values
from .campaign_steps import STEPS
from .campaign_workflow import checked_reason

#: The texts whose figures fill the fields of a quota.
_TEXTS = {
    "decree_233": known_texts.DECREE_233_QUOTA,
    "party_366": known_texts.PARTY_366_QUOTA,
    "college_1923": known_texts.KON_TUM_1923_QUOTA,
}
_BASES = {"good": quota.Base.GOOD, "good_and_above": quota.Base.GOOD_AND_ABOVE, "all": quota.Base.ALL_CLASSED}
_ROUNDINGS = {"down": quota.Rounding.DOWN, "half_up": quota.Rounding.HALF_UP, "up": quota.Rounding.UP}
_EFFECTS = {"rule": quota.Effect.RULE, "warning": quota.Effect.WARNING}
#: What decides on places and classes, and on what is public of them; a change in an open round is on record.
RULES = ("veto_indicator_ids", "shows_points")
#: The fields that a text fills in.
_FIGURES = (
    "quota_base",
    "quota_percent",
    "quota_exception_percent",
    "quota_counts_cut",
    "quota_small_below",
    "quota_small_limit",
    "quota_rounding",
    "quota_effect",
    "quota_source",
)


class CampaignQuota(models.Model):
    """How many units of a round may be in the top class: figures of a text, or the agency's own, as data."""

    _inherit = "agency.evaluation.campaign"

    quota_text = fields.Selection(
        [
            ("decree_233", "Decree 233/2026/NĐ-CP"),
            ("party_366", "Regulation 366-QĐ/TW"),
            ("college_1923", "Decision 1923/QĐ-CĐKT"),
        ],
        string="Figures of the Quota",
        open_in=("draft", "open"),
        help="Fills in the figures of a text in force; they may be changed.",
    )
    quota_base = fields.Selection(
        [
            ("good", "Units in the class below the top"),
            ("good_and_above", "Units in the class below the top and above"),
            ("all", "All units that have a class"),
        ],
        string="Share Of",
        open_in=("draft", "open"),
        help="Of which units the quota of the top class is a share; empty where there is no quota.",
    )
    quota_percent = fields.Float(
        string="At Most (%)",
        digits=(5, 2),
        open_in=("draft", "open"),
    )
    quota_exception_percent = fields.Float(
        string="By Decision up To (%)",
        digits=(5, 2),
        open_in=("draft", "open"),
        help="The higher share that the authority may decide for outstanding results; 0 where it may not.",
    )
    quota_counts_cut = fields.Boolean(
        string="Those Over It Count in the Class Below",
        default=True,
        open_in=("draft", "open"),
    )
    quota_small_below = fields.Integer(
        string="Fewer Units Than",
        open_in=("draft", "open"),
        help="With fewer units in all the share is not asked for; 0 for no such rule.",
    )
    quota_small_limit = fields.Integer(string="Then at Most", open_in=("draft", "open"))
    quota_rounding = fields.Selection(
        [("down", "Down"), ("half_up", "Half up"), ("up", "Up")],
        string="Part of a Unit",
        default="down",
        open_in=("draft", "open"),
    )
    quota_effect = fields.Selection(
        [("rule", "They get the class below"), ("warning", "They are only named")],
        string="Units Over It",
        default="rule",
        open_in=("draft", "open"),
    )
    quota_source = fields.Char(string="Legal Basis", open_in=("draft", "open"))
    quota_decided_percent = fields.Float(
        string="Share Decided (%)", digits=(5, 2), readonly=True, help="By decision of the authority; 0 for none."
    )
    quota_message = fields.Text(
        string="Quota", compute="_compute_quota_message", help="How many may be in the top class, and who is over it."
    )

    _quota_check = models.Constraint(
        "CHECK (quota_base IS NULL OR (quota_percent BETWEEN 0 AND 100 AND (quota_exception_percent = 0 OR "
        "(quota_exception_percent > quota_percent AND quota_exception_percent <= 100))))",
        "A quota is a share of 0 to 100 %, and by decision a higher one.",
    )
    _quota_small_check = models.Constraint(
        "CHECK (quota_small_below >= 0 AND quota_small_limit >= 0)", "There are no negative numbers of units."
    )

    @api.onchange("quota_text")
    def _onchange_quota_text(self):
        # What an agency gave itself stays when it no longer goes by a text.
        if figures := _TEXTS.get(self.quota_text):
            self.update(_values(figures))

    @api.model
    def _with_figures(self, vals):
        """Return values with the figures of the text that they name, as far as they say no others."""
        text = vals.get("quota_text")
        figures = _TEXTS.get(text) if isinstance(text, str) else None
        return {**_values(figures), **vals} if figures else vals

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            check_values(self.browse(), vals)
        return super().create([self._with_figures(vals) for vals in vals_list])

    def write(self, vals):
        check_values(self, vals)
        if self._is_own_write(vals) or not vals.keys() & {"quota_text", *_FIGURES, *RULES}:
            return super().write(vals)
        self.check_access("write")
        vals = self._with_figures(vals)
        before = {campaign: campaign._described_rules() for campaign in self if campaign.state == "open"}
        result = super().write(vals)
        for campaign, rules in before.items():
            if (now := campaign._described_rules()) != rules:
                campaign._record("rules", before=rules, after=now)
        return result

    def _described_rules(self):
        """Return the rules of the ranking in words, for the register."""
        told = []
        for name in (*_FIGURES, *RULES):
            field, value = self._fields[name], self[name]
            if field.type == "selection":
                value = dict(field._description_selection(self.env)).get(value)
            elif field.type == "boolean":
                value = self.env._("yes") if value else self.env._("no")
            elif field.type == "float":
                value = format_points(value)
            elif field.relational:
                value = ", ".join(value.mapped("name"))
            told.append(f"{field._description_string(self.env)}: {value or '–'}")
        return "; ".join(told)

    def _quota(self):
        """Return the quota as :class:`quota.Quota`, None if there is none."""
        if not self.quota_base:
            return None
        return quota.Quota(
            percent=_percent(self.quota_percent),
            base=_BASES[self.quota_base],
            exception_percent=_percent(self.quota_exception_percent) or None,
            counts_the_cut=self.quota_counts_cut,
            small_below=self.quota_small_below,
            small_limit=self.quota_small_limit,
            rounding=_ROUNDINGS[self.quota_rounding or "down"],
            effect=_EFFECTS[self.quota_effect or "rule"],
            source=self.quota_source or "",
        )

    @api.depends("quota_base", "quota_decided_percent", "state", "unit_ids")
    @api.depends_context("lang", "uid")
    def _compute_quota_message(self):
        is_told = self.env.user.has_group("agency_evaluation.group_company_reader")
        for campaign in self:
            saved = campaign._origin
            has_quota = is_told and saved.quota_base and saved.state != "draft"
            share = saved._results().share if has_quota else None
            campaign.quota_message = saved._describe_share(share) if share else False

    def _describe_share(self, share):
        """Return in words what the quota came to."""
        names = {unit.department_id.id: unit.department_id.name for unit in self.unit_ids}
        listed = {
            name: ", ".join(names.get(unit, "?") for unit in units)
            for name, units in (("over", share.over), ("tied", share.tied))
        }
        if share.is_small:
            told = [
                self.env._(
                    "Fewer than %(below)s units take part: at most %(limit)s in the top class.",
                    below=self.quota_small_below,
                    limit=share.limit,
                )
            ]
        else:
            told = [
                self.env._(
                    "At most %(percent)s %% of %(base)s units: %(limit)s in the top class.",
                    percent=format_points(float(share.percent)),
                    base=share.base,
                    limit=share.limit,
                )
            ]
        if share.over and share.is_binding:
            told.append(self.env._("Over the quota, so in the class below: %(units)s.", units=listed["over"]))
        elif share.over:
            told.append(self.env._("Over the quota: %(units)s.", units=listed["over"]))
        if share.told_apart_by:
            orders = {quota.BY_POINTS: self.env._("points"), "choice": self.env._("the choice of the authority")}
            told.append(
                self.env._("Told apart by: %(order)s.", order=orders.get(share.told_apart_by, share.told_apart_by))
            )
        if share.tied:
            told.append(
                self.env._(
                    "Tied at the limit: %(units)s; %(count)s of them are to be chosen by the authority, with a reason.",
                    units=listed["tied"],
                    count=share.places_left,
                )
            )
        return "\n".join(told)

    def action_exceed(self, percent=None, reason=None):
        """Have the authority's decision that more units may be in the top class, as far as the quota lets it.

        :param percent: the share decided, of the base of the quota; without one, a dialog asks for it
        :raises AccessError: unless the user is a manager
        :raises UserError: unless the round is closed and its quota has an exception, if it does not allow this share,
            or if the reason is empty
        """
        self._start("exceed", single=True)
        if percent is None:
            return self._ask("exceed", percent=self.quota_decided_percent or self.quota_exception_percent)
        reason = checked_reason(self, STEPS["exceed"], reason)
        decided = self._checked_percent(percent)
        before = self._described_percent()
        # sudo: agency.evaluation.campaign - the guards of the step stand for the access rights
        self.sudo()._write_through({"quota_decided_percent": float(decided)})
        self._record("exceed", reason, before=before, after=self._described_percent())
        return True

    def _checked_percent(self, percent):
        """:raises UserError: unless it is a share that the authority may decide; else it is returned"""
        if isinstance(percent, bool) or not isinstance(percent, (int, float)) or not 0 <= percent <= 100:
            raise UserError(self.env._("Give the share as a number from 0 to 100."))
        decided = _percent(percent)
        if not self._quota().allows(decided):
            raise UserError(
                self.env._(
                    "The authority may decide a share from %(least)s %% to %(most)s %%.",
                    least=format_points(self.quota_percent),
                    most=format_points(self.quota_exception_percent or self.quota_percent),
                )
            )
        return decided

    def _described_percent(self):
        return f"{format_points(self.quota_decided_percent or self.quota_percent)} %"

    def _decided_percent(self):
        """Return the share that was decided in place of that of the quota, None if none was, or it no longer may be."""
        decided, rule = _percent(self.quota_decided_percent), self._quota()
        return decided if decided and rule and rule.allows(decided) else None

    def _obstacle_quota_without_exception(self):
        if not (self.quota_base and self.quota_exception_percent):
            return UserError(self.env._("The quota of %(round)s has no exception.", round=self.name or ""))
        return None

    def _wait_for_settled_quota(self):
        share = self._results().share
        if share and share.tied:
            raise UserError(self._describe_share(share))


def _values(figures):
    """Return the figures of a text as values of the fields."""
    return {
        "quota_base": _key(_BASES, figures.base),
        "quota_percent": float(figures.percent),
        "quota_exception_percent": float(figures.exception_percent or 0),
        "quota_counts_cut": figures.counts_the_cut,
        "quota_small_below": figures.small_below,
        "quota_small_limit": figures.small_limit,
        "quota_rounding": _key(_ROUNDINGS, figures.rounding),
        "quota_effect": _key(_EFFECTS, figures.effect),
        "quota_source": figures.source,
    }


def _key(choices, value):
    return next(key for key, choice in choices.items() if choice is value)


def _percent(number):
    return Decimal(f"{number or 0:.2f}")
