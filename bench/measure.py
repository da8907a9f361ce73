"""The two ways of measuring: counting instructions under valgrind, and timing in rounds."""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

BENCH = Path(__file__).resolve().parent
# `requests` walks all variables of its environment on each call, so all get the same few
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C",
    "PYTHONHASHSEED": "0",
    "PYTHONPATH": str(BENCH),
}
Sample = dict[str, float]
Counts = dict[str, float]


class Server(NamedTuple):
    """Where contestants ask, and with which token."""

    url: str = "http://127.0.0.1:9/"
    token: str = "token-of-the-bench"  # noqa: S105  # no secret


class Contestant(NamedTuple):
    """A module under bench/contestants, the interpreter that runs it, and what it imports."""

    name: str
    title: str
    python: Path
    module: str
    packages: str

    def command(self, server: Server, *more: str) -> list[str]:
        """The command line that lets it work on a server."""
        harness = str(BENCH / "contestants/harness.py")
        return [str(self.python), harness, self.module, self.packages, *server, *more]


class Job(NamedTuple):
    """A task, how often it is done for nothing, and the two numbers of calls that are compared."""

    task: str
    warm: int
    few: int
    many: int


# --- instructions --------------------------------------------------------------------------------


def count(valgrind: str, contestant: Contestant, server: Server, jobs: Sequence[Job]) -> Counts:
    """The instructions of the import, until the first answer, and of one more call of each task.

    All in one process: callgrind writes down what it has counted at each mark of the harness. The
    cost of a call is the difference between many calls and few, so what is there once drops out.
    """
    told = [":".join(map(str, job)) for job in jobs]
    with TemporaryDirectory() as folder:
        tool = [valgrind, "--tool=callgrind", "--dump-before=nice"]
        tool.append(f"--callgrind-out-file={folder}/counts")
        command = [*tool, *contestant.command(server, "count", *told)]
        done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr[-3000:]}")
        parts = _parts(Path(folder))
    counts: Counts = {"import": parts[1], "first": sum(parts[1:4])}
    for number, job in enumerate(jobs):
        few, many = parts[5 + 3 * number : 7 + 3 * number]
        counts[f"{job.task}:{job.many}"] = (many - few) / (job.many - job.few)
        counts[job.task] = counts[f"{job.task}:{job.many}"]
    return counts


def _parts(folder: Path) -> list[int]:
    """The instructions before each mark."""
    dumps = sorted(folder.glob("counts.*"), key=lambda path: int(path.suffix[1:]))
    found = [re.search(r"^totals: (\d+)", dump.read_text(), re.MULTILINE) for dump in dumps]
    return [int(match[1]) for match in found if match]


def side_by_side(jobs: Mapping[str, Callable[[], Counts]]) -> dict[str, Counts]:
    """The results of functions without arguments, as many at once as there are processors.

    Counts do not mind company; timings do, so they are never taken this way.
    """
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        running = {key: pool.submit(job) for key, job in jobs.items()}
        return {key: future.result() for key, future in running.items()}


# --- rounds --------------------------------------------------------------------------------------


class Running:
    """A contestant that waits to be asked for calls."""

    def __init__(self, contestant: Contestant, server: Server, mode: str = "serve") -> None:
        self._process = subprocess.Popen(
            contestant.command(server, mode),
            env=ENVIRONMENT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, task: str, calls: int) -> Sample:
        """Wall and CPU seconds of so many calls, and KiB of memory after them."""
        told, answers = self._process.stdin, self._process.stdout
        if told is None or answers is None:
            raise RuntimeError("it was not started to be asked")
        told.write(f"{task} {calls}\n")
        told.flush()
        line = answers.readline()
        if not line:
            raise RuntimeError(f"{self._process.args!r} ended during {task}")
        sample: Sample = json.loads(line)
        return sample

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *exception: object) -> None:
        # at the end of its input it leaves by itself
        self._process.communicate(timeout=30)


def rounds(
    contestants: Sequence[Contestant],
    server: Server,
    task: str,
    calls: int,
    count: int,
    warm: int | None = None,
) -> dict[str, list[Sample]]:
    """Samples of each contestant, taken in turns, after a round that does not count."""
    with ExitStack() as stack:
        running = {one.name: stack.enter_context(Running(one, server)) for one in contestants}
        for one in running.values():
            one.ask(task, calls if warm is None else warm)
        samples: dict[str, list[Sample]] = {name: [] for name in running}
        for number in range(count):
            order = list(running) if number % 2 else list(reversed(running))
            for name in order:
                samples[name].append(running[name].ask(task, calls))
    return samples


def median(samples: Sequence[Sample], key: str) -> float:
    """The median of one figure."""
    return statistics.median(sample[key] for sample in samples)


def paired_ratio(ours: Sequence[Sample], theirs: Sequence[Sample], key: str) -> float:
    """The median of the ratios of two contestants within a round."""
    pairs = zip(ours, theirs, strict=True)
    return statistics.median(one[key] / other[key] for one, other in pairs)
