"""What a database shows of its evaluations, as text that two versions of the addon can be compared by.

``dev/keep`` takes it with an old version, and the test of upgrading with the present one. It names only what users see
or seals hold; words that a program chooses, such as workings and labels, may change from one version to the next.
"""

import hashlib
import json
from dataclasses import asdict

_ROLES = ("auditor", "evaluator", "reviewer", "approver", "manager")
_HEADER = (
    "name year revision date_from date_to state max_points self_points final_points points_difference leaf_count "
    "answered_count is_reviewed is_stated stated_points report_number report_date submitted_on reviewed_on approved_on "
    "first_approved_on signer_title signer_name checked_on seal sealed_on seal_token evidence_count missing_fact_count "
    "open_question_count outdated_count error_count unjustified_count"
).split()
_ROW = (
    "number name level is_heading is_bonus max_points status self_points has_points explanation is_stated "
    "stated_points is_reviewed review_points review_note final_points points_difference review_state improvement "
    "revision_changes suggested_points has_suggestion"
).split()
_DOCUMENT = (
    "name number issue_date issuer location held_elsewhere is_secret register_reference review_state review_note"
).split()
_GRADE = "name min_points include_min max_points include_max floor_percent".split()
_RULE = "name is_printed effect points basis step operator threshold max_times".split()
_DECISION_TO_TAKE_OUT = "purpose decision_number decision_date reason asked_on settled_on".split()
_TOTALS = ("max_points self_points final_points points_difference leaf_count answered_count is_reviewed").split()
_SUCCESSION = "kind is_ended date_from decision_number decision_date note recorded_on revocation revoked_on".split()
_RUN = "state is_in_background evaluation_count seal_count file_count fault_count entry_count chain_fault_count".split()
_QUESTION = "state text asked_on asked_points answer answered_on answered_points closed_on remark".split()


def take(env):
    """Return all evaluations, criteria sets, imports and users of a database, as JSON."""
    env = env(su=True, context={"active_test": False, "lang": "en_US", "tz": "UTC"})
    seen = {
        "evaluations": {
            f"{evaluation.name}": _evaluation(evaluation)
            for evaluation in env["agency.evaluation"].search([], order="id")
        },
        "criteria sets": {
            criteria_set.code: _criteria_set(criteria_set)
            for criteria_set in env["agency.evaluation.criteria.set"].search([], order="id")
        },
        "imports": [_intake(intake) for intake in env["agency.evaluation.intake"].search([], order="id")],
        "substitutes": [
            [_login(each.approver_id), _login(each.substitute_id), str(each.date_from), str(each.date_to), each.reason]
            for each in env["agency.evaluation.substitution"].search([], order="id")
        ],
        "roles": {
            user.login: [role for role in _ROLES if user.has_group(f"agency_evaluation.group_{role}")]
            for user in env["res.users"].search([("share", "=", False)], order="login")
        },
        **_second_edition(env),
        **_third_edition(env),
    }
    return json.dumps(seen, ensure_ascii=False, indent=1, sort_keys=True)


def _second_edition(env):
    """Return what came with the second edition; snapshots of earlier versions have none of these parts."""
    evaluations = env["agency.evaluation"].search([], order="id")
    return {
        "judging": {evaluation.name: _judging(evaluation) for evaluation in evaluations},
        "definitions": {
            criteria_set.code: _definitions(criteria_set)
            for criteria_set in env["agency.evaluation.criteria.set"].search([], order="id")
        },
        "reliefs": [
            [
                *_plain(each, ["decision_number", "decision_date", "reason", "state"]).values(),
                each.criteria_set_id.code,
                each.department_ids.mapped("name"),
                each.criterion_ids.mapped("code"),
            ]
            for each in env["agency.evaluation.relief"].search([], order="id")
        ],
        "taken out": [
            [
                *_plain(each, [*_DECISION_TO_TAKE_OUT, "state", "refusal"]).values(),
                [_login(user) for user in (each.asked_by_id, each.settled_by_id)],
                [[file.evaluation_id.name, file.name, file.file_size, file.sha256] for file in each.file_ids],
            ]
            for each in env["agency.evaluation.quarantine"].search([], order="id")
        ],
        "read": [
            _plain(each, ["read_on", "login", "address", "evaluation_name", "target", "sha256"])
            for each in env["agency.evaluation.access.log"].search([], order="id")
        ],
        "damaged": [
            _plain(each, ["file_name", "found_on", "outcome", "recorded_sha256", "found_sha256"])
            for each in env["agency.evaluation.file.trouble"].search([], order="id")
        ],
        "agencies": [
            _plain(each, ["agency_public_address", "agency_own_approval", "agency_file_dangers"])
            for each in env["res.company"].search([], order="id")
        ],
    }


