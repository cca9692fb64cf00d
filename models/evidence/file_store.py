import errno
import logging
import os
from contextlib import contextmanager, suppress

import psycopg2

from odoo import api, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)
#: What a disk says that can take no more.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class StoreRefused(UserError):
    """A store takes no file now, whatever the file is."""


class FileStore(models.Model):
    """Where files lie: a disk that is full leaves no half of a file behind, which would bar the whole one later."""

    _inherit = "ir.attachment"

    @api.model
    def _get_path(self, bin_data, sha):
        _discard_torn_file(self._full_path(f"{sha[:2]}/{sha}"), len(bin_data))
        try:
            return super()._get_path(bin_data, sha)
        except OSError as error:  # the folder of the file cannot be made
            raise self._storing_error(error) from error

    @api.model
    def _file_write(self, bin_value, checksum):
        try:
            return super()._file_write(bin_value, checksum)
        except OSError as error:
            _discard_torn_file(self._full_path(f"{checksum[:2]}/{checksum}"), len(bin_value))
            raise self._storing_error(error) from error

    # The two hooks by which OCA fs_attachment puts a file into a store of its own; nobody else calls them.

    @api.model
    def _storage_file_write(self, bin_data):
        with self._told_of_store():
            return super()._storage_file_write(bin_data)

    def _enforce_meaningful_storage_filename(self):
        with self._told_of_store():
            return super()._enforce_meaningful_storage_filename()

    @contextmanager
    def _told_of_store(self):
        """Say in words that a store of another addon takes no file; each kind of store has exceptions of its own."""
        try:
            yield
        except (UserError, psycopg2.Error):
            raise
        except Exception as error:  # pylint: disable=broad-except; as the first line says
            raise self._storing_error(error) from error

    @api.model
    def _storing_error(self, error):
        """Return what users are told where a file could not be stored."""
        _logger.error("A file could not be stored: %s: %s", type(error).__name__, error)
        if getattr(error, "errno", None) in _FULL:
            return StoreRefused(
                self.env._(
                    "There is no room left on the server, so the file was not kept. Tell the administrator, and upload "
                    "it again afterwards."
                )
            )
        return StoreRefused(
            self.env._(
                "The server could not store the file, so it was not kept. Tell the administrator, and upload it again "
                "afterwards."
            )
        )


def _discard_torn_file(path, size):
    """Remove what stands for a file of `size` bytes and is shorter: its writing was broken off."""
    with suppress(OSError):
        if os.path.getsize(path) < size:
            os.unlink(path)
