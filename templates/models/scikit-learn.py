"""A decision tree: put your own model here."""
import pickle
from pathlib import Path

from sklearn.tree import DecisionTreeClassifier

FILE = "tree.pkl"


def fit(rows: list[list[float]], labels: list[str], hyperparameters: dict[str, str]) -> DecisionTreeClassifier:
    leaves = int(hyperparameters.get("max_leaf_nodes", "30"))
    return DecisionTreeClassifier(max_leaf_nodes=leaves, random_state=0).fit(rows, labels)


def predict(tree: DecisionTreeClassifier, rows: list[list[float]]) -> list[str]:
    return list(tree.predict(rows)) if rows else []


def save(tree: DecisionTreeClassifier, folder: Path) -> None:
    (folder / FILE).write_bytes(pickle.dumps(tree))


def load(folder: Path) -> DecisionTreeClassifier | None:
    file = folder / FILE
    return pickle.loads(file.read_bytes()) if file.exists() else None
