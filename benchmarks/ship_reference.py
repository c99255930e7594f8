"""Writes what sentence-transformers says of the bundled model to `indexer/graphs/`: then it compiles without PyTorch.

    python -m benchmarks.ship_reference

To be run when the bundled model changes, or the texts that are asked; the suite tells when what is shipped is not what
the library says.
"""

from __future__ import annotations

from indexer import graphs, models
from indexer.graphs import exporting


def main() -> None:
    model = models.find(None)
    graphs.ship(model, exporting.told(model))
    print(f"what the reference says of {model.name} is written")


if __name__ == "__main__":
    main()
