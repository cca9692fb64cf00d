"""Records of several models in one statement: what the ORM then needs of them, it finds in its cache."""

from collections import defaultdict
from datetime import date, datetime
from itertools import chain

from odoo.fields import Domain
from odoo.models import MAGIC_COLUMNS
from odoo.tools import SQL

#: A function of PostgreSQL takes no more arguments in one call.
_MOST_ARGUMENTS = 100


def find(env, parts):
    """Run the queries of `parts` as one statement.

    :param parts: :class:`Records`, :class:`Children`, :class:`Links`, :class:`Plain`, each after those it refers to
    :return: what each of them found, as :func:`keep` takes it: the ids and each column as tuples
    """
    selects = SQL(", ").join(SQL("(SELECT json_agg(part.cells) FROM (%s) part)", part.select()) for part in parts)
    [found] = env.execute_query(SQL("SELECT %s", selects))
    return [part.parse(rows or ()) for part, rows in zip(parts, found, strict=True)]


def keep(parts, found):
    """Put what was found into the cache. What is there already stays: it may wait to be written."""
    for part, columns in zip(parts, found, strict=True):
        part.keep(columns)


def keep_related(records):
    """Put into the cache what fields of `records` show of other records that were read ahead.

    The ORM would copy each of these values by itself, which takes longer than all else that it does with them.
    """
    env, ids = records.env, records._ids
    for field in records._fields.values():
        if not field.related or field.store or field.related.count(".") != 1:
            continue
        link, name = field.related.split(".")
        link = records._fields[link]
        source = env[link.comodel_name]._fields[name]
        if link.type == "many2one" and link.store and source.column_type and not source.translate:
            linked, values = link._get_cache(env), source._get_cache(env)
            known = {id_: values[linked[id_]] for id_ in ids if linked.get(id_) in values}
            field._insert_cache(records.browse(known), known.values())


class Records:
    """Columns of the records that a domain finds, by the rules of whoever asks.

    :ivar records: what was found, in the order of the model
    """

    def __init__(self, model, domain, names=None, more=()):
        """
        :param names: the columns; None for all that Odoo fetches with any of them
        :param more: columns besides, of those that tell who wrote a record and when
        """
        self.model, self.domain, self.records = model, Domain(domain), model.browse()
        self.fields = [
            field
            for field in model._determine_fields_to_fetch(names)
            if field.column_type and (names or field.name in more or field.name not in MAGIC_COLUMNS)
        ]

    def select(self):
        """Return the SELECT of the part, of one column of JSON."""
        model = self.model
        query = model._search(self.domain, order=model._order)
        return _select(
            query, [SQL.identifier(model._table, "id"), *(self._column(query, field) for field in self.fields)]
        )

    def _column(self, query, field):
        sql = self.model._field_to_sql(self.model._table, field.name, query)
        if field.translate:
            return sql
        # As the ORM does: a value that waits to be written is in the cache, and stays there.
        return SQL(sql.code, *sql.params, to_flush=(other for other in sql.to_flush if other != field))

    def parse(self, rows):
        """Return the columns of rows of JSON, as a query of its own would have found them."""
        ids, *columns = _columns(rows) or ((), *[()] * len(self.fields))
        return ids, *(_read(field, values) for field, values in zip(self.fields, columns, strict=True))

    def keep(self, columns):
        ids, *columns = columns
        self.records = self.model.browse(ids)
        for field, values in zip(self.fields, columns, strict=True):
            field._insert_cache(self.records, values)
        return self.records


class Children(Records):
    """The records of a one2many field, as the field itself would find them, with columns of theirs."""

    def __init__(self, owners, name, names=None, domain=None, reader=None):
        """
        :param owners: whose they are: records, or :class:`Records` of the same statement
        :param names: as in :class:`Records`; the one that leads back to the owner comes with them
        :param domain: what finds the records of all owners, where it is not the owners themselves
        :param reader: the environment of the user for whom the list is, where it is found in sudo: a rule costs less to
            be asked of records than to be made part of each query
        """
        self.owners, self.reader = owners, reader
        model = owners.model if isinstance(owners, Records) else owners.browse()
        self.field = model._fields[name]
        inverse = self.field.inverse_name
        found = Domain(inverse, "in", owners.ids) if domain is None else Domain(domain)
        super().__init__(
            _comodel(model, self.field),
            self.field.get_comodel_domain(model) & found,
            None if names is None else [inverse, *names],
        )

    def keep(self, columns):
        listed = super().keep(columns)
        owner_of = self.model._fields[self.field.inverse_name]._get_cache(self.model.env)
        if self.reader is not None:
            listed = _readable(listed.with_env(self.reader), inverse=self.field.inverse_name)
        _keep_lists(self.field, self.owners, ((owner_of[id_], id_) for id_ in listed._ids))
        return listed


