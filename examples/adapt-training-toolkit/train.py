"""Run by the toolkit: hyperparameters come as arguments, folders as SM_* variables."""
import argparse
import csv
import json
import os
from pathlib import Path

parser = argparse.ArgumentParser()
parser.add_argument("--epochs", type=int, default=3)
parser.add_argument("--learning-rate", type=float, default=0.1)
parser.add_argument("--training", type=Path, default=os.environ.get("SM_CHANNEL_TRAINING"))
parser.add_argument("--model-dir", type=Path, default=os.environ.get("SM_MODEL_DIR"))
arguments = parser.parse_args()

print(f"host {os.environ['SM_CURRENT_HOST']} of {os.environ['SM_HOSTS']}, {os.environ['SM_NUM_CPUS']} processors")
if arguments.epochs < 1:
    # The failure file has the toolkit's own error; this message stands in the log.
    raise ValueError(f"epochs has to be at least 1, not {arguments.epochs}.")

rows = [row for file in sorted(arguments.training.glob("*.csv")) for row in csv.reader(file.open()) if row]
labels = [row[0] for row in rows]
columns = [[float(value) for value in row[1:]] for row in rows]
centres = {label: [0.0] * len(columns[0]) for label in labels}
for epoch in range(arguments.epochs):
    for label, row in zip(labels, columns):
        centre = centres[label]
        for at, value in enumerate(row):
            centre[at] += arguments.learning_rate * (value - centre[at])
    right = sum(
        label == min(centres, key=lambda it: sum((a - b) ** 2 for a, b in zip(centres[it], row)))
        for label, row in zip(labels, columns)
    )
    print(f"epoch={epoch + 1}; train:accuracy={right / len(rows)};")

(arguments.model_dir / "centres.json").write_text(json.dumps(centres))
