"""How often something may be asked for, and how long an answer is good for: in memory, for each process by itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from ipaddress import ip_address
from threading import Lock
from typing import Any


class Busy(Exception):
    """Others are being answered; whoever asks must come back later."""


class RateLimit:
    """Allows each address so many requests in each window of time.

    An IPv6 address counts with its whole network of 64 bits, which is what one customer has.

    :param limit: requests in a window
    :param seconds: the length of a window
    :param capacity: addresses that are counted; beyond it all counts start anew, so that memory stays bounded
    """

    def __init__(
        self, limit: int, seconds: float, capacity: int = 10_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit, self._seconds, self._capacity, self._clock = limit, seconds, capacity, clock
        self._window = 0
        self._counts: dict[Hashable, int] = {}
        self._lock = Lock()

    def allows(self, address: str) -> bool:
        """Count a request of `address`, and tell whether it may be answered."""
        key = _network(address)
        with self._lock:
            window = int(self._clock() // self._seconds)
            if window != self._window or len(self._counts) >= self._capacity:
                self._window, self._counts = window, {}
            self._counts[key] = self._counts.get(key, 0) + 1
            return self._counts[key] <= self._limit


class Memory:
    """Keeps answers for a while, and makes only one at a time.

    :param seconds: how long an answer is good for
    :param patience: how many seconds a request waits for its turn
    :param capacity: answers that are kept; beyond it all are forgotten
    """

    def __init__(
        self, seconds: float, patience: float, capacity: int = 1000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._seconds, self._patience, self._capacity, self._clock = seconds, patience, capacity, clock
        self._answers: dict[Hashable, tuple[float, Any]] = {}
        self._lock = Lock()

    def recall(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return the answer for `key`; call `make` for it if there is none that is still good.

        :raises Busy: if others are being answered for too long
        """
        if not self._lock.acquire(timeout=self._patience):
            raise Busy
        try:
            made, answer = self._answers.get(key, (None, None))
            if made is None or self._clock() - made >= self._seconds:
                answer = make()
                if len(self._answers) >= self._capacity:
                    self._answers.clear()
                self._answers[key] = (self._clock(), answer)
            return answer
        finally:
            self._lock.release()


def _network(address: str) -> Hashable:
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return int(parsed) >> 64 if parsed.version == 6 else parsed
