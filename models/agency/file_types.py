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
DEFAULT_EXTENSIONS = "pdf, doc, docx, xls, xlsx, ppt, pptx, odt, ods, odp, jpg, jpeg, png, tif, tiff"
DEFAULT_MEGABYTES = 25
MEGABYTE = 1024 * 1024


def extension_of(name):
    """Return the extension of a file name in lower case, without the dot; empty if it has none."""
    _stem, dot, extension = (name or "").rpartition(".")
    return extension.lower() if dot else ""


def content_type(content):
    """Return the MIME type that `content` (bytes) has, whatever its name."""
    if content[:4] in (b"II*\0", b"MM\0*"):
        return "image/tiff"  # not known to Odoo's own detection, which is used where libmagic is missing
    return guess_mimetype(content).lower()


def parse_extensions(text):
    """Return the extensions in a comma separated list.

    :raises ValueError: naming those that are none of :data:`CONTENT_TYPES`
    """
    extensions = {part.strip().lstrip(".").lower() for part in (text or "").split(",")} - {""}
    if unknown := extensions - CONTENT_TYPES.keys():
        raise ValueError(", ".join(sorted(unknown)))
    return extensions
