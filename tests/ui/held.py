"""An executor that holds work back, to see what a person does while an answer is under way."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from app.ui.gateway import InlineExecutor


class Held(InlineExecutor):
    """Takes work and does it when it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[tuple[Future[Any], Callable[[], Any]]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        self._waiting.append((future, lambda: fn(*args, **kwargs)))
        return future

    def let_go(self) -> None:
        while self._waiting:
            self.let_one_go()

    def let_one_go(self) -> None:
        future, work = self._waiting.pop(0)
        try:
            future.set_result(work())
        except Exception as error:
            future.set_exception(error)


class Broken(InlineExecutor):
    """Refuses everything."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        future.set_exception(self._error)
        return future
