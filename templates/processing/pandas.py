"""Describes the columns of every CSV file of the input `data`: put your own work here."""
from pathlib import Path

import pandas as pd

INPUT = Path("/opt/ml/processing/input/data")
OUTPUT = Path("/opt/ml/processing/output")

OUTPUT.mkdir(parents=True, exist_ok=True)
for file in sorted(INPUT.glob("*.csv")):
    data = pd.read_csv(file)
    data.describe(include="all").to_csv(OUTPUT / file.name)
    print(f"{file.name}: {len(data)} rows")
