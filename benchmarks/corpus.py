"""Many packages as one job of Spark: how many are opened and their figures read in a second, on one core and on two.

`make corpus` runs it in an environment of its own with PySpark; Java must be there. A corpus is a folder of zips. Spark hands their
paths to `mapInPandas`, which opens each package where it is, reads its figures again from the French words that state them, and
gives back a row a figure. Nothing of a package leaves its task but these rows, so a cluster runs the same function over its storage.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from pyspark.sql import SparkSession

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = "path string, figure_id string, low double, high double, unit string, bound string, read_again boolean"

SETTINGS = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.sql.execution.arrow.maxRecordsPerBatch": "16"}


def figures(batches: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """For each package its figures with their bounds, and whether its words give the same bounds again."""
    from analysis import open_package
    from analysis.values import Unreadable, read

    for batch in batches:
        rows = []
        for path in batch["path"]:
            package = open_package(path)
            for figure in package.rows("figures"):
                quantity = package.quantity(figure["figure_id"])
                try:
                    again = read(figure["quote"], "fr")
                    same = (again.low, again.high) == (quantity.low, quantity.high)
                except Unreadable:
                    same = False
                ends = (None if end is None else float(end) for end in (quantity.low, quantity.high))
                rows.append((path, figure["figure_id"], *ends, figure["unit"], figure["bound"], same))
        yield pd.DataFrame(rows, columns=[part.split()[0] for part in SCHEMA.split(", ")])


def main() -> None:
    """Make a corpus of copies of the package, run the job with one core and with two, and say packages per second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", type=int, default=200, help="packages in the corpus (default: 200)")
    parser.add_argument("--cores", type=int, help="run with so many cores, on the folder of zips in CORPUS")
    options = parser.parse_args()
    if options.cores:
        run(Path(os.environ["CORPUS"]), options.cores)
        return
    with tempfile.TemporaryDirectory() as folder:
        first = Path(folder) / "0.zip"
        with zipfile.ZipFile(first, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in [ROOT / "datapackage.json", *sorted((ROOT / "data").rglob("*.csv")), ROOT / "seeds/article.fr.txt"]:
                archive.write(file, file.relative_to(ROOT).as_posix())
        for number in range(1, options.packages):
            shutil.copy(first, Path(folder) / f"{number}.zip")
        for cores in (1, 2):  # a Java machine of its own for each
            subprocess.run([sys.executable, __file__, "--cores", str(cores)], check=True, env=os.environ | {"CORPUS": folder})


def run(corpus: Path, cores: int) -> None:
    """The job over a folder of zips; what it took, without the start of Spark."""
    os.environ["PYTHONPATH"] = str(ROOT)
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["OMP_NUM_THREADS"] = "1"  # a task has one core, which Arrow keeps to as well
    builder = SparkSession.builder.master(f"local[{cores}]").appName("corpus")
    for setting, value in SETTINGS.items():
        builder = builder.config(setting, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    paths = sorted(map(str, corpus.glob("*.zip")))
    frame = spark.createDataFrame(pd.DataFrame({"path": paths})).repartition(4 * cores)
    frame.limit(2 * cores).mapInPandas(figures, SCHEMA).count()  # workers have started and imported
    begun = time.monotonic()
    found = frame.mapInPandas(figures, SCHEMA).selectExpr("count(*)", "count(DISTINCT path)", "sum(int(read_again))").first()
    seconds = time.monotonic() - begun
    spark.stop()
    assert found is not None
    rows, packages, again = found
    rate = f"{packages / seconds:.1f} packages per second"
    print(f"{cores} core{'s' * (cores > 1)}: {rate} ({packages} packages, {rows} figures, of which {again} were read again alike)")


if __name__ == "__main__":
    main()
