"""The child in the jail: reads one file after another for its parent, under limits that it sets itself first.

Frames: 8 bytes of length (big endian), then JSON; a request that brings bytes is followed by them.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import struct
import sys
from pathlib import Path
from typing import Any, BinaryIO

LENGTH = struct.Struct(">Q")
_PR_SET_PDEATHSIG = 1


def limit(memory: int, written: int) -> None:
    """Bound this process: address space and bytes a file may get; no core dumps; die with the parent (Linux)."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def allow_cpu(seconds: int) -> None:
    """Let the process use `seconds` more of CPU; beyond them the system ends it."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(usage.ru_utime + usage.ru_stime) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds, hard))


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until the parent closes the pipe."""
    setup = _receive(requests)
    if setup is None:
        return
    limit(setup["memory"], setup["written"])
    while (request := _receive(requests)) is not None:
        data = requests.read(request["size"]) if request["size"] is not None else Path(request["path"])
        allow_cpu(setup["cpu"])
        answer = json.dumps(_answer(data, request), ensure_ascii=False).encode("utf-8", errors="replace")
        if len(answer) > setup["answer"]:
            answer = json.dumps({"failure": {"code": "too-much-text", "detail": "", "name": ""}}).encode()
        answers.write(LENGTH.pack(len(answer)) + answer)
        answers.flush()


def _receive(requests: BinaryIO) -> dict[str, Any] | None:
    head = requests.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    request: dict[str, Any] = json.loads(requests.read(LENGTH.unpack(head)[0]))
    return request


def _answer(data: bytes | Path, request: dict[str, Any]) -> dict[str, Any]:
    """The reading, or why there is none. What a parser raises on foreign bytes is an answer too."""
    from ingest.read.formats import read_here
    from ingest.read.unreadable import UnreadableError

    try:
        reading = read_here(data, request)
    except UnreadableError as error:
        return {"failure": error.to_dict()}
    except MemoryError:
        return {"failure": {"code": "memory", "detail": "", "name": ""}, "spent": True}
    except RecursionError:
        return {"failure": {"code": "corrupt", "detail": "lồng nhau quá sâu", "name": ""}}
    except Exception as error:
        detail = f"{type(error).__name__}: {error}"[:300]
        return {"failure": {"code": "corrupt", "detail": detail, "name": ""}}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"reading": reading, "peak": peak}


def main() -> None:
    """Speak over the first two descriptors; what parsers print goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    requests = os.fdopen(os.dup(0), "rb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1):
        os.dup2(nothing, descriptor)
    serve(requests, answers)


if __name__ == "__main__":
    main()
