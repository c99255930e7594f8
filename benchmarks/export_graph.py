"""Exports the bundled model and writes its graph, without the weights, to `indexer/graphs/`.

    python -m benchmarks.export_graph

To be run when the bundled model changes, or a library by which it is exported; the suite tells when the shipped graph
is not what the exporter makes.
"""

from __future__ import annotations

from indexer import graphs, models
from indexer.graphs import exporting


def main() -> None:
    model = models.find(None)
    graphs.ship(model, exporting.export(model))
    print(f"the graph of {model.name} is written")


if __name__ == "__main__":
    main()
