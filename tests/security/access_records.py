"""Of each model in the table a record in each state, what to change of it, and the values of another one."""

import base64

from odoo import fields
from odoo.fields import Command

from ..cases.common import PDF
from . import access_table as table
from .access_case import AccessCase

#: What is uploaded as a signed copy.
SIGNED_COPY = (base64.b64encode(PDF).decode(), "a.pdf", "15/BC-TNMT", "2020-12-15")


class AccessRecords(AccessCase):
    """Knows what each operation is tried with."""

    def part(self, model, state):
        """Return a record of `model` in an evaluation in `state`, with what to write, make and review."""
        evaluation = self.evaluations[state]
        row, fact = self.row("N.1", evaluation), self.fact("hop", evaluation)
        tie = {"evaluation_id": evaluation.id}
        return {
            "agency.evaluation": (
                evaluation if state != "draft" else self.untouched_draft,
                {"is_stated": True, "stated_points": 1.0},
                {"criteria_set_id": self.criteria_set.id, "department_id": self.unit.id, "year": 2030},
            ),
            "agency.evaluation.line": (
                row,
                {"explanation": "Theo sổ"},
                {**tie, "criterion_id": row.criterion_id.id},
                {"review_points": 1.0, "review_note": "Thiếu"},
            ),
            "agency.evaluation.evidence": (
                evaluation.evidence_ids[:1],
                {"location": "trang 2"},
                {
                    **tie,
                    "name": "Sổ",
                    "held_elsewhere": True,
                    "register_reference": "Sổ 1",
                    "line_ids": [Command.set(row.ids)],
                },
            ),
            "agency.evaluation.fact": (fact, {"note": "Sổ họp"}, {**tie, "indicator_id": fact.indicator_id.id}),
            "agency.evaluation.measure": (fact.measure_ids, {"value": 5.0}, {"fact_id": fact.id, "value": 5.0}),
            "agency.evaluation.section": (
                evaluation.section_ids,
                {"body": "<p>Đạt</p>"},
                {**tie, "template_id": self.criteria_set.section_ids.id},
            ),
            "agency.evaluation.finding": (
                evaluation.finding_ids[:1],
                {"justification": "Đã rõ"},
                {**tie, "code": "unanswered", "severity": "info"},
            ),
            "agency.evaluation.consent": (
                evaluation.consent_ids,
                {"given_on": "2020-01-01"},
                {**tie, "user_id": self.users["manager"].id, "given_on": "2020-01-01"},
            ),
            "agency.evaluation.decision": (
                evaluation.decision_ids[:1],
                {"reason": "x"},
                {**tie, "number": 99, "step": "approve", "user_id": self.env.uid, "decided_on": "2020-01-01"},
            ),
            "agency.evaluation.question": (
                evaluation.question_ids,
                {"answer": "x"},
                {**tie, "line_id": row.id, "number": 99, "state": "open", "text": "x", "asked_by_id": self.env.uid},
            ),
        }[model]

    def set_part(self, model, state):
        criteria_set = self.sets[state]
        tie = {"set_id": criteria_set.id}
        hop, so_hop = criteria_set.indicator_ids.filtered(lambda fact: fact.code in ("hop", "so_hop"))
        row = criteria_set.criterion_ids.filtered(lambda row: row.code == "N.2")
        read_by_no_rule = criteria_set.indicator_ids.filtered(lambda fact: fact.code == "chua_nop")
        grades = criteria_set.grade_ids
        return {
            "agency.evaluation.criteria.set": (
                criteria_set,
                {"note": "x"},
                {"name": "Mới", "code": "MOI", "year": 2022},
            ),
            "agency.evaluation.criterion": (row, {"guidance": "x"}, {**tie, "code": "Z", "name": "Mới"}),
            "agency.evaluation.rule": (
                criteria_set.criterion_ids.rule_ids[:1],
                {"note": "x"},
                {"criterion_id": row.id, "name": "Mới"},
            ),
            "agency.evaluation.indicator": (read_by_no_rule, {"note": "x"}, {**tie, "code": "moi", "name": "Mới"}),
            "agency.evaluation.relation": (
                criteria_set.relation_ids[:1],
                {"name": "x"},
                {**tie, "name": "Mới", "whole_id": hop.id, "part_ids": [Command.set(so_hop.ids)]},
            ),
            "agency.evaluation.grade": (grades[:1], {"note": "x"}, {**tie, "name": "Mới"}),
            "agency.evaluation.check.setting": (
                criteria_set.check_setting_ids,
                {"severity": "info"},
                {**tie, "code": "fact_missing", "severity": "off"},
            ),
            "agency.evaluation.section.template": (criteria_set.section_ids, {"number": "I"}, {**tie, "title": "Mới"}),
            "agency.evaluation.set.finding": (
                criteria_set.finding_ids[:1],
                {"justification": "Đã rõ"},
                {**tie, "code": "no_scale", "severity": "info"},
            ),
        }[model]

    def make_registers(self):
        """Return an entry of each register, what to change of it, and the values of another one, by model."""
        evaluation, now = self.evaluations["approved"], "2020-01-01 00:00:00"
        asked = {
            "company_id": evaluation.company_id.id,
            "state": "asked",
            "purpose": "secret",
            "decision_number": "1/QĐ",
            "decision_date": "2020-01-01",
            "reason": "x",
            "asked_by_id": self.env.uid,
            "asked_on": now,
        }
        quarantine = self.env["agency.evaluation.quarantine"]._create_through([asked])
        others = {
            "agency.evaluation.identity.change": {
                "company_id": evaluation.company_id.id,
                "subject": "x",
                "user_id": self.env.uid,
                "changed_on": now,
                "after": "x",
            },
            "agency.evaluation.quarantined.file": {
                "quarantine_id": quarantine.id,
                "evaluation_id": evaluation.id,
                "file_key": 1,
                "name": "x.pdf",
                "sha256": "0" * 64,
            },
            "agency.evaluation.file.trouble": {
                "company_id": evaluation.company_id.id,
                "file_name": "x.pdf",
                "file_key": 1,
                "found_on": now,
                "outcome": "lost",
            },
            "agency.evaluation.change": {
                "evaluation_id": evaluation.id,
                "line_id": evaluation.line_ids[:1].id,
                "field_name": "explanation",
                "user_id": self.env.uid,
                "user_name": "x",
                "changed_on": now,
            },
            "agency.evaluation.access.log": {
                "company_id": evaluation.company_id.id,
                "read_on": fields.Datetime.now(),
                "user_id": self.env.uid,
                "target": "x.pdf",
            },
            "agency.evaluation.campaign.decision": {
                "campaign_id": self.env["agency.evaluation.campaign"]
                .create({"name": "x", "criteria_set_id": evaluation.criteria_set_id.id})
                .id,
                "step": "open",
                "user_id": self.env.uid,
                "decided_on": now,
            },
            "agency.evaluation.publication": self.make_publication_values(evaluation, now),
            "agency.evaluation.reminder": {
                "company_id": evaluation.company_id.id,
                "user_id": self.env.uid,
                "about_id": self.env.uid,
                "evaluation_id": evaluation.id,
                "item": "x",
                "kind": "own",
                "day": fields.Date.today(),
                "place": 0,
            },
            "agency.evaluation.my.work": {"title": "x"},
            "agency.evaluation.task": {
                "company_id": evaluation.company_id.id,
                "user_id": self.env.uid,
                "kind": "print",
                "name": "x",
                "state": "waiting",
                "asked_on": now,
            },
            **self.make_event_values(evaluation, now),
        }
        changes = {
            "agency.evaluation.event": {"content": "{}"},
            "agency.evaluation.event.chain": {"count": 7},
            "agency.evaluation.time.stamp": {"authority": "y"},
            "agency.evaluation.verification.run": {"state": "done"},
            "agency.evaluation.verification.result": {"state": "wrong"},
            "agency.evaluation.file.trouble": {"file_name": "y"},
            "agency.evaluation.access.log": {"target": "y"},
            "agency.evaluation.change": {"new_value": "y"},
            "agency.evaluation.task": {"state": "done"},
            "agency.evaluation.my.work": {"title": "y"},
            "agency.evaluation.campaign.decision": {"reason": "y"},
            "agency.evaluation.publication": {"document": "y"},
            "agency.evaluation.reminder": {"item": "y"},
        }
        chains = self.env["agency.evaluation.event.chain"]
        # What was approved above has begun the chain of the company, of which there is one.
        there = {chains._name: chains.search([("company_id", "=", evaluation.company_id.id)])}
        works = self.env["agency.evaluation.my.work"]
        there[works._name] = works.search([("evaluation_id", "=", self.evaluations["draft"].id)], limit=1)
        made = {
            model: (there.get(model) or self.env[model]._create_through([values]), values)
            for model, values in others.items()
        }
        return {
            **self.find_analysis(evaluation),
            quarantine._name: (quarantine, {"state": "done"}, asked),
            **{model: (record, changes.get(model, {"name": "y"}), values) for model, (record, values) in made.items()},
        }

    def find_analysis(self, evaluation):
        """Return what is read of the evaluation, and values that nobody writes."""
        models = [model for model in table.CONFIGURATION if model.endswith(".analysis")]
        found = {model: self.env[model].search([("evaluation_id", "=", evaluation.id)], limit=1) for model in models}
        return {model: (record, {"year": 2021}, {"year": 2021}) for model, record in found.items()}

    def make_publication_values(self, evaluation, now):
        campaign = self.env["agency.evaluation.campaign"].create(
            {"name": "Đã công bố", "criteria_set_id": evaluation.criteria_set_id.id}
        )
        decision = {"campaign_id": campaign.id, "step": "publish", "user_id": self.env.uid, "decided_on": now}
        return {
            "campaign_id": campaign.id,
            "number": 1,
            "document": "{}",
            "digest": "0" * 64,
            "token": "x",
            "decision_id": self.env["agency.evaluation.campaign.decision"]._create_through([decision]).id,
        }

    def make_event_values(self, evaluation, now):
        company = {"company_id": evaluation.company_id.id}
        run = {**company, "state": "running", "started_by_id": self.env.uid, "started_on": now}
        run_id = self.env["agency.evaluation.verification.run"]._create_through([run]).id
        result = {**company, "run_id": run_id, "evaluation_id": evaluation.id, "state": "right"}
        return {
            "agency.evaluation.event": {
                **company,
                "number": 0,
                "happened_on": now,
                "kind": "export",
                "content": "{}",
            },
            "agency.evaluation.event.chain": {**company, "key": "x", "count": 0, "head": "0" * 64},
            "agency.evaluation.time.stamp": {
                **company,
                "digest": "0" * 64,
                "token": "eA==",
                "stamped_on": now,
            },
            "agency.evaluation.verification.run": run,
            "agency.evaluation.verification.result": result,
        }
