"""Run by the toolkit: hyperparameters come as arguments, folders as SM_* variables."""
import csv
import os
import sys
from pathlib import Path

import model

TRAINING = Path(os.environ.get("SM_CHANNEL_TRAINING", "/opt/ml/input/data/training"))
MODEL = Path(os.environ.get("SM_MODEL_DIR", "/opt/ml/model"))


def main(arguments: list[str]) -> None:
    # --name value, as the toolkit writes them.
    names = [name.lstrip("-").replace("-", "_") for name in arguments[::2]]
    hyperparameters = dict(zip(names, arguments[1::2]))
    files = sorted(TRAINING.glob("*.csv"))
    lines = [line for file in files for line in csv.reader(file.read_text().splitlines()) if line]
    if not lines:
        raise ValueError(f"There is no CSV file in {TRAINING}; give the job a channel called training.")
    labels, rows = [line[0] for line in lines], [[float(value) for value in line[1:]] for line in lines]
    trained = model.fit(rows, labels, hyperparameters)
    model.save(trained, MODEL)
    right = sum(found == label for found, label in zip(model.predict(trained, rows), labels))
    print(f"train:accuracy={right / len(labels)};")


if __name__ == "__main__":
    main(sys.argv[1:])
