"""A year of three programs with everything that may go wrong, and what came of it.

    .venv/bin/python tests/soak/run_soak.py --days 365 --seed 7

One account of each kind at a time, in a process each; the same seed plays the same year again.
Where a recorder keeps what it reads, which is slower, a quarter of the days is lived. It ends with
1 where something was not as it should be.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path

sys.path += [str(Path(__file__).parent), str(Path(__file__).parent.parent)]

from soak_world import ROLES, World  # found by the line above

TELL_EVERY = 30
SHARES = {"store": 0.25}


def live(api: str, days: float, seed: int) -> bool:
    """Whether so many days with this kind of account went well."""
    began, lived = time.monotonic(), 0

    def tell(world: World) -> None:
        nonlocal lived
        lived += 1
        if lived % TELL_EVERY == 0 or world.wrongs():
            print(f"{time.monotonic() - began:.0f} s: {world.summary()}", flush=True)

    with tempfile.TemporaryDirectory() as folder:
        world = World(api, Path(folder), seed)
        world.run(days, tell, until=lambda: bool(world.wrongs()))
    print(f"{time.monotonic() - began:.0f} s, the end: {world.summary()}", flush=True)
    for one in world.violations["violations"]:
        print(one)
    return not world.wrongs()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--days", type=float, default=365)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--api", choices=ROLES, action="append")
    asked = parser.parse_args()
    print(f"{asked.days:g} days from seed {asked.seed}", flush=True)
    jobs = [(api, asked.days * SHARES.get(api, 1), asked.seed) for api in asked.api or ROLES]
    with get_context("spawn").Pool(len(jobs)) as pool:
        return 0 if all(pool.starmap(live, jobs, chunksize=1)) else 1


if __name__ == "__main__":
    sys.exit(main())
