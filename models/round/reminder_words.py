from markupsafe import Markup

from odoo import models

from ...scoring.round.reminders import Kind
from .reminder_things import WITHOUT

#: Lines of a digest that are written out.
_SHOWN = 50


class ReminderWords(models.Model):
    """How people are told what waits, in the language of the context."""

    _inherit = "agency.evaluation.reminder"

    def _worded(self, digest, things, user, asked_by=None):
        """Return the subject and the body of a digest for `user`, in the language of the context."""
        grouped = {}
        for line in digest.lines:
            grouped.setdefault((line.kind, line.item), []).append(line)
        late = sum(lines[0].days_left is not None and lines[0].days_left < 0 for lines in grouped.values())
        if late:
            subject = self.env._("Evaluations: %(count)s reminders, %(late)s late", count=len(grouped), late=late)
        else:
            subject = self.env._("Evaluations: %(count)s reminders", count=len(grouped))
        parts = []
        if asked_by:
            parts.append(Markup("<p>%s</p>") % self.env._("%(user)s reminds you:", user=asked_by.name))
        titles = {Kind.OWN: self.env._("For you to do"), Kind.ESCALATION: self.env._("Late, for others to do")}
        names = self._named_things([things[item] for _kind, item in grouped])
        # Whoever has no role here could not open what is linked.
        is_linked = user._has_group("agency_evaluation.group_reader")
        for kind, title in titles.items():
            own = [lines for (found, _item), lines in grouped.items() if found is kind]
            entries = [self._worded_line(lines, things, names, is_linked) for lines in own[:_SHOWN]]
            if len(own) > _SHOWN:
                entries.append(self.env._("… and %(count)s more", count=len(own) - _SHOWN))
            if own:
                items = Markup("").join(Markup("<li>%s</li>") % entry for entry in entries)
                parts.append(Markup("<p><strong>%s</strong></p><ul>%s</ul>") % (title, items))
        return subject, Markup("").join(parts)

    def _named_things(self, things):
        """Return what each thing is called, and its address, by its evaluation and unit."""
        # sudo: agency.evaluation, agency.evaluation.campaign.unit - whoever has to do it is told what it is called
        evaluations = self.env["agency.evaluation"].sudo().browse({one.evaluation for one in things if one.evaluation})
        units = self.env["agency.evaluation.campaign.unit"].sudo().browse({one.unit for one in things if one.unit})
        names = {
            (evaluation.id, None): (evaluation.display_name, f"/odoo/agency-evaluations/{evaluation.id}")
            for evaluation in evaluations
        }
        for unit in units:
            name = f"{unit.campaign_id.name}: {unit.department_id.name}"
            names[None, unit.id] = name, f"/odoo/agency-round-units/{unit.id}"
        return names

    def _worded_line(self, lines, things, names, is_linked):
        """Return what waits, until when, and of what others have to do, whose it is."""
        thing = things[lines[0].item]
        name, address = names[thing.evaluation, thing.unit]
        if is_linked:
            name = Markup('<a href="%s">%s</a>') % (address, name)
        text = Markup("%s: %s – %s") % (name, self._worded_task(thing), self._worded_due(lines[0]))
        if lines[0].kind is Kind.ESCALATION:
            people = self.env["res.users"].browse(line.about for line in lines).mapped("name")
            text = Markup("%s (%s)") % (text, ", ".join(people))
        return text

    def _worded_task(self, thing):
        if thing.desk == WITHOUT:
            return self.env._("no evaluation has been made yet")
        return self.env["agency.evaluation"]._describe_tasks((thing.desk,))

    def _worded_due(self, line):
        if line.due is None:
            return self.env._("without a deadline")
        day = line.due.strftime("%d/%m/%Y")
        if line.days_left > 0:
            return self.env._("due on %(day)s, in %(count)s days", day=day, count=line.days_left)
        if line.days_left == 0:
            return self.env._("due today, %(day)s", day=day)
        return self.env._("was due on %(day)s, %(count)s days late", day=day, count=-line.days_left)
