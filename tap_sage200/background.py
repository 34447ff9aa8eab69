"""Work in a background thread."""

from __future__ import annotations

from concurrent.futures import Future
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def run_in_thread(work: Callable[[], T]) -> T:
    """Do some work in a thread of its own, which goes on where a signal ends the thread that waits for it.

    Raises:
        BaseException: What the work ended with.
    """
    result: Future[T] = Future()

    def do() -> None:
        try:
            result.set_result(work())
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is raised where the work is waited for
            result.set_exception(error)

    Thread(target=do, name="background", daemon=True).start()
    return result.result()
