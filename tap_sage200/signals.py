"""Signals that end the process: SIGTERM, Ctrl-C, and where they exist SIGHUP and SIGBREAK.

The first signal raises `SystemExit` in the main thread, which then writes what is left to write. A thread watches the
signals too, because the main thread may wait for a loader that does not read. It ends the process some seconds after
the first signal, and at once after a second one. Only what must be finished, such as a token request, is waited for.
"""

from __future__ import annotations

import atexit
import logging
import os
import signal
import socket
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tap_sage200 import problems
from tap_sage200.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import FrameType
    from typing import NoReturn

if sys.platform == "win32":
    ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGBREAK)
else:
    ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
"""The signals that end the process."""
ALWAYS_HANDLED = (signal.SIGTERM, signal.SIGINT)
"""Those that end the process even if its parent has let it ignore them. `nohup` does that with SIGHUP, on purpose."""
GRACE_SECONDS = 3.0
"""Seconds after the first signal in which the main thread may end the process itself."""
LONGEST_FINISH = 300.0
"""The most seconds that the end of the process waits for what must be finished."""
TELLING_SECONDS = 0.8
"""The most seconds that a log line may delay the end of the process. Nobody may read standard error."""

logger = logging.getLogger("tap-sage200")


class _Depths(threading.local):
    """How deep a thread is in the contexts of `Signals`."""

    postponed = 0
    finishing = 0


