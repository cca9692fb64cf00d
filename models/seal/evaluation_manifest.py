import secrets

from odoo import models
from odoo.models import MAGIC_COLUMNS

from ...scoring import manifest
from ..lock.lock import is_locked_model
from ..sheet.sum_fields import OfTotals
from ..workflow.steps import LATE

_SET = "agency.evaluation.criteria.set"
_FILE = "ir.attachment"
#: Whose records are people: a manifest has their functions, and is held to their names without telling them.
PEOPLE = ("res.users", "res.partner", "hr.employee")
_ROLES = ("approver", "reviewer", "evaluator", "manager", "auditor")
_VIETNAMESE = "vi_VN"
#: What comes once the manifest is made, so that it is no part of it.
_AFTER_THE_SEAL = frozenset({"agency.evaluation.seal", "agency.evaluation.signed.copy", "agency.evaluation.kept.paper"})
#: Of some models, which records are sealed; of decisions, those that led to the approval.
_SEALED_ONLY = {"agency.evaluation.decision": [("step", "not in", LATE)]}
#: What may be said of a published set still, so that it is no part of the manifest.
_AFTER_THE_PUBLICATION = frozenset({"agency.evaluation.set.finding"})
_FILE_FIELDS = ["evidence_sha256", "file_size", "mimetype", "name", "type"]
#: By which of its values a record is named in the manifest; others by their id.
_KEYS = {
    "agency.evaluation.criterion": ("code",),
    "agency.evaluation.indicator": ("code",),
    "agency.evaluation.line": ("criterion_id.code",),
    "agency.evaluation.fact": ("indicator_id.code",),
    "agency.evaluation.measure": ("indicator_id.code", "period"),
    "agency.evaluation.decision": ("number",),
    "agency.evaluation.question": ("number",),
}


