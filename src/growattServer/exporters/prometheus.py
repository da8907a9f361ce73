"""Metrics for Prometheus: the newest reading of each device, at http://HOST:PORT/metrics."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

try:
    from prometheus_client import CollectorRegistry, start_http_server
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily
    from prometheus_client.registry import Collector
except ImportError:
    from ..exceptions import GrowattMissingExtraError

    raise GrowattMissingExtraError("prometheus", "metrics for Prometheus") from None

from .exporter import Exporter
from .metrics import Metric, metric_of

if TYPE_CHECKING:
    from prometheus_client import Metric as Family

    from .reading import Reading

LABELS = ("plant", "serial", "family")


class PrometheusExporter(Exporter):
    """Serves the newest reading of each device; a scrape asks nobody.

    A reading that is older than `max_age_minutes` is left out, as an old value is no value; its age
    goes on being told. `port` 0 takes a free one. The page is for whoever can reach `address`.
    """

    delivers_later = False
    delivers_each = False

    def __init__(
        self,
        port: int = 9842,
        address: str = "127.0.0.1",
        *,
        max_age_minutes: float = 20,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._collector = _Newest(timedelta(minutes=max_age_minutes), now)
        registry = CollectorRegistry()
        registry.register(self._collector)
        self._server, self._thread = start_http_server(port, address, registry)
        self.port: int = self._server.server_port

    def on_reading(self, reading: Reading) -> None:
        """Show it, if there is no later one."""
        self._collector.put(reading)

    def close(self) -> None:
        """End the server."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Newest(Collector):
    """Makes metrics of the newest readings when it is asked."""

    def __init__(self, max_age: timedelta, now: Callable[[], datetime]) -> None:
        self._max_age = max_age
        self._now = now
        self._newest: dict[str, Reading] = {}

    def put(self, reading: Reading) -> None:
        before = self._newest.get(reading.device_sn)
        if before is None or before.time <= reading.time:
            self._newest[reading.device_sn] = reading

    def describe(self) -> Iterator[Family]:
        """Nothing is known before the first reading."""
        return iter(())

    def collect(self) -> Iterator[Family]:
        """All metrics of this moment."""
        # one that a thread puts meanwhile is in the next scrape
        newest = list(self._newest.values())
        now = self._now()
        age = GaugeMetricFamily(
            "growatt_sample_age_seconds", "Seconds since the device measured", labels=LABELS
        )
        info = InfoMetricFamily("growatt_device", "What the device is", labels=LABELS)
        found: dict[str, Any] = {}
        for reading in newest:
            labels = (reading.plant or str(reading.plant_id), reading.device_sn, reading.family)
            age.add_metric(labels, (now - reading.time).total_seconds())
            info.add_metric(labels, {"model": reading.model, "plant_id": str(reading.plant_id)})
            if now - reading.time <= self._max_age:
                _add(found, reading, labels)
        yield age
        yield info
        yield from found.values()


def _add(found: dict[str, Any], reading: Reading, labels: tuple[str, ...]) -> None:
    for name, value in reading.values.items():
        if not isinstance(value, int | float):
            continue
        metric = metric_of(reading.fields[name])
        if metric is None:
            continue
        if metric.name not in found:
            found[metric.name] = _family(metric)
        found[metric.name].add_metric(labels, value * metric.factor)


def _family(metric: Metric) -> Any:
    kind = CounterMetricFamily if metric.is_counter else GaugeMetricFamily
    return kind(metric.name, metric.help, labels=LABELS)