class Plain:
    """Rows of a query that are no records: a method that is called once for a form knows by them what it returns."""

    def __init__(self, select, know):
        """
        :param select: the SELECT of one column, `cells`, of arrays in JSON
        :param know: is called with what was found, a list of lists
        """
        self._select, self._know = select, know

    def select(self):
        return self._select

    def parse(self, rows):
        return list(rows)

    def keep(self, rows):
        self._know(rows)


class Links:
    """The records of a many2many field, as the field itself would find them."""

    def __init__(self, owners, name):
        """
        :param owners: :class:`Records` of the same statement
        """
        self.owners, self.field = owners, owners.model._fields[name]

    def select(self):
        """Return the SELECT of the part, of one column of JSON."""
        field, comodel = self.field, _comodel(self.owners.model, self.field)
        query = comodel._search(field.get_comodel_domain(self.owners.model), order=comodel._order)
        link, other = (SQL.identifier(field.relation, column) for column in (field.column1, field.column2))
        query.add_join("JOIN", field.relation, None, SQL("%s = %s", other, SQL.identifier(comodel._table, "id")))
        # sudo: the owners - of those that the user may not read, nothing is kept below
        owners = self.owners.model.sudo()._search(self.owners.domain)
        query.add_where(SQL("%s IN %s", link, owners.subselect()))
        return _select(query, [link, other])

    def parse(self, rows):
        """Return the ids of the owners and those of their records, as tuples."""
        return _columns(rows) or ((), ())

    def keep(self, columns):
        _keep_lists(self.field, self.owners, zip(*columns, strict=True))


def _readable(records, inverse):
    """Return those of `records` of one owner that the user may read.

    Where the rules look at the owner alone, all of them are readable or none is.
    """
    if len(records) < 2:
        return records._filtered_access("read")
    rules = records.env["ir.rule"]._compute_domain(records._name, "read")
    if all(condition.field_expr.partition(".")[0] == inverse for condition in rules.iter_conditions()):
        return records if records[0]._filtered_access("read") else records.browse()
    return records._filtered_access("read")


def _comodel(model, field):
    """Return the model that a list consists of, with the context in which the field reads it."""
    return model.env[field.comodel_name].with_context(**{"active_test": False, **field.context})


def _keep_lists(field, owners, pairs):
    """Keep the ids of the lists of all `owners`, empty ones too, by pairs of ids: of the owner and of a record."""
    ids = defaultdict(list)
    for owner, id_ in pairs:
        ids[owner].append(id_)
    records = owners.records if isinstance(owners, Records) else owners
    field._insert_cache(records, [tuple(ids[id_]) for id_ in records._ids])


def _select(query, terms):
    """Return the SELECT of `terms` as one column of JSON: an array of arrays, for no function takes any number."""
    if query.is_empty():
        return SQL("SELECT NULL::json AS cells WHERE FALSE")
    arrays = [
        SQL("json_build_array(%s)", SQL(", ").join(terms[start : start + _MOST_ARGUMENTS]))
        for start in range(0, len(terms), _MOST_ARGUMENTS)
    ]
    return query.select(SQL("json_build_array(%s) AS cells", SQL(", ").join(arrays)))


def _columns(rows):
    """Return the columns of rows of :func:`_select`, as tuples; nothing without a row."""
    return list(zip(*map(chain.from_iterable, rows), strict=True))


def _read(field, values):
    kind = _KINDS.get(field.type)
    return tuple(None if value is None else kind(value) for value in values) if kind else values


def _moment(text):
    """Return a point in time as PostgreSQL writes it in JSON, "2020-12-03T10:15:00.5"."""
    whole, _point, fraction = text.partition(".")
    return datetime.fromisoformat(f"{whole}.{fraction:0<6}" if fraction else whole)


#: How JSON has to be read for the cache to hold what a query of its own would have left there, by the types of fields.
_KINDS = {"float": float, "monetary": float, "date": date.fromisoformat, "datetime": _moment}