class EvaluationManifest(models.Model):
    """The manifest of an evaluation: everything that its lock closes once it is approved.

    Every stored field of every part of it and of its criteria set belongs to the manifest, so that a part or a field
    added later is sealed without being named here. What stays open after the approval is not sealed.
    """

    _inherit = "agency.evaluation"

    def _manifest(self, papers=""):
        """Return the manifest as plain data for :func:`manifest.canonical`, and the names of people, kept beside it.

        - ``schema``: its form
        - ``fields``: the names of the sealed fields by model; what a later version adds is not asked of this manifest
        - ``records``: values by field, by the key of the record, by model
        - ``criteria_digest``: the SHA-256 of the criteria set alone
        - ``unit``, ``grade``, ``names``: what records outside the lock, such as document types, were called at that
          time; they may be called otherwise later, so they are no part of a comparison
        - ``people``: the functions of those who took part, and the SHA-256 that holds it to their names
        - ``papers``: the SHA-256 that holds it to what the papers print

        The names come by model and id, each with the random text without which names could be tried until one fits.

        :param papers: that SHA-256
        """
        self.ensure_one()
        covered = self._sealed_fields()
        records = self._sealed_records(covered)
        others = self._others_in(records)
        people = {reference: record for reference, record in others.items() if record._name in PEOPLE}
        names = {reference: {"name": _name_of(one), "salt": secrets.token_hex(16)} for reference, one in people.items()}
        data = {
            "schema": manifest.SCHEMA,
            "fields": covered,
            "records": records,
            "criteria_digest": manifest.digest(
                manifest.canonical({model: records[model] for model in self._sealed_set_paths()})
            ),
            "unit": self._unit_name(),
            "grade": self.grade_id.name or None,
            "names": {key: record.display_name for key, record in others.items() if key not in people},
            "papers": papers,
            "people": {
                key: {"function": self._function_of(person), "commitment": manifest.commit(**names[key])}
                for key, person in people.items()
            },
        }
        return data, names

    def _function_of(self, person):
        """Return what somebody is in this agency, in Vietnamese: their job, else their roles."""
        if person._name == "hr.employee":
            return person.job_title or ""
        user = person if person._name == "res.users" else person.user_ids[:1]
        employee = user.employee_ids.filtered(lambda employee: employee.company_id == self.company_id)[:1]
        if employee.job_title:
            return employee.job_title
        roles = self.env["res.groups"].browse([self.env.ref(f"agency_evaluation.group_{role}").id for role in _ROLES])
        held = roles.filtered(lambda role: role in user.all_group_ids)
        return ", ".join(held.with_context(lang=_VIETNAMESE).mapped("name"))

    def _sealed_fields(self):
        """Return the names of the fields that are sealed, by model."""
        paths = {**self._sealed_set_paths(), **self._sealed_part_paths()}
        covered = {model: sorted(_stored_names(self.env[model]) - self._unsealed_fields(model)) for model in paths}
        return {**covered, _FILE: _FILE_FIELDS}

    def _unsealed_fields(self, model):
        """Return the names of the stored fields of `model` that may change after the approval."""
        locked = self.env[model]
        open_fields = {name for name in locked._fields if locked._is_free(name)} | locked._open_fields("approved")
        if model == self._name:
            return open_fields | {"seal", "sealed_on", "seal_token", "desk_user_ids", "total_id"}
        if model == _SET:
            return open_fields | {"state"}  # a set may be archived
        return open_fields

    def _sealed_set_paths(self):
        """Return the models of a criteria set that are sealed, and the path of fields that leads to the set."""
        paths = self._locked_paths(_SET)
        return {model: path for model, path in paths.items() if model not in _AFTER_THE_PUBLICATION}

    def _sealed_part_paths(self):
        """Return the models of an evaluation that are sealed, and the path of fields that leads to it."""
        paths = self._locked_paths(self._name)
        return {model: path for model, path in paths.items() if model not in _AFTER_THE_SEAL}

    def _locked_paths(self, root):
        """Return the models whose lock is that of the model `root`, and the path of fields that leads to it."""
        models = [self.env[model] for model in sorted(self.env.registry) if is_locked_model(self.env, model)]
        return {model._name: model._lock_path or "id" for model in models if model._lock_root()._name == root}

    def _sealed_records(self, covered):
        """Return the values of the fields `covered` as they stand in the database, by model and key."""
        self.env.flush_all()
        self.env.invalidate_all()
        # sudo: every model - what is sealed does not depend on who looks at it, nor on the language or other context
        evaluation = self.with_env(self.env(su=True, context={"active_test": False}))
        domains = {
            **{model: (path, evaluation.criteria_set_id.id) for model, path in self._sealed_set_paths().items()},
            **{model: (path, evaluation.id) for model, path in self._sealed_part_paths().items()},
        }
        records = {
            model: _sealed_values(
                evaluation.env[model], [(path, "=", id_), *_SEALED_ONLY.get(model, ())], covered[model]
            )
            for model, (path, id_) in domains.items()
            if model in covered
        }
        files = evaluation._sealed_files().ids
        records[_FILE] = _sealed_values(evaluation.env[_FILE], [("id", "in", files)], covered[_FILE])
        return records

    def _sealed_files(self):
        """Return the files of the documents, and those that the report shows, such as pictures."""
        shown = [("res_model", "=", "agency.evaluation.section"), ("res_id", "in", self.section_ids.ids)]
        return self.evidence_ids.attachment_ids | self.env[_FILE].search(shown)

    def _others_in(self, records):
        """Return the records that `records` name without holding them, by model and id as they are named."""
        references = {
            reference
            for model, rows in records.items()
            for row in rows.values()
            for name, value in row.items()
            if value and self.env[model]._fields[name].type in ("many2one", "many2many")
            for reference in (value if isinstance(value, list) else [value])
            if reference.partition(",")[0] not in records
        }
        ids_by_model = {}
        for reference in references:
            model, _comma, id_ = reference.partition(",")
            ids_by_model.setdefault(model, []).append(int(id_))
        # sudo: every model - the manifest names whoever took part
        return {
            f"{model},{record.id}": record
            for model, ids in sorted(ids_by_model.items())
            for record in self.env[model].sudo().browse(sorted(ids))
        }


def _sealed_values(model, domain, names):
    """Return the values of the fields `names` of the records of `model` in `domain`, by the key of each record."""
    known = [name for name in names if name in model._fields]
    found = model.search_fetch(domain, known, order="id")
    by_key = {}
    for record, values in zip(found, found.read(known, load=None), strict=True):
        parts = [str(part) for path in _KEYS.get(model._name, ("id",)) for part in record.mapped(path) if part]
        key = " ".join(parts)
        # Two records of one name can only have come past every constraint: none may hide behind the other.
        by_key[f"{key} #{record.id}" if key in by_key else key] = {
            name: _plain(model._fields[name], values[name]) for name in known
        }
    return by_key


def kept_names(model):
    """Return the names of the fields of `model` that the database keeps, those of its row of totals among them."""
    return {name for name, field in model._fields.items() if field.store or isinstance(field, OfTotals)}


def _stored_names(model):
    return {
        name
        for name in kept_names(model) - set(MAGIC_COLUMNS)
        if model._fields[name].column_type or model._fields[name].type == "many2many"
    }


def _plain(field, value):
    """Return what :meth:`read` gives for a field in the form of the manifest."""
    if field.type in ("boolean", "integer", "float"):
        return value
    if field.type == "many2one":
        return f"{field.comodel_name},{value}" if value else None
    if field.type == "many2many":
        return [f"{field.comodel_name},{id_}" for id_ in sorted(value)]
    return str(value) if field.type == "html" and value else value or None


def _name_of(person):
    return f"{person.login} – {person.name}" if person._name == "res.users" else person.display_name
