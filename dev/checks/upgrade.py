"""Does what earlier versions left behind outlive the upgrade to the present one?"""

import re

from runtime import databases
from runtime.paths import ADDON
from upgrade import kept

from . import odoo_tests
from .installation import clean_run
from .runner import CheckFailed, shortened


def upgrade(version: str, fresh: str) -> int:
    """Upgrade the database that was kept of ``version``, compare its form with ``fresh``, and test what it holds.

    :param fresh: a database in which the present version was installed
    """
    name = _plain_name(version)
    database = databases.own_name(f"test_from_{name}")
    kept.restore(version, database)
    clean_run(
        f"upgrade-from-{name}",
        "server",
        f"--database={database}",
        f"--update={ADDON}",
        "--no-http",
        "--stop-after-init",
    )
    _compare(fresh, database)
    return odoo_tests.run(database, f"upgraded-from-{name}", ",".join(_tags(version)))


def _tags(version: str) -> list[str]:
    """The tags of the tests of what a database of ``version`` has: of what came with it, and of what came later."""
    versions = kept.versions()
    place = versions.index(version) + 1
    came = (f"{ADDON}_upgrade_{_plain_name(each)}" for each in versions[:place])
    comes = (f"{ADDON}_upgrade_before_{_plain_name(each)}" for each in versions[place:])
    return [f"{ADDON}_upgrade", *came, *comes]


def _plain_name(version: str) -> str:
    """The version as names of databases and tags can have it."""
    return re.sub(r"[^a-z0-9]+", "_", version)


#: What an upgraded database has in common with a new one, as queries for texts.
_FORM = {
    "column": f"""
        SELECT concat_ws(' ', table_name, column_name, data_type, numeric_precision, numeric_scale, is_nullable)
          FROM information_schema.columns
         WHERE table_schema = 'public' AND (table_name LIKE '{ADDON}%' OR column_name LIKE 'agency_%')
    """,
    "constraint": f"""
        SELECT concat_ws(' ', conrelid::regclass, CASE WHEN contype IN ('c', 'u') THEN conname END,
                         translate(pg_get_constraintdef(oid), '()', ''))
          FROM pg_constraint WHERE conrelid::regclass::text LIKE '{ADDON}%' AND contype != 'n'
    """,
    # those without a name of their own have one that depends on the order in which tables were made
    "index": f"""
        SELECT regexp_replace(indexdef, 'INDEX \\S+ ON', 'INDEX ON')
          FROM pg_indexes WHERE schemaname = 'public' AND tablename LIKE '{ADDON}%'
    """,
    "external id": f"""
        SELECT concat_ws(' ', model, name) FROM ir_model_data
         WHERE module = '{ADDON}' AND model NOT IN ('ir.model.constraint', 'ir.model.relation')
           -- the demo's, which the kept databases have, and the new one has not
           AND model NOT LIKE 'hr.%'
           AND model NOT IN ('agency.evaluation', 'agency.evaluation.evidence', 'ir.attachment', 'res.partner',
                             'res.users')
    """,
    "access right": f"""
        SELECT concat_ws(' ', d.name, a.perm_read, a.perm_write, a.perm_create, a.perm_unlink, a.active, m.model,
                         g.name)
          FROM ir_model_access a
          JOIN ir_model_data d ON d.model = 'ir.model.access' AND d.res_id = a.id AND d.module = '{ADDON}'
          JOIN ir_model m ON m.id = a.model_id
     LEFT JOIN ir_model_data g ON g.model = 'res.groups' AND g.res_id = a.group_id
    """,
    "record rule": f"""
        SELECT concat_ws(' ', d.name, r.perm_read, r.perm_write, r.perm_create, r.perm_unlink, r.active, m.model,
                         regexp_replace(r.domain_force, '\\s+', ' ', 'g'),
                         (SELECT string_agg(g.name, ',' ORDER BY g.name) FROM rule_group_rel rel
                            JOIN ir_model_data g ON g.model = 'res.groups' AND g.res_id = rel.group_id
                           WHERE rel.rule_group_id = r.id))
          FROM ir_rule r
          JOIN ir_model m ON m.id = r.model_id
     LEFT JOIN ir_model_data d ON d.model = 'ir.rule' AND d.res_id = r.id
         WHERE d.module = '{ADDON}' OR m.model LIKE 'agency.%'
    """,
    "implied group": f"""
        SELECT concat_ws(' ', d.name, i.name, p.name)
          FROM res_groups g
          JOIN ir_model_data d ON d.model = 'res.groups' AND d.res_id = g.id AND d.module = '{ADDON}'
     LEFT JOIN res_groups_implied_rel rel ON rel.gid = g.id
     LEFT JOIN ir_model_data i ON i.model = 'res.groups' AND i.res_id = rel.hid
     LEFT JOIN ir_model_data p ON p.model = 'res.groups.privilege' AND p.res_id = g.privilege_id
    """,
    # a view may name records by their number, which is another one in another database
    "view": f"""
        SELECT concat_ws(' ', d.name, v.active, v.priority, md5(regexp_replace(v.arch_db->>'en_US', '\\d+', '', 'g')))
          FROM ir_ui_view v JOIN ir_model_data d ON d.model = 'ir.ui.view' AND d.res_id = v.id
         WHERE d.module = '{ADDON}'
    """,
}


def _compare(fresh: str, upgraded: str) -> None:
    """:raise CheckFailed: when the upgraded database lacks what a new one has, or has more"""
    found = []
    with databases.undisturbed(fresh):
        forms = {kind: _rows(query, fresh) for kind, query in _FORM.items()}
    for kind, new in forms.items():
        old = _rows(_FORM[kind], upgraded)
        found += [f"missing after the upgrade: {kind} {text}" for text in sorted(new - old)]
        found += [f"left over by the upgrade: {kind} {text}" for text in sorted(old - new)]
    if found:
        raise CheckFailed(shortened(found))


def _rows(query: str, database: str) -> set[str]:
    return {row[0] for row in databases.sql(query, database)}
