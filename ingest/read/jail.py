"""Reads foreign bytes in child processes with limits on memory, CPU and time, so that no file can harm the rest."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from corpus.types import Reading
from ingest.read.selectors import Selectors
from ingest.read.unreadable import UnreadableError
from ingest.read.wire import from_json
from ingest.read.worker import LENGTH

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. Sizes in bytes, times in seconds."""

    file: int = 200 << 20
    memory: int = 2 << 30  # address space, of which renderers and their threads reserve much and touch little
    cpu: int = 60  # of the worker itself; tesseract and LibreOffice run as its children under `wall`
    wall: float = 300.0
    written: int = 256 << 20
    answer: int = 24 << 20
    jobs: int = 400  # after so many files a worker is replaced
    peak: int = 700 << 20  # … or after it has grown beyond this


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read: where it is (or its bytes), and what is known of it."""

    source: Path | bytes
    name: str
    media_type: str | None = None
    address: str | None = None
    selectors: Selectors | None = None


class Jail:
    """A pool of worker processes. `read` may be called from several threads; `close` ends the workers."""

    def __init__(self, workers: int | None = None, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.workers = workers or max(1, os.cpu_count() or 1)
        # A worker dies with the thread that started it, so one thread that lasts as long as the jail starts them all.
        self._starter = ThreadPoolExecutor(1)
        self._idle: queue.SimpleQueue[_Worker | None] = queue.SimpleQueue()
        for _ in range(self.workers):
            self._idle.put(None)

    def read(self, job: Job) -> Reading:
        """The reading of one file.

        Raises:
            UnreadableError: when there is none, with the reason; a file that kills its worker included.
        """
        self._check_size(job)
        worker = self._idle.get() or self._starter.submit(_Worker, self.limits).result()
        keep: _Worker | None = None
        try:
            answer = worker.ask(job)
            keep = None if worker.worn(answer) else worker
        finally:
            if keep is None:
                worker.end()
            self._idle.put(keep)
        if failure := answer.get("failure"):
            raise UnreadableError(failure["code"], failure["detail"], name=job.name)
        return from_json(answer["reading"])

    def each(self, items: Iterable[T], job: Callable[[T], Job]) -> Iterator[tuple[T, Reading | UnreadableError]]:
        """Read many files on all workers; yields as each is done. At most two a worker are under way or waiting."""
        source = iter(items)
        with ThreadPoolExecutor(self.workers) as threads:
            running: dict[Future[Reading | UnreadableError], T] = {}
            exhausted = False
            while running or not exhausted:
                while not exhausted and len(running) < 2 * self.workers:
                    try:
                        item = next(source)
                    except StopIteration:
                        exhausted = True
                    else:
                        running[threads.submit(self._attempt, job(item))] = item
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    yield running.pop(future), future.result()

    def _attempt(self, job: Job) -> Reading | UnreadableError:
        try:
            return self.read(job)
        except UnreadableError as error:
            return error

    def _check_size(self, job: Job) -> None:
        try:
            size = len(job.source) if isinstance(job.source, bytes) else job.source.stat().st_size
        except OSError as error:
            raise UnreadableError("missing", error.strerror or "", name=job.name) from error
        if size == 0:
            raise UnreadableError("empty", name=job.name)
        if size > self.limits.file:
            raise UnreadableError("too-large", f"{size >> 20} MB, tối đa {self.limits.file >> 20} MB", name=job.name)

    def close(self) -> None:
        """End the workers that are idle."""
        for _ in range(self.workers):
            if worker := self._idle.get():
                worker.end()
            self._idle.put(None)
        self._starter.shutdown()

    def __enter__(self) -> Jail:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()


class _Worker:
    """One child process and the pipe to it."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.jobs = 0
        root = str(Path(__file__).resolve().parents[2])
        keep = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG", "TMPDIR", "TESSDATA_PREFIX")}
        threads = {"OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ingest.read.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**keep, **threads, "PYTHONPATH": root, "PYTHONUTF8": "1"},
            cwd=root,
            start_new_session=True,
            bufsize=0,
        )
        self._send({k: getattr(limits, k) for k in ("memory", "cpu", "written", "answer")})

    def ask(self, job: Job) -> dict[str, Any]:
        """The child's answer; a failure in the same form where it died or didn't come back in time."""
        self.jobs += 1
        data = job.source if isinstance(job.source, bytes) else None
        request = {
            "path": None if data is not None else str(Path(str(job.source)).resolve()),
            "size": None if data is None else len(data),
            "name": job.name,
            "media_type": job.media_type,
            "address": job.address,
            "selectors": asdict(job.selectors) if job.selectors else None,
        }
        deadline = time.monotonic() + self.limits.wall
        try:
            self._send(request, data or b"")
            size = LENGTH.unpack(self._receive(LENGTH.size, deadline))[0]
            if size > self.limits.answer:
                return _failure("too-much-text")
            answer: dict[str, Any] = json.loads(self._receive(size, deadline))
        except TimeoutError:
            return _failure("time")
        except (EOFError, BrokenPipeError):
            return _failure(self._cause_of_death())
        return answer

    def worn(self, answer: dict[str, Any]) -> bool:
        """Whether the child should be replaced: dead, out of memory, grown, or long in service."""
        spent = answer.get("spent", False) or answer.get("peak", 0) > self.limits.peak
        return bool(spent or self.jobs >= self.limits.jobs or self.process.poll() is not None)

    def end(self) -> None:
        """Kill the child and whatever it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()
        self.process.wait()

    def _send(self, message: dict[str, Any], data: bytes = b"") -> None:
        assert self.process.stdin
        body = json.dumps(message).encode()
        for piece in (LENGTH.pack(len(body)) + body, data):
            view = memoryview(piece)
            while view:
                view = view[self.process.stdin.write(view) or 0 :]

    def _receive(self, size: int, deadline: float) -> bytes:
        assert self.process.stdout
        pieces = bytearray()
        while len(pieces) < size:
            if not select.select([self.process.stdout], [], [], max(0.0, deadline - time.monotonic()))[0]:
                raise TimeoutError
            piece = os.read(self.process.stdout.fileno(), min(1 << 16, size - len(pieces)))
            if not piece:
                raise EOFError
            pieces += piece
        return bytes(pieces)

    def _cause_of_death(self) -> str:
        try:
            code = self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return "crash"
        return {-signal.SIGXCPU: "cpu", -signal.SIGKILL: "memory"}.get(code, "crash")


def _failure(code: str) -> dict[str, Any]:
    return {"failure": {"code": code, "detail": "", "name": ""}, "spent": True}
