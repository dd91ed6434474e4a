"""Files of rows: CSV, NumPy's .npz or Parquet. The same rows make the same bytes."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from batchgame.sim import whole_file
from batchgame.tui.command.argument_types import UsageError

ENDINGS = (".csv", ".npz", ".parquet")
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the date of every file in a .npz: that of today would change the bytes
Columns = Mapping[str, type]  # int, float or str by name; a float or str may be None


def check_ending(path: Path) -> None:
    """Raise UsageError for a name whose ending is unknown, or is .parquet without pyarrow."""
    if path.suffix not in ENDINGS:
        raise UsageError(f"--out {path.name}: a name that ends in {', '.join(ENDINGS)} is needed")
    if path.suffix == ".parquet":
        try:
            import pyarrow.parquet  # noqa: F401 - to see whether it is installed
        except ImportError:
            raise UsageError("--out: .parquet needs pyarrow: pip install 'batchgame[parquet]'") from None


def write(path: Path, columns: Columns, rows: Sequence[Sequence[Any]]) -> None:
    """Write all rows, or leave the file as it was."""
    making = {".csv": _csv, ".npz": _npz, ".parquet": _parquet}[path.suffix]
    whole_file.write(path, [making(columns, rows)])


def _csv(columns: Columns, rows: Sequence[Sequence[Any]]) -> bytes:
    """Return the rows as CSV: None as an empty field, floats with all the digits that read back the same value."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(columns)
    table.writerows(["" if value is None else value for value in row] for row in rows)
    return text.getvalue().encode()


def _npz(columns: Columns, rows: Sequence[Sequence[Any]]) -> bytes:
    """Return one array per column: None as NaN among floats and as an empty string among strings."""
    import numpy as np

    none = {int: 0, float: np.nan, str: ""}
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for (name, kind), column in zip(columns.items(), zip(*rows, strict=True), strict=True):
            values = [none[kind] if value is None else value for value in column]
            part = io.BytesIO()
            np.save(part, np.array(values, dtype=np.int64 if kind is int else kind), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", LONG_AGO), part.getvalue(), zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def _parquet(columns: Columns, rows: Sequence[Sequence[Any]]) -> bytes:
    """Return the rows as Parquet: None as null. A column keeps its type even if all its values are null."""
    import pyarrow
    import pyarrow.parquet

    kinds = {int: pyarrow.int64(), float: pyarrow.float64(), str: pyarrow.string()}
    schema = pyarrow.schema([(name, kinds[kind]) for name, kind in columns.items()])
    table = pyarrow.table(dict(zip(columns, map(list, zip(*rows, strict=True)), strict=True)), schema=schema)
    sink = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(table, sink)
    return bytes(sink.getvalue().to_pybytes())
