"""Counts the rows of every CSV file of the input `data`."""
from pathlib import Path

import pandas as pd

INPUT = Path("/opt/ml/processing/input/data")
OUTPUT = Path("/opt/ml/processing/output")

rows = {file.name: len(pd.read_csv(file)) for file in sorted(INPUT.glob("*.csv"))}
OUTPUT.mkdir(parents=True, exist_ok=True)
pd.Series(rows, name="rows").to_csv(OUTPUT / "rows.csv")
