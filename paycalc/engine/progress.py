"""How far a computation is, and the threads that it stops with when it is stopped."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeAlias, TypeVar

T = TypeVar("T")

Progress: TypeAlias = Callable[[int, int], object]
"""Is called with the counties that are computed and those that there are, in the caller's thread.

What it raises ends the computation and reaches the caller; no thread of it is left.
"""


def silent(done: int, total: int) -> None:
    """Where nobody asks."""


def in_turn(calls: Iterable[Callable[[], T]], threads: int) -> Generator[T]:
    """What calls return, in their order; one thread is the caller's own.

    No more are ahead of the one that is asked for than there are threads. Where the generator is
    closed or a call raises, those ahead are waited for if they have begun, and else never made.
    """
    if threads == 1:
        for call in calls:
            yield call()
        return
    pool = ThreadPoolExecutor(threads)
    try:
        ahead: deque[Future[T]] = deque()
        for call in calls:
            ahead.append(pool.submit(call))
            if len(ahead) > threads:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
