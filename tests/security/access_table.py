"""Who may do what: roles by model, operation and state.

A model that has no row for an operation refuses it to everybody, but for reading, which every role may; so does an
empty cell. Internal users without a role may nothing. "write" is the unit's part of a record, "review" the reviewer's.
"""

OPERATIONS = ("read", "write", "create", "unlink")
ALL = "evaluator reviewer approver manager auditor"

# fmt: off
#: An evaluation and its parts, by the state of the evaluation.
EVALUATION_STATES = ("draft", "submitted", "approved", "cancelled")
EVALUATION = {
    #                                  draft                submitted            approved             cancelled
    "agency.evaluation": {
        "write":                      ("evaluator manager", "",                  "",                  ""),
        "create":                     ("evaluator manager",) * 4,
        "unlink":                     ("evaluator manager", "",                  "",                  ""),
        "action_check":               ("evaluator",         "",                  "",                  ""),
        "action_export_working_copy": ("evaluator",         "",                  "",                  ""),
        "action_fill_report":         ("evaluator",         "",                  "",                  ""),
        "action_submit":              ("evaluator",         "",                  "",                  ""),
        "action_take_over_answers":   ("evaluator",         "",                  "",                  ""),
        "action_take_over_facts":     ("evaluator",         "",                  "",                  ""),
        "action_take_over_numbers":   ("evaluator",         "",                  "",                  ""),
        "action_take_stated":         ("evaluator",         "",                  "",                  ""),
        "action_accept_undisputed":   ("",                  "reviewer",          "",                  ""),
        "action_review":              ("",                  "reviewer",          "",                  ""),
        "action_return":              ("",                  "reviewer approver", "",                  ""),
        "action_approve":             ("",                  "approver",          "",                  ""),
        "action_verify":              ("",                  "",                  ALL,                 ""),
        "action_cancel":              ("manager",           "manager",           "",                  ""),
        "action_draft":               ("",                  "",                  "",                  "manager"),
        "action_revise":              ("",                  "",                  "manager",           ""),
        "action_withdraw":            ("",                  "",                  "approver",          ""),
        "action_upload_signed_copy":  ("",                  "",                  "evaluator manager", ""),
        "action_compare":             (ALL,                 ALL,                 ALL,                 ALL),
        "action_confirm_no_secret":   ("evaluator",) * 4,
        "action_take_out_files":      ("manager",) * 4,
    },
    "agency.evaluation.line": {
        "write":                      ("evaluator",         "",                  "",                  ""),
        "review":                     ("",                  "reviewer",          "",                  ""),
        "action_take_over":           ("evaluator",         "",                  "",                  ""),
        "action_accept":              ("",                  "reviewer",          "",                  ""),
        "action_refuse":              ("",                  "reviewer",          "",                  ""),
        "action_question":            ("",                  "reviewer",          "",                  ""),
        "action_withdraw_question":   ("",                  "reviewer",          "",                  ""),
        "action_answer":              ("",                  "evaluator",         "",                  ""),
        "action_hand_in":             ("evaluator",         "",                  "",                  ""),
        "action_send_back":           ("evaluator",         "",                  "",                  ""),
    },
    "agency.evaluation.evidence": {
        "write":                      ("evaluator",         "",                  "",                  ""),
        "create":                     ("evaluator",         "",                  "",                  ""),
        "unlink":                     ("evaluator",         "",                  "",                  ""),
        "action_accept":              ("",                  "reviewer",          "",                  ""),
        "action_reject":              ("",                  "reviewer",          "",                  ""),
    },
    "agency.evaluation.fact": {
        "write":                      ("evaluator",         "",                  "",                  ""),
        "action_take_over":           ("evaluator",         "",                  "",                  ""),
        "action_hand_in":             ("evaluator",         "",                  "",                  ""),
        "action_send_back":           ("evaluator",         "",                  "",                  ""),
    },
    "agency.evaluation.measure": {},
    "agency.evaluation.section": {
        "write":                      ("evaluator",         "",                  "",                  ""),
        "action_fill":                ("evaluator",         "",                  "",                  ""),
    },
    "agency.evaluation.finding": {
        "write":                      ("evaluator",         "",                  "",                  ""),
        "action_justify":             ("evaluator",         "",                  "",                  ""),
        "action_justify_together":    ("evaluator",         "",                  "",                  ""),
    },
    "agency.evaluation.consent": {},
    "agency.evaluation.decision": {},
    "agency.evaluation.question": {},
}
#: Steps of an evaluation that have no button of their own: groups of rows are assigned by writing who reviews them,
#: once the reviewer of the evaluation is named, and of two approvals the first one has the button of both.
STEPS_WITHOUT_BUTTON = {
    "assign":                          ("manager reviewer",  "manager reviewer",  "",                  ""),
    "first_approve":                   ("",                  "approver",          "",                  ""),
}
#: Steps that are no more than a record: of number and date of the report, which are given by writing them.
RECORDS = {"register"}
#: What an evaluation gets when it is approved.
APPROVED = {
    "agency.evaluation.seal": {},
    "agency.evaluation.signed.copy": {},
    "agency.evaluation.kept.paper": {},
}
#: A criteria set and its parts, by the state of the set.
SET_STATES = ("draft", "published", "archived")
_SET_PART = {
    #                                  draft                published            archived
        "write":                      ("manager",           "",                  ""),
        "create":                     ("manager",           "",                  ""),
        "unlink":                     ("manager",           "",                  ""),
}
CRITERIA_SET = {
    # a new set is a draft, whatever the state of another one
    "agency.evaluation.criteria.set": {**_SET_PART, "create": ("manager",) * 3},
    "agency.evaluation.criterion": _SET_PART,
    "agency.evaluation.rule": _SET_PART,
    "agency.evaluation.indicator": _SET_PART,
    "agency.evaluation.relation": _SET_PART,
    "agency.evaluation.grade": _SET_PART,
    "agency.evaluation.check.setting": _SET_PART,
    # what a check found in a set is settled, after it was published too, but made by the check alone
    "agency.evaluation.set.finding": {
        "write":                      ("manager",           "manager",           ""),
    },
    "agency.evaluation.section.template": _SET_PART,
}
#: The import of a sheet, by its own state.
INTAKE_STATES = ("source", "preview", "done")
INTAKE = {
    #                                  source               preview              done
    "agency.evaluation.intake": {
        "read":                       ("manager auditor",   "manager auditor",   "manager auditor"),
        "write":                      ("manager",           "manager",           ""),
        "create":                     ("manager",) * 3,
        "unlink":                     ("manager",           "manager",           "manager"),
    },
    "agency.evaluation.intake.line": {
        "read":                       ("manager auditor",   "manager auditor",   "manager auditor"),
        "write":                      ("manager",           "manager",           ""),
        "create":                     ("manager",           "manager",           ""),
        "unlink":                     ("manager",           "manager",           ""),
    },
}
#: A round and its units, by the state of the round; its steps are in tests/round/test_round_steps.py.
ROUND_STATES = ("draft", "open", "closed", "published")
_COMPANY_READERS = "reviewer approver manager auditor"
ROUND = {
    #                                  draft                open                 closed               published
    "agency.evaluation.campaign": {
        # An evaluator reads what is open and has a unit of his in it.
        "read":                       (_COMPANY_READERS,    ALL,                 ALL,                 ALL),
        "write":                      ("manager",           "manager",           "",                  ""),
        "create":                     ("manager",) * 4,
        "unlink":                     ("manager",           "",                  "",                  ""),
    },
    "agency.evaluation.campaign.unit": {
        "read":                       (_COMPANY_READERS,    ALL,                 ALL,                 ALL),
        "write":                      ("manager",           "manager",           "",                  ""),
        "create":                     ("manager",           "manager",           "",                  ""),
        # In an open round one without an evaluation, that is on no record.
        "unlink":                     ("manager",           "manager",           "",                  ""),
    },
    "agency.evaluation.ranking": {
        # An evaluator reads the place of his unit once it is published.
        "read":                       (_COMPANY_READERS,    _COMPANY_READERS,    _COMPANY_READERS,    ALL),
    },
}
#: What is done about a row of an approved evaluation, by its own state.
IMPROVEMENT_STATES = ("open", "done", "dropped")
IMPROVEMENT = {
    #                                  open                 done                 dropped
    "agency.evaluation.improvement": {
        "write":                      ("evaluator manager", "",                  ""),
        "create":                     ("evaluator manager",) * 3,
        "action_done":                ("evaluator manager", "",                  ""),
        "action_drop":                ("evaluator manager", "",                  ""),
        "action_reopen":              ("",                  "evaluator manager", "evaluator manager"),
    },
}
#: What has no state.
CONFIGURATION = {
    "agency.evaluation.document.type":  {"write": ("manager",), "create": ("manager",), "unlink": ("manager",)},
    "agency.evaluation.relief":         {"write": ("manager",), "create": ("manager",), "unlink": ("manager",)},
    "agency.evaluation.cluster":        {"write": ("manager",), "create": ("manager",), "unlink": ("manager",)},
    "agency.evaluation.unit.tag":       {"write": ("manager",), "create": ("manager",), "unlink": ("manager",)},
    "agency.evaluation.substitution":   {"write": ("manager",), "create": ("manager",), "unlink": ("manager",)},
    # Former names are put right with a reason, and stay.
    "agency.evaluation.identity":       {"read": ("manager auditor",), "write": ("manager",), "create": ("manager",)},
    "agency.evaluation.unit.name":      {"read": ("manager auditor",), "write": ("manager",), "create": ("manager",)},
    # What became of a unit is recorded, and may be revoked.
    "agency.evaluation.succession":     {"write": ("manager",), "create": ("manager",)},
    # What is to be done, found when it is read: of one's own and of the own unit, or of whole companies.
    "agency.evaluation.my.work":        {},
    # Registers, which are kept by the addon alone.
    "agency.evaluation.change":           {},
    "agency.evaluation.reminder":          {"read": ("reviewer approver manager auditor",)},
    "agency.evaluation.campaign.decision": {"read": ("reviewer approver manager auditor",)},
    "agency.evaluation.publication":       {"read": ("reviewer approver manager auditor",)},
    "agency.evaluation.identity.change":  {"read": ("manager auditor",)},
    "agency.evaluation.quarantine":       {"read": ("manager auditor",)},
    "agency.evaluation.quarantined.file": {"read": ("manager auditor",)},
    "agency.evaluation.file.trouble":     {"read": ("manager auditor",)},
    "agency.evaluation.access.log":       {"read": ("manager auditor",)},
    "agency.evaluation.event":               {"read": ("manager auditor",)},
    "agency.evaluation.event.chain":         {"read": ("manager auditor",)},
    "agency.evaluation.time.stamp":          {"read": ("manager auditor",)},
    "agency.evaluation.verification.run":    {"read": ("manager auditor",)},
    "agency.evaluation.verification.result": {"read": ("manager auditor",)},
    # What is read of evaluations, each by the rules of what it is read of.
    "agency.evaluation.row.analysis":      {},
    "agency.evaluation.group.analysis":    {},
    "agency.evaluation.fact.analysis":     {},
    "agency.evaluation.document.analysis": {},
    "agency.evaluation.decision.analysis": {},
    # What somebody else asked for; what a user asked for himself is his (tests/background).
    "agency.evaluation.task":                {"read": ("manager",)},
}
#: What nobody but an administrator reads, and nobody writes.
CLOSED = (
    "agency.evaluation.page.comparison",
    "agency.evaluation.task.part",
    "agency.evaluation.total",
    "agency.evaluation.visit",
)
#: Dialogs, by who may open them; what they do is guarded where it is done.
DIALOG_OPERATIONS = ("read", "create")
DIALOGS = {
    "agency.evaluation.reason":         ("evaluator reviewer approver manager",) * 2,
    "agency.evaluation.remark":         ("evaluator reviewer approver",) * 2,
    "agency.evaluation.justification":  ("evaluator manager",) * 2,
    "agency.evaluation.verification":   (ALL, ALL),
    "agency.evaluation.copy.import":    ("evaluator", "evaluator"),
    "agency.evaluation.signed.upload":  ("evaluator manager",) * 2,
    "agency.evaluation.take.out":       ("manager",) * 2,
    "agency.evaluation.refusal":        ("manager",) * 2,
    "agency.evaluation.round.step":     ("manager",) * 2,
    "agency.evaluation.round.units":    ("manager",) * 2,
    "agency.evaluation.comparison":     (ALL, ALL),
    "agency.evaluation.comparison.row": (ALL, ""),
}
# fmt: on

#: {states: {model: {operation: cells}}}
TABLE = {
    EVALUATION_STATES: EVALUATION,
    ("approved",): APPROVED,
    SET_STATES: CRITERIA_SET,
    INTAKE_STATES: INTAKE,
    ROUND_STATES: ROUND,
    IMPROVEMENT_STATES: IMPROVEMENT,
    ("always",): CONFIGURATION,
}


def states_of(model):
    return next(states for states, models in TABLE.items() if model in models)


def operations_on(model):
    """Return the operations on `model`: the ORM's own, and those of its rows, steps apart."""
    rows = TABLE[states_of(model)][model]
    return [*OPERATIONS, *(row for row in rows if row not in OPERATIONS and not row.startswith("action_"))]


def steps_of(model):
    return [row for row in TABLE[states_of(model)][model] if row.startswith("action_")]


def allowed(model, operation, state):
    """Return the roles that may do `operation` with a record of `model` in `state`."""
    states = states_of(model)
    cells = TABLE[states][model].get(operation, (ALL if operation == "read" else "",) * len(states))
    return cells[states.index(state)].split()
