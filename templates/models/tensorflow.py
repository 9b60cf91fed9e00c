"""A small network: put your own model here."""
import json
from pathlib import Path
from typing import NamedTuple

import numpy as np
import tensorflow as tf

NETWORK = "network.keras"
CLASSES = "classes.json"


class Model(NamedTuple):
    network: tf.keras.Model
    classes: list[str]


def fit(rows: list[list[float]], labels: list[str], hyperparameters: dict[str, str]) -> Model:
    tf.keras.utils.set_random_seed(0)
    classes = sorted(set(labels))
    wanted = np.array([classes.index(label) for label in labels])
    network = tf.keras.Sequential(
        [
            tf.keras.layers.Input((len(rows[0]),)),
            tf.keras.layers.Dense(16, activation="relu"),
            tf.keras.layers.Dense(len(classes), activation="softmax"),
        ]
    )
    optimizer = tf.keras.optimizers.Adam(float(hyperparameters.get("lr", "0.05")))
    network.compile(optimizer, "sparse_categorical_crossentropy")
    network.fit(np.array(rows), wanted, epochs=int(hyperparameters.get("epochs", "30")), verbose=2)
    return Model(network, classes)


def predict(model: Model, rows: list[list[float]]) -> list[str]:
    if not rows:
        return []
    best = model.network(np.array(rows)).numpy().argmax(axis=1)
    return [model.classes[index] for index in best]


def save(model: Model, folder: Path) -> None:
    model.network.save(folder / NETWORK)
    (folder / CLASSES).write_text(json.dumps(model.classes))


def load(folder: Path) -> Model | None:
    if not (folder / NETWORK).exists():
        return None
    network = tf.keras.models.load_model(folder / NETWORK)
    return Model(network, json.loads((folder / CLASSES).read_text()))
