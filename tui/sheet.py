"""Rows as a file: CSV, NumPy's .npz or Parquet. The same rows make the same bytes."""

from __future__ import annotations

import csv
import io
import os
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from batchgame.tui.words import UsageError

ENDINGS = (".csv", ".npz", ".parquet")
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the date of everything in a .npz: it would be another at every run


def check_ending(path: Path) -> None:
    """UsageError for a file that could not be written as what its name says."""
    if path.suffix not in ENDINGS:
        raise UsageError(f"--out {path.name}: a name that ends in {', '.join(ENDINGS)} is needed")
    if path.suffix == ".parquet":
        try:
            import pyarrow.parquet  # noqa: F401 - only whether it is there
        except ImportError:
            raise UsageError("--out: .parquet needs pyarrow: pip install 'batchgame[parquet]'") from None


def write(path: Path, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """All of it or nothing: under another name first."""
    making = {".csv": _csv, ".npz": _npz, ".parquet": _parquet}[path.suffix]
    beside = path.with_name(path.name + ".new")
    with open(beside, "wb") as file:
        file.write(making(names, rows))
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)


def _csv(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """Empty where there is no number; floats so that they come back as they were."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(names)
    table.writerows(["" if value is None else value for value in row] for row in rows)
    return text.getvalue().encode()


def _npz(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """An array a column; NaN where there is no number."""
    import numpy as np

    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, column in zip(names, zip(*rows, strict=True), strict=True):
            part = io.BytesIO()
            np.save(part, np.array([np.nan if value is None else value for value in column]), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", LONG_AGO), part.getvalue(), zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def _parquet(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    import pyarrow
    import pyarrow.parquet

    columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    sink = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(pyarrow.table(columns), sink)
    return bytes(sink.getvalue().to_pybytes())
