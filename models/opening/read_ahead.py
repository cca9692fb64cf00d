"""Records of several models in one statement: what the ORM then needs of them, it finds in its cache."""

from collections import defaultdict
from datetime import date, datetime
from itertools import chain

from odoo.fields import Domain
from odoo.models import MAGIC_COLUMNS
from odoo.tools import SQL

#: A function of PostgreSQL takes no more arguments in one call.
_MOST_ARGUMENTS = 100


def read_ahead(env, parts):
    """Run the queries of `parts` as one statement, and put what they find into the cache.

    What is in the cache already stays: it may wait to be written.

    :param parts: :class:`Records`, :class:`Children` and :class:`Links`, each after those that it refers to
    """
    selects = SQL(", ").join(SQL("(SELECT json_agg(part.cells) FROM (%s) part)", part.select()) for part in parts)
    [found] = env.execute_query(SQL("SELECT %s", selects))
    for part, rows in zip(parts, found, strict=True):
        part.keep([list(chain.from_iterable(row)) for row in rows or ()])


class Records:
    """Columns of the records that a domain finds, by the rules of whoever asks.

    :ivar records: what was found, in the order of the model
    """

    def __init__(self, model, domain, names=None):
        """
        :param names: the columns; None for all that Odoo fetches with any of them
        """
        self.model, self.domain, self.records = model, Domain(domain), model.browse()
        self.query = model._search(self.domain, order=model._order)
        self.fields = [
            field
            for field in model._determine_fields_to_fetch(names)
            if field.column_type and (names or field.name not in MAGIC_COLUMNS)
        ]

    def select(self):
        table = self.model._table
        return _select(self.query, [SQL.identifier(table, "id"), *(self._column(table, field) for field in self.fields)])

    def _column(self, table, field):
        sql = self.model._field_to_sql(table, field.name, self.query)
        if field.translate:
            return sql
        # As the ORM does: a value that waits to be written is in the cache, and stays there.
        return SQL(sql.code, *sql.params, to_flush=(other for other in sql.to_flush if other != field))

    def keep(self, rows):
        if not rows:
            return
        ids, *columns = zip(*rows, strict=True)
        self.records = self.model.browse(ids)
        for field, values in zip(self.fields, columns, strict=True):
            read = _READ.get(field.type)
            if read:
                values = [None if value is None else read(value) for value in values]
            field._insert_cache(self.records, values)


class Children(Records):
    """The records of a one2many field, as the field itself would find them, with columns of theirs."""

    def __init__(self, owners, name, names=None, domain=None):
        """
        :param owners: whose they are: records, or :class:`Records` of the same statement
        :param names: as in :class:`Records`; the one that leads back to the owner comes with them
        :param domain: what finds the records of all owners, where it is not the owners themselves
        """
        self.owners = owners
        model = _model_of(owners)
        self.field = model._fields[name]
        inverse = self.field.inverse_name
        found = Domain(inverse, "in", owners.ids) if domain is None else Domain(domain)
        comodel = _comodel(model, self.field)
        super().__init__(
            comodel, self.field.get_comodel_domain(model) & found, None if names is None else [inverse, *names]
        )

    def keep(self, rows):
        super().keep(rows)
        inverse = self.model._fields[self.field.inverse_name]
        ids = defaultdict(list)
        for record in self.records:
            ids[inverse._get_cache(self.model.env)[record.id]].append(record.id)
        _keep_lists(self.field, self.owners, ids)


class Links:
    """The records of a many2many field, as the field itself would find them."""

    def __init__(self, owners, name):
        """
        :param owners: :class:`Records` of the same statement
        """
        self.owners, self.field = owners, owners.model._fields[name]

    def select(self):
        field, comodel = self.field, _comodel(self.owners.model, self.field)
        query = comodel._search(field.get_comodel_domain(self.owners.model), order=comodel._order)
        link, other = (SQL.identifier(field.relation, column) for column in (field.column1, field.column2))
        query.add_join("JOIN", field.relation, None, SQL("%s = %s", other, SQL.identifier(comodel._table, "id")))
        # Whose owner nobody may read, of that nothing is kept below.
        owners = self.owners.model.sudo()._search(self.owners.domain)
        query.add_where(SQL("%s IN %s", link, owners.subselect()))
        return _select(query, [link, other])

    def keep(self, rows):
        ids = defaultdict(list)
        for owner, other in rows:
            ids[owner].append(other)
        _keep_lists(self.field, self.owners, ids)


def _model_of(owners):
    return owners.model if isinstance(owners, Records) else owners.browse()


def _comodel(model, field):
    """Return the model that a list consists of, with the context in which the field reads it."""
    return model.env[field.comodel_name].with_context(**{"active_test": False, **field.context})


def _keep_lists(field, owners, ids):
    """Keep the ids of a list, by those of the owners; empty ones, too."""
    records = owners.records if isinstance(owners, Records) else owners
    field._insert_cache(records, [tuple(ids[id_]) for id_ in records._ids])


def _select(query, terms):
    """Return the SELECT of `terms` as one column of JSON, an array of arrays, for no function takes that many."""
    arrays = [
        SQL("json_build_array(%s)", SQL(", ").join(terms[start : start + _MOST_ARGUMENTS]))
        for start in range(0, len(terms), _MOST_ARGUMENTS)
    ]
    if query.is_empty():
        return SQL("SELECT NULL::json AS cells WHERE FALSE")
    return query.select(SQL("json_build_array(%s) AS cells", SQL(", ").join(arrays)))


def _moment(text):
    """Return a point in time as PostgreSQL writes it in JSON, "2020-12-03T10:15:00.5"."""
    whole, _point, fraction = text.partition(".")
    return datetime.fromisoformat(f"{whole}.{fraction:0<6}" if fraction else whole)


#: How JSON has to be read for the cache to hold what a query of its own would have left there, by the types of fields.
_READ = {"float": float, "monetary": float, "date": date.fromisoformat, "datetime": _moment}
