"""Multiply a record with everything that belongs to it, by INSERT … SELECT.

What belongs to it is read from the catalogue: every table that refers to it, however indirectly, and what names it by
model and id, such as attachments and messages. So are the columns; a new one, or a new table, is copied like others.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import TopologicalSorter

#: Tables that name records by model and id, with the columns in which they do.
NAMING = {
    "ir_attachment": ("res_model", "res_id"),
    "mail_activity": ("res_model", "res_id"),
    "mail_followers": ("res_model", "res_id"),
    "mail_message": ("model", "res_id"),
}
_KEYS = """
    SELECT key.conrelid::regclass::text, own.attname, key.confrelid::regclass::text
      FROM pg_constraint key
      JOIN pg_attribute own ON own.attrelid = key.conrelid AND own.attnum = key.conkey[1]
     WHERE key.contype = 'f' AND cardinality(key.conkey) = 1
  ORDER BY 1, 2
"""
_COLUMNS = """
    SELECT attname FROM pg_attribute
     WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attidentity = ''
  ORDER BY attnum
"""
_UNIQUE = """
    SELECT array_agg(own.attname::text),
           array_agg(own.attname::text) FILTER (WHERE own.atttypid IN ('text'::regtype, 'varchar'::regtype))
      FROM pg_index index
      JOIN pg_attribute own ON own.attrelid = index.indrelid AND own.attnum = ANY (index.indkey)
     WHERE index.indrelid = %s::regclass AND index.indisunique AND NOT index.indisprimary
  GROUP BY index.indexrelid
