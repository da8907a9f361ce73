"""What a recorder records goes on from its store to wherever you want it, as it comes.

    with Store("home.db") as store, Exporters(store, {"csv": CsvExporter("readings")}) as out:
        for event in Recorder(api, store).run():
            out.wake()

Exporters are modules of their own, each imported where it is used: `csv_files.CsvExporter`,
`influx.InfluxExporter`, `prometheus.PrometheusExporter`, `webhook.WebhookExporter`. They need
`pip install 'growattServer[recorder]'`, and that of Prometheus `growattServer[prometheus]`.
"""

from .errors import GrowattExportError
from .exporter import Exporter
from .reading import Reading
from .running import ExporterBack, Exporters, ExporterTrouble

__all__ = [
    "Exporter",
    "ExporterBack",
    "ExporterTrouble",
    "Exporters",
    "GrowattExportError",
    "Reading",
]
