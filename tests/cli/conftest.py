"""Users and clouds of the command line's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from growattServer.simulator import Simulator

from .cli_world import START, User


@pytest.fixture(scope="module")
def cloud() -> Iterator[Simulator]:
    """A cloud for a module; a test that changes it puts it back with `reset`."""
    with Simulator(start=START, seed=7, speed=0) as simulator:
        yield simulator


@pytest.fixture(scope="module")
def friend(cloud: Simulator, tmp_path_factory: pytest.TempPathFactory) -> User:
    """A user who logs in once for a module."""
    user = User(tmp_path_factory.mktemp("known"))
    user.log_in(cloud.token, cloud.url)
    return user


@pytest.fixture
def known(friend: User) -> User:
    """A user who is logged in, for tests that change nothing of his."""
    return friend.later()


@pytest.fixture
def stranger(tmp_path: Path) -> User:
    """A user who has done nothing yet."""
    return User(tmp_path)


@pytest.fixture
def user(stranger: User, cloud: Simulator) -> Iterator[User]:
    """A user who is logged in, for one test."""
    cloud.reset()
    stranger.log_in(cloud.token, cloud.url)
    yield stranger.later()
    # tests run in any order, and those with `known` expect the cloud as it was
    cloud.reset()


# a tour of the verbs, a terminal, a pipe
ON_EVERY_PYTHON = (
    "test_a_tour_of_the_verbs_violates_no_limit",
    "test_energy_of_a_day",
    "test_now_on_a_terminal",
    "test_watching_in_a_pipe_gives_lines",
)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Each of these starts the program many times: some readings and the help tell on any."""
    if item.path.stem != "test_cli_help" and item.name not in ON_EVERY_PYTHON:
        item.add_marker(pytest.mark.wide)
