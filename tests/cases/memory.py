"""How much memory something takes, in a process that does other things too."""

import re
from pathlib import Path

MEGABYTE = 1024 * 1024


class PeakMemory:
    """Measures, as a context manager, by how much the memory of this process grew at most; `bytes` has the result.

    It is what the system has given to the process, so that buffers of libraries count as much as Python's objects.
    """

    def __enter__(self):
        Path("/proc/self/clear_refs").write_text("5")  # the peak is forgotten: proc_pid_clear_refs(5)
        self._before = self._read("VmRSS")
        return self

    def __exit__(self, *exception):
        self.bytes = self._read("VmHWM") - self._before

    def _read(self, name):
        status = Path("/proc/self/status").read_text()
        return int(re.search(rf"^{name}:\s+(\d+) kB$", status, re.MULTILINE)[1]) * 1024
