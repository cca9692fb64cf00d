"""Which files may prove something: told by their content, for a name and a declared type can say anything."""

from odoo.tools.mimetypes import guess_mimetype

_OLE = {"application/x-ole-storage", "application/cdfv2", "application/vnd.ms-office"}
_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"

#: The types of content that a file of each extension has.
CONTENT_TYPES = {
    "pdf": {"application/pdf"},
    "doc": {"application/msword", *_OLE},
    "docx": {f"{_OOXML}.wordprocessingml.document"},
    "xls": {"application/vnd.ms-excel", "application/msword", *_OLE},
    "xlsx": {f"{_OOXML}.spreadsheetml.sheet"},
    "rtf": {"application/rtf", "text/rtf"},
    "ppt": {"application/vnd.ms-powerpoint", "application/msword", *_OLE},
    "pptx": {f"{_OOXML}.presentationml.presentation"},
    "odt": {f"{_ODF}.text"},
    "ods": {f"{_ODF}.spreadsheet"},
    "odp": {f"{_ODF}.presentation"},
    "jpg": {"image/jpeg"},
    "jpeg": {"image/jpeg"},
    "png": {"image/png"},
    "gif": {"image/gif"},
    "webp": {"image/webp"},
    "tif": {"image/tiff"},
    "tiff": {"image/tiff"},
    "bmp": {"image/bmp", "image/x-ms-bmp"},
    "zip": {"application/zip"},
}
#: Programs open these as they open the others, so that who allows the others allows these.
_ALLOWED_WITH = {"rtf": "doc", "jpeg": "jpg", "jpg": "jpeg", "tiff": "tif", "tif": "tiff"}
DEFAULT_EXTENSIONS = "pdf, doc, docx, rtf, xls, xlsx, ppt, pptx, odt, ods, odp, jpg, jpeg, png, tif, tiff"
DEFAULT_MEGABYTES = 25
MEGABYTE = 1024 * 1024


def extension_of(name):
    """Return the extension of a file name in lower case, without the dot; empty if it has none."""
    _stem, dot, extension = (name or "").rpartition(".")
    return extension.lower() if dot else ""


def content_type(content):
    """Return the MIME type that `content` (bytes) has, whatever its name."""
    # Neither is known to Odoo's own detection, which is used where libmagic is missing.
    if content[:4] in (b"II*\0", b"MM\0*"):
        return "image/tiff"
    if content[:5] == b"{\\rtf":
        return "text/rtf"
    return guess_mimetype(content).lower()


def right_name(name, mimetype):
    """Return the name of a file of type `mimetype` with the extension that it should have.

    A name stays as it is where its extension fits, where it names no type of :data:`CONTENT_TYPES`, and where the
    content may have several.
    """
    extension = extension_of(name)
    if extension not in CONTENT_TYPES or mimetype in CONTENT_TYPES[extension]:
        return name
    fitting = [known for known, types in CONTENT_TYPES.items() if mimetype in types]
    # Two spellings of one extension, such as jpg and jpeg, have the same types.
    if not fitting or any(CONTENT_TYPES[each] != CONTENT_TYPES[fitting[0]] for each in fitting):
        return name
    return f"{name.rpartition('.')[0]}.{fitting[0]}"


def is_allowed(name, mimetype, allowed):
    """Tell whether a file of this name and type is one of the extensions `allowed` (a set)."""
    extension = extension_of(name)
    fits = mimetype in CONTENT_TYPES.get(extension, ())
    return fits and (extension in allowed or _ALLOWED_WITH.get(extension) in allowed)


def parse_extensions(text):
    """Return the extensions in a comma separated list.

    :raises ValueError: naming those that are none of :data:`CONTENT_TYPES`
    """
    extensions = {part.strip().lstrip(".").lower() for part in (text or "").split(",")} - {""}
    if unknown := extensions - CONTENT_TYPES.keys():
        raise ValueError(", ".join(sorted(unknown)))
    return extensions
