"""A classifier: the class of a row is the one whose centre is nearest. Put your own model here."""
import io
import json
from pathlib import Path

import numpy as np

FILE = "centres.json"


class Centres:
    def __init__(self, labels: list[str], centres: np.ndarray) -> None:
        """labels: of the classes; centres: (class, column)."""
        self.labels, self.centres = np.array(labels), centres

    @staticmethod
    def fit(labels: np.ndarray, rows: np.ndarray) -> "Centres":
        classes = sorted(set(labels))
        return Centres(classes, np.stack([rows[labels == label].mean(axis=0) for label in classes]))

    @staticmethod
    def load(folder: Path) -> "Centres":
        found = json.loads((folder / FILE).read_text())
        return Centres(list(found), np.array(list(found.values())))

    def save(self, folder: Path) -> None:
        (folder / FILE).write_text(json.dumps(dict(zip(self.labels.tolist(), self.centres.tolist()))))

    def predict(self, rows: np.ndarray) -> np.ndarray:
        """The label of each row. Raises ValueError when rows have other columns than the model."""
        if rows.shape[1] != self.centres.shape[1]:
            raise ValueError(f"rows have {self.centres.shape[1]} columns, not {rows.shape[1]}")
        distances = np.stack([((rows - centre) ** 2).sum(axis=1) for centre in self.centres], axis=1)
        return self.labels[distances.argmin(axis=1)]


def numbers(text: str) -> np.ndarray:
    """(row, column) of a CSV of numbers. Raises ValueError when it is none."""
    return np.loadtxt(io.StringIO(text), delimiter=",", ndmin=2)
