"""One limit of time for all that an answer does.

On Linux an answer is tried in a copy of this process, which can be ended whatever it does: C code,
a loop that catches every exception, a crash. What the answer changes there is gone with the copy.
NumPy works in a copy, but TensorFlow may hang; so an answer that comes to TensorFlow, or that
fails, is tried again in this process. Here, as on macOS, the limit ends Python code, but no long
call of C code, and no loop that catches every exception: restart the kernel. On Windows there is no
limit; the kernel's stop button ends Python code.

The time is the processor's, so that no right answer fails on a machine that is busy with others.
An answer that only waits is stopped after `PATIENCE` times as long.
"""

import builtins
import contextlib
import gc
import mmap
import os
import pickle
import select
import signal
import sys
import threading
import time
import warnings

from tensorflow.python.eager import context

AGAIN = 0.5  # seconds until an answer that caught its Timeout gets another
GRACE = 5  # seconds: how much later a copy is killed that does not end by itself
PATIENCE = 3
LARGEST = 2**26  # bytes of results that a copy sends
TIME_IS_UP, NEEDED_HERE = 3, 4  # how a copy may end


class Timeout(BaseException):
    """The time is up. Not an Exception, so that an answer's `except Exception` lets it through."""


class Crash(BaseException):
    """The process in which an answer was tried has ended by itself."""


def run(work, seconds: float, good=lambda result: True):
    """What `work` returns, tried in a copy of this process where that is possible.

    Args:
        work: a function of one argument, `begun`; it may note its progress in `begun[0]`.
        seconds: of the processor's time, that it may take.
        good: a function of the result; what is not good in a copy is tried again here.

    Raises:
        Timeout: with the last `begun[0]`.
        Crash: if the copy has ended before its time; also with the last `begun[0]`.
    """
    if sys.platform == "linux" and _is_main():
        worked, result = _run_in_copy(work, seconds)
        if worked and good(result):
            return result
    begun = bytearray(1)
    try:
        with time_limit(seconds):
            return work(begun)
    except Timeout:
        raise Timeout(begun[0]) from None


def _run_in_copy(work, seconds):
    """Whether `work` could be done in a copy of this process, and its result."""
    begun = mmap.mmap(-1, 1)  # shared with the copy
    reader, writer = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a fork may hang, which is seen below
        copy = os.fork()
    if not copy:
        _be_the_copy(work, seconds, begun, writer)
    os.close(writer)
    try:
        data, in_time = _read(reader, time.monotonic() + PATIENCE * seconds + GRACE)
    finally:
        os.close(reader)
        os.kill(copy, signal.SIGKILL)
        _, status, used = os.wait4(copy, 0)
    ended = os.waitstatus_to_exitcode(status)
    processor = used.ru_utime + used.ru_stime
    busy = processor > 0.1 + seconds / 20  # or the copy itself hangs
    if ended in (TIME_IS_UP, -signal.SIGPROF) or (not in_time and busy):
        raise Timeout(begun[0])
    if data:
        with contextlib.suppress(
            Exception
        ):  # of a class that is known in the copy only
            return True, pickle.loads(data)
    elif in_time and ended != NEEDED_HERE:
        raise Crash(begun[0])
    return False, None


def _be_the_copy(work, seconds, begun, writer):
    """Do the work, send its result, and end; never returns."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (1, 2):  # of programs that it starts, and of Jupyter's own log
            os.dup2(nowhere, stream)
        gc.disable()  # nothing of TensorFlow's is to be freed here
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGALRM, lambda *_: os._exit(TIME_IS_UP))
        signal.setitimer(signal.ITIMER_REAL, PATIENCE * seconds)
        signal.signal(signal.SIGPROF, signal.SIG_DFL)  # ends C code, too
        signal.setitimer(signal.ITIMER_PROF, seconds)
        builtins.input = lambda *_: os._exit(NEEDED_HERE)
        context._context = _NotHere(context._context)
        result = work(begun)
        buffers = []
        data = pickle.dumps(result, 5, buffer_callback=buffers.append)
        if sum(buffer.raw().nbytes for buffer in buffers) < LARGEST:
            data = pickle.dumps(result) if buffers else data
            with open(writer, "wb") as pipe:
                pipe.write(data)
            os._exit(0)
    finally:
        os._exit(NEEDED_HERE)


class _NotHere:
    """Stands for TensorFlow's state, which every operation asks for something first.

    It keeps that state: to free it would wait for threads that no copy has.
    """

    def __init__(self, state):
        self._state = state

    def __getattr__(self, name):
        os._exit(NEEDED_HERE)


def _read(reader, deadline):
    """All that comes, and whether it came in time."""
    parts = []
    while select.select([reader], [], [], max(0, deadline - time.monotonic()))[0]:
        part = os.read(reader, 2**20)
        if not part:
            return b"".join(parts), True
        parts.append(part)
    return b"", False


@contextlib.contextmanager
def time_limit(seconds: float):
    """Raise Timeout inside the `with` block once it has taken this long, on Linux and macOS."""
    if not (hasattr(signal, "setitimer") and _is_main()):
        yield
        return

    began, used = time.monotonic(), time.process_time()

    def stop(*_):
        waited = time.monotonic() - began >= PATIENCE * seconds
        if waited or time.process_time() - used >= seconds:
            raise Timeout

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(
        signal.ITIMER_REAL, seconds, AGAIN
    )  # again, if it was too early, or the answer caught it
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _is_main() -> bool:
    return threading.current_thread() is threading.main_thread()
