"""Work on files in processes of their own, so that a hostile one fails alone.

Comes in: jobs, and what is to be done with each. Goes out: the outcomes, in the order of the jobs. A job that
takes more memory or time than it may, or whose process dies, is an ``InputError``; the others go on.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Protocol

from store.errors import AlineaError, InputError, StoreError

AHEAD = 2
WINDOW = 64
MEGABYTE = 1_000_000


class Job(Protocol):
    """What is to be done with one file."""

    @property
    def path(self) -> Path:
        """The file, to be named when something goes wrong."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many processes work at once (0: none, all is done here), and what each file may take."""

    workers: int
    memory: int  # megabytes
    seconds: float


Outcome = Any | AlineaError


def perform(jobs: Sequence[Job], work: Callable[[Any], Any], limits: Limits) -> Generator[Outcome]:
    """Give what ``work`` makes of each job, or the error that it met, in the order of ``jobs``.

    ``work`` is a function of a module, and jobs and outcomes can be pickled.
    """
    if not jobs or not limits.workers:
        yield from (_attempt(work, job, limits.memory)[0] for job in jobs)
        return
    pool = _Pool(jobs, work, limits)
    try:
        yield from pool.outcomes()
    finally:
        pool.stop()


@dataclass(slots=True)
class _Worker:
    """A process, the end of its pipe, and the jobs that it was given: the first is in hand."""

    process: BaseProcess
    pipe: Connection
    given: deque[int] = field(default_factory=deque)
    ready: bool = False
    begun: float = 0.0


class _Pool:
    def __init__(self, jobs: Sequence[Job], work: Callable[[Any], Any], limits: Limits) -> None:
        self.jobs, self.work, self.limits = jobs, work, limits
        self.context = multiprocessing.get_context("spawn")
        self.waiting = deque(range(len(jobs)))
        self.done: dict[int, Outcome] = {}
        self.next = 0
        self.workers: list[_Worker] = []

    def outcomes(self) -> Iterator[Outcome]:
        while self.next < len(self.jobs):
            self._employ()
            while self.next in self.done:
                outcome = self.done.pop(self.next)
                self.next += 1
                yield outcome
                self._employ()
            if self.next < len(self.jobs):
                self._wait()

    def stop(self) -> None:
        for worker in self.workers:
            _end(worker)

    def _employ(self) -> None:
        """Give every worker its jobs, within a window of the first that is awaited."""
        while len(self.workers) < min(self.limits.workers, len(self.waiting) + len(self.workers)):
            self.workers.append(self._hire())
        for depth in range(1, AHEAD + 1):
            for worker in self.workers:
                if len(worker.given) < depth and self.waiting and self.waiting[0] < self.next + WINDOW:
                    self._give(worker, self.waiting.popleft())

    def _hire(self) -> _Worker:
        ours, theirs = self.context.Pipe()
        process = self.context.Process(target=_serve, args=(theirs, self.work, self.limits.memory), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _give(self, worker: _Worker, number: int) -> None:
        if not worker.given:
            worker.begun = time.monotonic()
        worker.given.append(number)
        try:
            worker.pipe.send(self.jobs[number])
        except OSError:
            self._bury(worker, InputError("file_crashed", file=self.jobs[number].path, problem=_cause(worker)))

    def _wait(self) -> None:
        pipes = {worker.pipe: worker for worker in self.workers if worker.given}
        for ready in wait(list(pipes), timeout=0.5):
            self._receive(pipes[ready])  # type: ignore[index]
        for worker in list(self.workers):
            if worker.ready and worker.given and time.monotonic() - worker.begun > self.limits.seconds:
                self._overdue(worker)

    def _overdue(self, worker: _Worker) -> None:
        if worker.pipe.poll():  # it had ended; we were the ones who were busy
            self._receive(worker)
            return
        worker.process.kill()
        path = self.jobs[worker.given[0]].path
        self._bury(worker, InputError("file_slow", file=path, limit=round(self.limits.seconds)))

    def _receive(self, worker: _Worker) -> None:
        path = self.jobs[worker.given[0]].path
        try:
            if not worker.ready:
                worker.ready = bool(worker.pipe.recv())
                worker.begun = time.monotonic()
                return
            outcome, goes_on = worker.pipe.recv()
        except (EOFError, OSError):
            self._bury(worker, InputError("file_crashed", file=path, problem=_cause(worker)))
            return
        if isinstance(outcome, tuple):  # an error: exceptions with named values do not travel
            kind, code, values = outcome
            outcome = {"StoreError": StoreError}.get(kind, InputError)(code, **values)
        if not goes_on:
            self._bury(worker, outcome)
            return
        self.done[worker.given.popleft()] = outcome
        worker.begun = time.monotonic()

    def _bury(self, worker: _Worker, outcome: Outcome) -> None:
        """End a worker: the job in hand has this outcome, and what it had not begun is for the others."""
        self.done[worker.given.popleft()] = outcome
        self.waiting.extendleft(reversed(worker.given))
        self.workers.remove(worker)
        _end(worker)


def _cause(worker: _Worker) -> str:
    worker.process.join(timeout=5)
    code = worker.process.exitcode
    return signal.Signals(-code).name if code is not None and code < 0 else str(code)


def _end(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.kill()
    worker.process.join()


def _serve(pipe: Connection, work: Callable[[Any], Any], memory: int) -> None:
    """Work until the pipe is closed: in a process of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started us is told, and ends us
    pipe.send(True)  # what was imported until now is no file's fault
    while True:
        try:
            job = pipe.recv()
        except (EOFError, OSError):
            return
        outcome, goes_on = _attempt(work, job, memory, bounded=True)
        if isinstance(outcome, AlineaError):
            values = {name: str(value) for name, value in outcome.values.items()}
            outcome = (type(outcome).__name__, outcome.code, values)
        try:
            pipe.send((outcome, goes_on))
        except OSError:
            return
        if not goes_on:
            return


def _attempt(work: Callable[[Any], Any], job: Job, memory: int, *, bounded: bool = False) -> tuple[Outcome, bool]:
    """Return what became of a job, and whether this process is fit for another."""
    try:
        if bounded:
            _bound(memory)
        return work(job), True
    except AlineaError as error:
        return error, True
    except MemoryError:
        return InputError("file_memory", file=job.path, limit=memory), False
    except RecursionError:
        return InputError("file_deep", file=job.path), True
    except Exception as error:  # noqa: BLE001  a reader's fault with one file must not stop the others
        return InputError("file_failed", file=job.path, problem=f"{type(error).__name__}: {error}"[:300]), True


def _bound(memory: int) -> None:
    """Let this process take ``memory`` megabytes beyond what the program itself takes."""
    try:
        import resource  # not on every platform

        taken = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (taken + memory * MEGABYTE, hard))
    except (ImportError, OSError, ValueError):
        return
