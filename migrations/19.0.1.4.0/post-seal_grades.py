"""Have the class of what was approved before beside its seal, as its manifest names it."""

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

from odoo.addons.agency_evaluation.scoring import manifest

_BATCH = 200


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    # By SQL, for a seal stays as it was made: it is no value of it that is written here.
    ids = [id_ for (id_,) in env.execute_query(SQL("SELECT id FROM agency_evaluation_seal WHERE grade IS NULL"))]
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        read = SQL("SELECT id, manifest FROM agency_evaluation_seal WHERE id = ANY(%s)", batch)
        graded = [(id_, grade) for id_, content in env.execute_query(read) if (grade := _grade_in(content))]
        for id_, grade in graded:
            cr.execute("UPDATE agency_evaluation_seal SET grade = %s WHERE id = %s", (grade, id_))


def _grade_in(content):
    """Return the class that a manifest names, None where it names none or cannot be read."""
    try:
        return manifest.read((content or "").encode()).grade
    except (ValueError, KeyError, AttributeError):
        return None