def _third_edition(env):
    """Return what came with 19.0.1.3.0, by which things are named, kept, chained and done in the background."""
    evaluations = env["agency.evaluation"].search([], order="id")
    return {
        "kept papers": {
            f"{kept.evaluation_id.name} {kept.paper} {kept.edition}": [
                *_plain(kept, ["report_number", "report_date", "notice", "engine", "made_on", "sha256"]).values(),
                _files(kept.attachment_ids),
            ]
            for kept in env["agency.evaluation.kept.paper"].search([], order="id")
        },
        "history": {evaluation.name: [_change(each) for each in evaluation._history()] for evaluation in evaluations},
        "named": {evaluation.name: _named(evaluation) for evaluation in evaluations},
        "totals": {
            total.evaluation_id.name: _plain(total, _TOTALS)
            for total in env["agency.evaluation.total"].search([], order="evaluation_id")
        },
        "events": {
            str(event.number): _plain(event, ["kind", "happened_on", "who", "evaluation_name", "sha256"])
            for event in env["agency.evaluation.event"].search([], order="number")
        },
        "chains": [
            _plain(chain, ["key", "count", "head"]) for chain in env["agency.evaluation.event.chain"].search([])
        ],
        "time stamps": [
            [*_plain(stamp, ["number", "digest", "stamped_on", "authority"]).values(), _digest(stamp._bytes())]
            for stamp in env["agency.evaluation.time.stamp"].search([], order="id")
        ],
        "former names": [
            _plain(former, ["date_to", "active", *former._dated])
            for model in ("agency.evaluation.identity", "agency.evaluation.unit.name")
            for former in env[model].search([], order="id")
        ],
        "changes of names": [
            [*_plain(change, ["subject", "before", "after", "reason"]).values(), _login(change.user_id)]
            for change in env["agency.evaluation.identity.change"].search([], order="id")
        ],
        "successions": [
            [*_plain(each, _SUCCESSION).values(), each.predecessor_ids.mapped("name"), each.successor_id.name]
            for each in env["agency.evaluation.succession"].search([], order="id")
        ],
        "tasks": {
            task.name: [
                *_plain(task, ["kind", "state", "total_count", "done_count", "asked_on", "ended_on", "error"]).values(),
                _login(task.user_id),
                [
                    [*_plain(part, ["name", "file_name", "error"]).values(), _files(part._files())]
                    for part in task.part_ids.sorted("id")
                ],
            ]
            for task in env["agency.evaluation.task"].search([], order="id")
        },
        "verified": [
            [
                *_plain(run, _RUN).values(),
                [_plain(each, ["state", "is_sealed"]) for each in run.result_ids.sorted("id")],
            ]
            for run in env["agency.evaluation.verification.run"].search([], order="id")
        ],
    }


def _change(change):
    return [change.on, change.part, change.code, change.field, change.old, change.new, change.by, change.way]


def _named(evaluation):
    return {
        "agency": {key: text for key, text in asdict(evaluation._identity()).items() if text},
        "unit": evaluation._unit_name(),
        "previous": evaluation.previous_id.name or None,
    }


def _judging(evaluation):
    return {
        **_plain(evaluation, ["edition", "submit_by", "review_by", "approve_by", "withdrawn_on", "kept_until"]),
        "desks": _logins(evaluation.desk_user_ids),
        "contributors": _logins(evaluation.contributor_ids),
        "consents": [[_login(each.user_id), str(each.given_on)] for each in evaluation.consent_ids.sorted("id")],
        "rows": {
            line.code: _plain(line, ["settlement", "rule_points", "is_granted", "relief_basis", "relief_reason"])
            for line in evaluation.line_ids
        },
        "origins": {fact.code: fact.origin for fact in evaluation.fact_ids if fact.origin},
        "decisions": [
            list(_plain(each, ["number", "confirmed_rows", "is_own_content", "old_value", "new_value"]).values())
            for each in evaluation.decision_ids.sorted("number")
        ],
        "dangers": evaluation.evidence_ids.attachment_ids.sorted("id").mapped("evidence_dangers"),
    }


def _definitions(criteria_set):
    return {
        "retention": criteria_set.retention_years,
        "findings": [[each.code, each.row_code, each.justification or None] for each in criteria_set.finding_ids],
        "rows": {
            row.code: [
                *_plain(row, ["may_not_apply", "may_not_apply_reason"]).values(),
                row.indicator_ids.mapped("code"),
            ]
            for row in criteria_set.criterion_ids
        },
        "facts": {
            fact.code: [
                *_plain(fact, ["aggregate", "decimals", "least", "most"]).values(),
                fact.ratio_part_id.code or None,
                fact.ratio_whole_id.code or None,
            ]
            for fact in criteria_set.indicator_ids
        },
        "tolerances": criteria_set.relation_ids.mapped("tolerance"),
    }


