"""Which cursor served a request, as Odoo notes it where it has a replica."""

import re
import time
from collections.abc import Iterable
from pathlib import Path

#: The end of a line of the access log; `ro->rw` is a request that was run twice.
_SERVED = re.compile(r'"(?:GET|POST) (?P<address>\S+) HTTP/1\.\d" .* (?P<mode>ro->rw|ro|rw)$', re.MULTILINE)
#: Seconds that a line may take to be written after the answer, however busy the machine is.
_PATIENCE = 120


class AccessLog:
    """The access logs of some hosts.

    :param logs: their files
    """

    def __init__(self, logs: Iterable[Path]) -> None:
        self._logs = list(logs)

    def served(self) -> list[tuple[str, str]]:
        """The address and the mode of each request so far."""
        texts = (log.read_text(errors="replace") for log in self._logs)
        return [(each["address"], each["mode"]) for text in texts for each in _SERVED.finditer(text)]

    def mode_of(self, mark: str) -> str:
        """Wait for the line of the last request whose address has ``mark`` in it; return how it was served.

        :raise TimeoutError: when there is none
        """
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            if found := [mode for address, mode in self.served() if mark in address]:
                return found[-1]
            time.sleep(0.02)
        raise TimeoutError(f"No line of the access log has {mark} in it.")
