"""A time limit for an answer that may never return."""

import contextlib
import signal
import threading


class Timeout(BaseException):
    """The time is up. Not an Exception, so that an answer's `except Exception` lets it through."""


@contextlib.contextmanager
def time_limit(seconds: float):
    """Raise Timeout inside the `with` block once it has lasted this long.

    Works in the main thread of Linux and macOS; elsewhere (Windows) there is no limit, and the
    kernel's stop button ends an answer that hangs.
    """
    main = threading.current_thread() is threading.main_thread()
    if not (hasattr(signal, "setitimer") and main):
        yield
        return

    def stop(*_):
        raise Timeout

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.5)  # again, if the answer caught it
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
