"""Prometheus: names, ages, and a real server that scrapes."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families

from debian_packages import find_program
from growattServer.exporters import Exporters
from growattServer.exporters.metrics import metric_of
from growattServer.exporters.prometheus import PrometheusExporter
from growattServer.fields import Kind
from growattServer.recorder import Store
from growattServer.recorder.keep.columns import columns_of
from growattServer.recorder.keep.families import FAMILIES
from recorder.small_store import new_device

from .exporter_world import NOON, free_port, put_rows, wait_until
from .test_targets import reading_of

START = datetime.fromtimestamp(NOON, UTC)


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def prometheus(clock: Clock) -> Iterator[PrometheusExporter]:
    with PrometheusExporter(0, now=clock) as exporter:
        yield exporter


def scrape(exporter: PrometheusExporter) -> str:
    answer = requests.get(f"http://127.0.0.1:{exporter.port}/metrics", timeout=20)
    assert answer.status_code == 200
    return answer.text


def samples(text: str) -> dict[tuple[str, str], float]:
    """The values, by names and serial numbers."""
    return {
        (sample.name, sample.labels["serial"]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_the_newest_reading_in_base_units(prometheus: PrometheusExporter, clock: Clock) -> None:
    values: dict[str, Any] = {"pv_power": 512.5, "battery_soc": 55, "energy_total": 1234.5}
    prometheus.on_reading(reading_of(0, **values, grid_frequency=50.0, error_text="x"))
    prometheus.on_reading(reading_of(-5, pv_power=1.0))
    clock.now += timedelta(seconds=90)
    text = scrape(prometheus)
    found = samples(text)
    assert found == {
        ("growatt_sample_age_seconds", "SMALL1"): 90,
        ("growatt_device_info", "SMALL1"): 1,
        ("growatt_pv_power_watts", "SMALL1"): 512.5,
        ("growatt_battery_soc_ratio", "SMALL1"): pytest.approx(0.55),
        ("growatt_energy_watthours_total", "SMALL1"): 1_234_500,
        ("growatt_grid_frequency_hertz", "SMALL1"): 50,
    }
    assert "# TYPE growatt_energy_watthours_total counter" in text


def test_an_old_reading_is_left_out_and_its_age_told(
    prometheus: PrometheusExporter, clock: Clock
) -> None:
    prometheus.on_reading(reading_of(0, pv_power=512.5))
    clock.now += timedelta(minutes=20)
    assert ("growatt_pv_power_watts", "SMALL1") in samples(scrape(prometheus))
    clock.now += timedelta(seconds=1)
    found = samples(scrape(prometheus))
    assert ("growatt_pv_power_watts", "SMALL1") not in found
    assert found["growatt_sample_age_seconds", "SMALL1"] == 1201


def test_names_are_of_one_metric_each() -> None:
    known: dict[str, Any] = {}
    for family in FAMILIES.values():
        for column in columns_of(family.record):
            if column.type == "text":
                continue
            metric = metric_of(column.row)
            assert metric is not None or column.unit == "°F", column
            if metric is None:
                continue
            assert re.fullmatch(r"growatt_[a-z][a-z0-9_]*", metric.full_name)
            same = (metric.is_counter, metric.factor)
            assert known.setdefault(metric.full_name, same) == same, metric
            assert metric.is_counter == (column.row.kind is Kind.LIFETIME)


def test_promtool_has_nothing_to_say(prometheus: PrometheusExporter) -> None:
    for family in FAMILIES.values():
        rows = {column.name: column.row for column in columns_of(family.record)}
        reading = reading_of(serial=f"ONE{family.name}")
        told: dict[str, Any] = dict.fromkeys(rows, 1.0)
        more = replace(reading, family=family.name, fields=rows, values=told)
        prometheus.on_reading(more)
    text = scrape(prometheus)
    assert len(samples(text)) > 500
    done = subprocess.run(
        [find_program("promtool", "prometheus"), "check", "metrics"],
        input=text,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr + done.stdout == ""
    assert done.returncode == 0


def test_a_real_prometheus_scrapes_what_comes_into_a_store(tmp_path: Path) -> None:
    with Store(tmp_path / "store.db") as store, PrometheusExporter(0) as exporter:
        device = new_device(store)
        with Exporters(store, {"prometheus": exporter}, look_every=timedelta(seconds=0.1)):
            put_rows(store, device, {int(time.time()): {"pv_power": 777.0}})
            wait_until(lambda: "growatt_pv_power_watts" in scrape(exporter))
            with scraping(exporter.port, tmp_path) as url:
                found = wait_until(lambda: asked(url, "growatt_pv_power_watts"))
    (only,) = found
    assert only["value"][1] == "777"
    assert only["metric"]["serial"] == "SMALL1"


def asked(url: str, query: str) -> Any:
    try:
        answer = requests.get(f"{url}/api/v1/query", params={"query": query}, timeout=10)
    except requests.ConnectionError:
        return None
    return answer.json()["data"]["result"] if answer.ok else None


@contextmanager
def scraping(port: int, folder: Path) -> Iterator[str]:
    """A real Prometheus that scrapes a port each second; gives its address."""
    config, own = folder / "prometheus.yml", free_port()
    config.write_text(
        "global: {scrape_interval: 1s}\n"
        "scrape_configs:\n"
        "  - job_name: growatt\n"
        f"    static_configs: [{{targets: ['127.0.0.1:{port}']}}]\n"
    )
    process = subprocess.Popen(
        [
            find_program("prometheus", "prometheus"),
            f"--config.file={config}",
            f"--storage.tsdb.path={folder / 'tsdb'}",
            f"--web.listen-address=127.0.0.1:{own}",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"http://127.0.0.1:{own}"
    finally:
        process.terminate()
        process.wait(60)