"""


@dataclass
class Part:
    """The rows of one table that belong to the record.

    :ivar ids: their ids; of a table of relations, which has none, the ids by which it refers, by column
    :ivar shift: what is added to an id for the first copy; every further one adds `span` more
    """

    ids: set[int] = field(default_factory=set)
    shift: int = 0
    span: int = 0


class Tree:
    """A record and all rows that belong to it.

    :param cr: a cursor
    :param table: the table of the record
    :param leave_out: tables that are not copied, such as registers in which each entry holds the one before
    :param below: the column by which records of the same table belong to it, where they do
    """

    def __init__(self, cr, table: str, id_: int, leave_out: Collection[str] = (), below: str | None = None):
        self.cr, self.root, self.id, self.below = cr, table, id_, below
        self.leave_out = set(leave_out) | self._transient_tables()
        cr.execute(_KEYS)
        self.keys = [key for key in cr.fetchall() if key[0] not in self.leave_out and key[1] not in _AUTHORS]
        cr.execute("SELECT model FROM ir_model")
        self.models = {model.replace(".", "_"): model for (model,) in cr.fetchall()}
        self.columns = {name: self._columns_of(name) for name in {key[0] for key in self.keys} | {table, *NAMING}}
        self.parts = {table: Part({id_})}
        self.relations: set[str] = set()
        self._collect()

    def _transient_tables(self) -> set[str]:
        self.cr.execute("SELECT replace(model, '.', '_') FROM ir_model WHERE transient")
        return {name for (name,) in self.cr.fetchall()}

    def _columns_of(self, table: str) -> list[str]:
        self.cr.execute(_COLUMNS, [table])
        return [name for (name,) in self.cr.fetchall()]

    def _collect(self) -> None:
        grows = True
        while grows:
            grows = False
            for table, column, target in self.keys:
                if target not in self.parts or (table == self.root and column != self.below):
                    continue
                if "id" not in self.columns[table]:
                    self.relations.add(table)
                    continue
                grows |= self._add(table, f'"{column}" = ANY(%s)', [sorted(self.parts[target].ids)])
            for table, (model, res_id) in NAMING.items():
                for owner in list(self.parts):
                    if owner in self.models:
                        condition = f'"{model}" = %s AND "{res_id}" = ANY(%s)'
                        grows |= self._add(table, condition, [self.models[owner], sorted(self.parts[owner].ids)])

    def _add(self, table: str, condition: str, values: Sequence) -> bool:
        self.cr.execute(f'SELECT id FROM "{table}" WHERE {condition}', values)
        found = {id_ for (id_,) in self.cr.fetchall()}
        known = self.parts[table].ids if table in self.parts else set()
        if found <= known:
            return False
        self.parts.setdefault(table, Part()).ids |= found
        return True

    def multiply(self, copies: Sequence[Mapping[str, object]]) -> list[int]:
        """Make a copy for each of `copies`; return the ids of the new records.

        :param copies: the columns of the record that differ, with their values; the same ones in each
        """
        names = sorted(copies[0])
        self._reserve(len(copies))
        self.cr.execute("DROP TABLE IF EXISTS bench_copy")
        # the types are those of the columns that the values go to
        typed = ", ".join(["0 AS k", *(f'"{name}"' for name in names)])
        self.cr.execute(f'CREATE TEMP TABLE bench_copy AS SELECT {typed} FROM "{self.root}" WHERE false')
        places = ", ".join(["%s"] * (len(names) + 1))
        for number, values in enumerate(copies):
            row = (number, *(values[name] for name in names))
            self.cr.execute(f"INSERT INTO bench_copy VALUES ({places})", row)
        for table in self._in_order():
            self._insert(table, {name: f'copy."{name}"' for name in names} if table == self.root else {})
        for table in sorted(self.relations):
            self._insert(table, {})
        self._refer_to_parts()
        first = self.parts[self.root]
        return [self.id + first.shift + number * first.span for number in range(len(copies))]

    def _in_order(self) -> list[str]:
        """The tables, each after those that it refers to."""
        needs = {table: {self.root} - {table} for table in self.parts}
        for table, _column, target in self.keys:
            if table in needs and target in needs and table not in (target, self.root):
                needs[table].add(target)
        return list(TopologicalSorter(needs).static_order())

    def _reserve(self, count: int) -> None:
        """Find ids that are free, and have the sequences go on after them."""
        for table, part in self.parts.items():
            self.cr.execute(f'SELECT COALESCE(max(id), 0) FROM "{table}"')
            (last,) = self.cr.fetchone()
            part.span = max(part.ids) - min(part.ids) + 1
            part.shift = last + 1 - min(part.ids)
            self.cr.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, last + count * part.span])

    def _insert(self, table: str, values: Mapping[str, str]) -> None:
        columns = self.columns[table]
        references = {column: target for name, column, target in self.keys if name == table and target in self.parts}
        parameters: dict[str, object] = {}
        expressions = {}
        for column in columns:
            if column in values:
                expressions[column] = values[column]
            elif column == "id":
                expressions[column] = self._moved("id", table, parameters)
            elif column in references and table == self.root and references[column] != self.root:
                expressions[column] = "NULL"  # they come later
            elif column in references:
                expressions[column] = self._moved(column, references[column], parameters)
            elif table in NAMING and column == NAMING[table][1]:
                expressions[column] = self._moved_by_model(NAMING[table], parameters)
            else:
                expressions[column] = f'own."{column}"'
        for column in self._texts_to_tell_apart(table, set(references) | set(values)):
            expressions[column] = f"""own."{column}" || '~' || {_number(self.parts.get(table))}"""
        where, parameters["rows"] = self._which(table, references)
        self.cr.execute(
            f"""
            INSERT INTO "{table}" ({", ".join(f'"{name}"' for name in expressions)})
            SELECT {", ".join(expressions.values())}
              FROM "{table}" own CROSS JOIN bench_copy copy
             WHERE {where}
          ORDER BY copy.k {", own.id" if "id" in columns else ""}
            """,
            parameters,
        )

    def _refer_to_parts(self) -> None:
        """Let the copies refer to their parts as the record does to its own."""
        root = self.parts[self.root]
        for table, column, target in self.keys:
            if table == self.root and target != self.root and target in self.parts:
                parameters: dict[str, object] = {"ids": sorted(root.ids)}
                self.cr.execute(
                    f"""
                    UPDATE "{table}" new
                       SET "{column}" = {self._moved(column, target, parameters)}
                      FROM "{table}" own CROSS JOIN bench_copy copy
                     WHERE own.id = ANY(%(ids)s) AND new.id = own.id + {root.shift} + copy.k * {root.span}
                    """,
                    parameters,
                )

    def _which(self, table: str, references: Mapping[str, str]) -> tuple[str, object]:
        if table in self.parts:
            return "own.id = ANY(%(rows)s)", sorted(self.parts[table].ids)
        column, target = next(iter(references.items()))
        return f'own."{column}" = ANY(%(rows)s)', sorted(self.parts[target].ids)

    def _moved(self, column: str, target: str, parameters: dict[str, object]) -> str:
        part = self.parts[target]
        parameters[target] = sorted(part.ids)
        moved = f'own."{column}" + {part.shift} + copy.k * {part.span}'
        return f'CASE WHEN own."{column}" = ANY(%({target})s) THEN {moved} ELSE own."{column}" END'

    def _moved_by_model(self, columns: tuple[str, str], parameters: dict[str, object]) -> str:
        model, res_id = columns
        cases = [
            f"WHEN own.\"{model}\" = '{self.models[table]}' THEN {self._moved(res_id, table, parameters)}"
            for table in self.parts
            if table in self.models
        ]
        return f'CASE {" ".join(cases)} ELSE own."{res_id}" END'

    def _texts_to_tell_apart(self, table: str, different: Collection[str]) -> set[str]:
        """The texts that no other row may have and that nothing else would tell apart."""
        self.cr.execute(_UNIQUE, [table])
        found = set()
        for columns, texts in self.cr.fetchall():
            if not set(columns) & set(different):
                found.update(texts or ())
        return found


#: Who made a row is no part of what it belongs to.
_AUTHORS = ("create_uid", "write_uid")


def _number(part: Part | None) -> str:
    return f"({part.shift if part else 0} + copy.k)"
