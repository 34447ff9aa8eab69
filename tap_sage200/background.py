"""Runs a function in a background thread."""

from __future__ import annotations

from concurrent.futures import Future
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def run_in_thread(work: Callable[[], T]) -> T:
    """Run a function in a new thread and wait for its result. A signal that ends the waiting thread does not stop it.

    Raises:
        BaseException: The exception that the function raised.
    """
    result: Future[T] = Future()

    def run() -> None:
        try:
            result.set_result(work())
        except BaseException as error:  # noqa: BLE001 - without a result the waiting thread would wait for ever
            result.set_exception(error)

    Thread(target=run, name="background", daemon=True).start()
    return result.result()
