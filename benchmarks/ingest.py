"""Pages of real portals through the jail, with trafilatura alone on the same pages beside it, in one run.

    python -m benchmarks.ingest [ARCHIVE] [--pages N]

ARCHIVE is a tar of HTML pages (../shared/bulk/daknong-portal-html.tar.xz unless told otherwise). Each page gives an
article or a reason; the reasons are counted. Rates are pages a second of wall time with two workers, and of one
process for trafilatura; memory is the most that this process and its children ever held, in MB.
"""

from __future__ import annotations

import argparse
import resource
import tarfile
import time
from collections import Counter
from pathlib import Path

import trafilatura

from ingest.read import Jail, Job, UnreadableError

_ARCHIVE = Path("../shared/bulk/daknong-portal-html.tar.xz")


def pages(archive: Path, most: int) -> list[tuple[str, bytes]]:
    """Names and bytes of the archive's pages."""
    found = []
    with tarfile.open(archive) as opened:
        for member in opened:
            file = opened.extractfile(member) if member.isfile() else None
            if file is not None and member.name.endswith((".html", ".htm")):
                found.append((member.name, file.read()))
            if len(found) == most:
                break
    return found


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("archive", nargs="?", type=Path, default=_ARCHIVE)
    arguments.add_argument("--pages", type=int, default=10_000)
    given = arguments.parse_args()
    taken = pages(given.archive, given.pages)
    reasons: Counter[str] = Counter()
    start = time.perf_counter()
    with Jail(workers=2) as jail:
        for _, result in jail.each(taken, lambda page: Job(page[1], page[0], media_type="text/html")):
            reasons[result.code if isinstance(result, UnreadableError) else "article"] += 1
    ours = len(taken) / (time.perf_counter() - start)
    start = time.perf_counter()
    for _, data in taken:
        trafilatura.bare_extraction(data, include_comments=False)
    theirs = len(taken) / (time.perf_counter() - start)
    used = [resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(f"pages {len(taken)}: " + ", ".join(f"{name} {count}" for name, count in reasons.most_common()))
    print(f"pages a second: {ours:.1f}, trafilatura alone {theirs:.1f}, ratio {ours / theirs:.2f}")
    print(f"most memory: {used[0]} MB here (all pages are held), {used[1]} MB in the largest child")


if __name__ == "__main__":
    main()
