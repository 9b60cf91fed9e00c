"""Boosted trees: put your own model here."""
import json
from pathlib import Path
from typing import NamedTuple

import numpy as np
import xgboost as xgb

TREES = "trees.json"
CLASSES = "classes.json"


class Model(NamedTuple):
    trees: xgb.Booster
    classes: list[str]


def fit(rows: list[list[float]], labels: list[str], hyperparameters: dict[str, str]) -> Model:
    classes = sorted(set(labels))
    data = xgb.DMatrix(np.array(rows), label=[classes.index(label) for label in labels])
    settings = {
        "objective": "multi:softprob",
        "num_class": len(classes),
        "max_depth": int(hyperparameters.get("max_depth", "4")),
        "min_child_weight": 0,
    }
    return Model(xgb.train(settings, data, int(hyperparameters.get("num_round", "10"))), classes)


def predict(model: Model, rows: list[list[float]]) -> list[str]:
    if not rows:
        return []
    chances = model.trees.predict(xgb.DMatrix(np.array(rows)))
    return [model.classes[best] for best in chances.argmax(axis=1)]


def save(model: Model, folder: Path) -> None:
    model.trees.save_model(folder / TREES)
    (folder / CLASSES).write_text(json.dumps(model.classes))


def load(folder: Path) -> Model | None:
    if not (folder / TREES).exists():
        return None
    trees = xgb.Booster(model_file=folder / TREES)
    return Model(trees, json.loads((folder / CLASSES).read_text()))
