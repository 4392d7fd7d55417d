"""The workers of a run find each other before TensorFlow starts, and say who is missing.

TensorFlow itself would wait for a missing worker without an end, and hear no Ctrl-C. So the chief
listens at its own address until all others have come there, and then all go on together. What is
sent: a worker its index, the chief `go`, or what it gives up with; each is one line.
"""

import contextlib
import re
import socket
import time

SECONDS = 300.0  # how long to wait for the others
GO = "go"
MISSING = (
    "did not come in time, so this worker ends. Start all workers within a few minutes, "
    "with the same addresses in TF_CONFIG"
)


def meet(workers: list[str], own: int):
    """Wait until all workers are there, for at most `SECONDS`, or a ConnectionError.

    `workers` are their addresses, the chief's first; `own` is this process's place among them.
    """
    ends = time.monotonic() + SECONDS
    answer = go_to_chief(workers, own, ends) if own else wait_for_all(workers, ends)
    if answer != GO:
        raise ConnectionError(answer)


def wait_for_all(workers: list[str], ends: float) -> str:
    """The chief's part: collect one connection from each other worker, and answer them all."""
    _, port = address(workers[0])
    try:
        server = socket.create_server(("", port), backlog=len(workers))
    except OSError as error:
        found = f"cannot listen at its address, {workers[0]}: {error}"
        raise ConnectionError(f"this worker {found}") from error
    others, came = range(1, len(workers)), {}
    with server, contextlib.ExitStack() as connections:
        while not came.keys() >= set(others) and (left := ends - time.monotonic()) > 0:
            server.settimeout(min(left, 1))
            with contextlib.suppress(OSError, ValueError):  # nobody, or a stranger
                connection = connections.enter_context(server.accept()[0])
                came[int(read_line(connection, seconds=2))] = connection
            came = {index: one for index, one in came.items() if not has_ended(one)}
        missing = [f"worker {i} at {workers[i]}" for i in others if i not in came]
        answer = f"{' and '.join(missing)} {MISSING}" if missing else GO
        for connection in came.values():
            with contextlib.suppress(OSError):
                connection.sendall(f"{answer}\n".encode())
    return answer


def go_to_chief(workers: list[str], own: int, ends: float) -> str:
    """The other workers' part: knock at the chief's address until it answers."""
    chief = address(workers[0])
    while (left := ends - time.monotonic()) > 0:
        with (
            contextlib.suppress(OSError, ValueError),  # not there yet, or a stranger
            socket.create_connection(chief, timeout=left) as connection,
        ):
            connection.sendall(f"{own}\n".encode())
            # A little longer, so that a chief that gives up now can say for whom it waited.
            answer = read_line(connection, seconds=left + 5)
            if answer == GO or answer.endswith(MISSING):
                return answer
        time.sleep(0.2)
    return f"worker 0, the chief, at {workers[0]} {MISSING}"


def has_ended(connection: socket.socket) -> bool:
    """Whether the worker at the other end is gone."""
    connection.setblocking(False)
    try:
        return not connection.recv(1)
    except BlockingIOError:  # silent, so it waits
        return False
    except OSError:
        return True


def read_line(connection: socket.socket, seconds: float) -> str:
    """One line; empty if the other end closes, a TimeoutError if nothing comes."""
    connection.settimeout(seconds)
    with connection.makefile() as lines:
        return lines.readline(10_000).strip()


def address(text: str) -> tuple[str, int]:
    """Host and port of an address such as "host0:2222" or "[::1]:2222"; an error of another."""
    host, port = re.fullmatch(r"\[?(.+?)\]?:(\d+)", text).groups()
    return host, int(port)
