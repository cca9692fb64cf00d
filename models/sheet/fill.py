"""What is computed of many records at a time."""


def fill(records, **columns):
    """Put what was computed of many records into the cache; the ORM takes much longer to set one value after another.

    It is for methods that compute fields which are not stored: a value that is to be stored would be lost.

    :param columns: the values of each field, in the order of the records
    """
    for name, values in columns.items():
        field = records._fields[name]
        assert not field.store, f"{field} is stored"
        kept = (field.convert_to_cache(value, records) for value in values)
        field._get_cache(records.env).update(zip(records._ids, kept, strict=True))