def _evaluation(evaluation):
    return {
        **_plain(evaluation, _HEADER),
        "set": evaluation.criteria_set_id.code,
        "unit": evaluation.department_id.name,
        "origin": evaluation.origin_id.name or None,
        "grades": [evaluation.grade_id.name, evaluation.claimed_grade_id.name],
        "people": {
            name: _login(evaluation[f"{name}_id"])
            for name in (
                "user reviewer approver submitted_by reviewed_by approved_by first_approved_by approved_for"
            ).split()
        },
        "former answerers": _logins(evaluation.former_answerer_ids),
        "rows": {line.code: _row(line) for line in evaluation.line_ids},
        "facts": {fact.code: _fact(fact) for fact in evaluation.fact_ids},
        "documents": [_document(document) for document in evaluation.evidence_ids.sorted("id")],
        "sections": [[section.title, *_section(section)] for section in evaluation.section_ids],
        "findings": [_finding(finding) for finding in evaluation.finding_ids],
        "questions": [_question(question) for question in evaluation.question_ids.sorted("number")],
        "decisions": [_decision(decision) for decision in evaluation.decision_ids.sorted("number")],
        "signed copies": [_signed_copy(copy) for copy in evaluation.signed_copy_ids.sorted("number")],
        "messages": [
            [_login(message.create_uid), str(message.body)] for message in evaluation.message_ids.sorted("id")
        ],
        "activities": sorted(
            [activity.activity_type_id.get_external_id()[activity.activity_type_id.id], _login(activity.user_id)]
            for activity in evaluation.activity_ids
        ),
    }


def _row(line):
    return {
        **_plain(line, _ROW),
        "people": [_login(line.user_id), _login(line.reviewer_id), _login(line.answered_by_id)],
        "documents": line.evidence_ids.sorted("id").mapped("display_name"),
    }


def _fact(fact):
    return {
        "numbers": {str(measure.period or "year"): measure.value for measure in fact.measure_ids},
        "total": fact.total,
        "note": fact.note or None,
        "documents": fact.evidence_ids.sorted("id").mapped("display_name"),
    }


def _document(document):
    return {
        **_plain(document, _DOCUMENT),
        "type": document.document_type_id.name or None,
        "reviewed by": _login(document.reviewed_by_id),
        "files": _files(document.attachment_ids),
    }


def _section(section):
    pictures = section.env["ir.attachment"].search(
        [("res_model", "=", section._name), ("res_id", "=", section.id)], order="id"
    )
    return [str(section.body), section.outdated_count, _files(pictures)]


def _finding(finding):
    return [
        finding.severity,
        finding.code,
        finding.line_id.code or None,
        finding.subject or None,
        finding.details,
        finding.justification or None,
    ]


def _question(question):
    people = [question.asked_by_id, question.answered_by_id, question.closed_by_id]
    return {**_plain(question, _QUESTION), "row": question.code, "people": [_login(user) for user in people]}


def _decision(decision):
    return {
        **_plain(decision, ["number", "step", "decided_on", "reason", "self_points", "final_points"]),
        "people": [_login(decision.user_id), _login(decision.on_behalf_of_id)],
    }


def _signed_copy(copy):
    return {
        **_plain(copy, ["number", "is_replaced", "report_number", "report_date", "sha256", "signature_state"]),
        "signers": copy.signers or None,
        "uploaded by": _login(copy.uploaded_by_id),
        "files": _files(copy.attachment_ids),
    }


def _criteria_set(criteria_set):
    header = ["name", "year", "state", "na_policy", "declared_points", "total_points", "paper_title", "report_title"]
    indicator = ["name", "unit", "frequency", "months", "formula", "is_required"]
    return {
        **_plain(criteria_set, header),
        "rows": {row.code: _criterion(row) for row in criteria_set.criterion_ids},
        "facts": {fact.code: _plain(fact, indicator) for fact in criteria_set.indicator_ids},
        "grades": [
            [*_plain(grade, _GRADE).values(), grade.blocking_indicator_ids.mapped("code")]
            for grade in criteria_set.grade_ids
        ],
        "sections": [[section.title, str(section.body)] for section in criteria_set.section_ids],
        "relations": [[each.whole_id.code, each.part_ids.mapped("code")] for each in criteria_set.relation_ids],
        "checks": [[setting.code, setting.severity] for setting in criteria_set.check_setting_ids],
    }


def _criterion(criterion):
    names = ["number", "name", "level", "is_heading", "is_bonus", "max_points", "base_points", "evidence_required"]
    return {
        **_plain(criterion, names),
        "rules": [[*_plain(rule, _RULE).values(), rule.indicator_id.code or None] for rule in criterion.rule_ids],
    }


def _intake(intake):
    names = "kind level number name max_text own_text effect points basis is_bonus".split()
    return {
        **_plain(intake, ["name", "state", "year", "criterion_count", "doubt_count", "blocking_count"]),
        "rows": [_plain(line, names) for line in intake.line_ids],
    }


def _files(attachments):
    return [[file.name, _digest(file.raw or b"")] for file in attachments.sorted("id")]


def _digest(content):
    return hashlib.sha256(content).hexdigest()


def _plain(record, names):
    """Return values as JSON has them: dates as text, nothing as null."""
    values = {}
    for name in names:
        value = record[name]
        kind = record._fields[name].type
        if value is False and kind != "boolean":
            value = None
        values[name] = str(value) if kind in ("date", "datetime") and value else value
    return values


def _login(user):
    return user.login or None


def _logins(users):
    return sorted(users.mapped("login"))