class Signals:
    """Ends the process on a signal. A process has one of these: `SIGNALS`."""

    def __init__(self) -> None:
        """Begin without handling signals."""
        self._depths = _Depths()
        self._changed = threading.Condition()
        self._finishing = 0
        """How many threads do what must be finished."""
        self._exit_codes: Mapping[signal.Signals, int] = {}
        self._received: signal.Signals | None = None
        self._has_raised = False
        self._is_over = False
        """Whether the main thread has done its work."""

    @property
    def received(self) -> str | None:
        """The name of the first signal. None if there was none."""
        return None if self._received is None else self._received.name

    @property
    def _exit_code(self) -> int:
        number = self._received or signal.SIGTERM
        return self._exit_codes.get(number, 128 + number)

    @contextmanager
    def ending_process(self, exit_codes: Mapping[signal.Signals, int]) -> Iterator[None]:
        """Handle signals during the work of a process. If one of them ends the work, wait for no other thread.

        Args:
            exit_codes: As for `handled`.
        """
        with self.handled(exit_codes):
            try:
                yield
            except SystemExit as ended:
                if self._received is None:
                    raise
                self._await_finish()
                os._exit(ended.code if isinstance(ended.code, int) else 0)

    @contextmanager
    def handled(self, exit_codes: Mapping[signal.Signals, int]) -> Iterator[None]:
        """Raise `SystemExit` in this context on the first signal, and end the process if it does not end by itself.

        In a thread that is not the main one, do nothing: Python handles signals only in the main thread.

        Args:
            exit_codes: The exit code after each signal. For all others, and after an end by force, it is 128 plus the
                number of the signal.
        """
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        self._exit_codes = exit_codes
        watched, woken = socket.socketpair()
        woken.settimeout(0)
        watcher = threading.Thread(target=self._watch, args=[watched], name="signals", daemon=True)
        watcher.start()
        woken_before = signal.set_wakeup_fd(woken.fileno(), warn_on_full_buffer=False)
        before = {number: signal.getsignal(number) for number in ENDING}
        for number in ENDING:
            if number in ALWAYS_HANDLED or before[number] != signal.SIG_IGN:
                signal.signal(number, self._handle)
        try:
            yield
        finally:
            self._is_over = True
            self._await_finish()
            for number, handler in before.items():
                signal.signal(number, handler)
            signal.set_wakeup_fd(woken_before)
            woken.close()
            watcher.join()
            watched.close()
            self._received, self._has_raised, self._is_over = None, False, False

    @contextmanager
    def postponed(self) -> Iterator[None]:
        """Raise `SystemExit` only after this context, which leaves nothing half-done.

        The process may end in this context: some seconds after the first signal, or after a second one.
        """
        self._depths.postponed += 1
        try:
            yield
        finally:
            self._depths.postponed -= 1
        self._raise_if_due()

    @contextmanager
    def finishing(self) -> Iterator[None]:
        """Let no signal end the process in this context, not even a second one.

        Raises:
            SystemExit: The process is ending, and this context would begin something new.
        """
        with self.postponed():
            self._depths.finishing += 1
            try:
                if self._depths.finishing > 1:
                    yield
                else:
                    with self._counted():
                        yield
            finally:
                self._depths.finishing -= 1

    @contextmanager
    def interruptible(self) -> Iterator[None]:
        """Let signals end the process in this context within `finishing`: nothing is half-done now.

        Raises:
            SystemExit: The process is ending.
        """
        postponed, self._depths.postponed = self._depths.postponed, 0
        self._count(-1)
        try:
            self._raise_if_due()
            yield
        finally:
            self._count(1)
            self._depths.postponed = postponed
        self._raise_if_ending()

    @contextmanager
    def _counted(self) -> Iterator[None]:
        self._count(1)
        try:
            self._raise_if_ending()
            yield
        finally:
            self._count(-1)

    def _count(self, more: int) -> None:
        with self._changed:
            self._finishing += more
            self._changed.notify_all()

    def _raise_if_ending(self) -> None:
        if self._received is not None or self._is_over:
            raise SystemExit(self._exit_code)

    def _handle(self, number: int, _frame: FrameType | None) -> None:
        if not self._is_over:
            self._received = self._received or signal.Signals(number)
            self._raise_if_due()

    def _raise_if_due(self) -> None:
        """Raise on the first signal, once. More exceptions would interrupt what the first one makes others do."""
        if self._received is None or self._has_raised or self._depths.postponed:
            return
        if threading.current_thread() is threading.main_thread():
            self._has_raised = True
            raise SystemExit(self._exit_code)

    def _watch(self, watched: socket.socket) -> None:
        """Wait for signals, in a thread of its own, and end the process if the main thread does not end it in time."""
        first = _next_signal(watched)
        if first is None:
            return
        if self._received is not None or not self._is_over:
            watched.settimeout(GRACE_SECONDS)
            try:
                if _next_signal(watched) is None:
                    return
            except TimeoutError:
                pass
        first = self._received or first  # two that arrive together can come here in the other order
        if self._finishing:
            _tell(problems.run.FINISHING_SIGN_IN.text(signal=first.name))
        self.end_by_force(problems.run.ENDED_BY_FORCE.text(signal=first.name), 128 + first)

    def end_by_force(self, line: str, exit_code: int) -> NoReturn:
        """End the process in any thread, but finish what must be finished.

        Args:
            line: The last line of the log.
            exit_code: The exit code.
        """
        with self._changed:
            self._changed.wait_for(lambda: not self._finishing, LONGEST_FINISH)
            _tell(line)
            os._exit(exit_code)

    def _await_finish(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: not self._finishing, LONGEST_FINISH)

    def await_finish_without_handlers(self) -> None:
        """Wait at the end of a program that handles signals itself, or not at all: it uses the tap as a library."""
        if self._finishing and threading.current_thread() is threading.main_thread():
            for number in ENDING:
                signal.signal(number, signal.SIG_IGN)
            self._await_finish()


class InterruptibleWaits(Clock):
    """The clock for what must be finished: signals may end the process during its waits."""

    def __init__(self, clock: Clock) -> None:
        """Wait with this clock."""
        self._clock = clock

    def sleep(self, seconds: float) -> None:
        """Wait.

        Raises:
            SystemExit: The process is ending.
        """
        with SIGNALS.interruptible():
            self._clock.sleep(seconds)


def _next_signal(watched: socket.socket) -> signal.Signals | None:
    """Wait for the next signal that ends the process. None if signals are no longer handled.

    Raises:
        TimeoutError: There was none in the time that the socket sets.
    """
    while arrived := watched.recv(1):
        if arrived[0] in ENDING:
            return signal.Signals(arrived[0])
    return None


def _tell(line: str) -> None:
    """Log a line, but wait for it only a moment: perhaps nobody reads standard error."""
    telling = threading.Thread(target=logger.warning, args=["%s", line], daemon=True)
    telling.start()
    telling.join(TELLING_SECONDS)


SIGNALS = Signals()
atexit.register(SIGNALS.await_finish_without_handlers)
