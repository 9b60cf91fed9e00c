"""Run by AWS's image: reads the files of the input, and writes those of the output."""
import csv
from pathlib import Path

ROOT = Path("/opt/ml/processing")

lines = [row for file in sorted((ROOT / "input/data").glob("*.csv")) for row in csv.reader(file.open()) if row]
(ROOT / "output").mkdir(parents=True, exist_ok=True)
(ROOT / "output/count.txt").write_text(f"{len(lines)}\n")
print(f"{len(lines)} rows")
