"""How long an answer is good for: in memory, for each process by itself, so that nothing depends on it."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any


class Busy(Exception):
    """Others are being answered; whoever asks must come back later."""


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
