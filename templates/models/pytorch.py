"""A small network: put your own model here."""
from pathlib import Path
from typing import NamedTuple

import torch

FILE = "network.pt"
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


class Model(NamedTuple):
    network: torch.nn.Module
    classes: list[str]
    width: int


def build(width: int, classes: int) -> torch.nn.Module:
    return torch.nn.Sequential(
        torch.nn.Linear(width, 16), torch.nn.ReLU(), torch.nn.Linear(16, classes)
    ).to(DEVICE)


def fit(rows: list[list[float]], labels: list[str], hyperparameters: dict[str, str]) -> Model:
    torch.manual_seed(0)
    classes = sorted(set(labels))
    data = torch.tensor(rows, device=DEVICE)
    wanted = torch.tensor([classes.index(label) for label in labels], device=DEVICE)
    network = build(data.shape[1], len(classes))
    optimizer = torch.optim.Adam(network.parameters(), lr=float(hyperparameters.get("lr", "0.05")))
    for epoch in range(int(hyperparameters.get("epochs", "100"))):
        loss = torch.nn.functional.cross_entropy(network(data), wanted)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if epoch % 10 == 0:
            print(f"train:loss={loss.item()};")
    return Model(network, classes, data.shape[1])


def predict(model: Model, rows: list[list[float]]) -> list[str]:
    if not rows:
        return []
    with torch.inference_mode():
        best = model.network(torch.tensor(rows, device=DEVICE)).argmax(dim=1)
    return [model.classes[index] for index in best.tolist()]


def save(model: Model, folder: Path) -> None:
    saved = {"weights": model.network.state_dict(), "classes": model.classes, "width": model.width}
    torch.save(saved, folder / FILE)


def load(folder: Path) -> Model | None:
    if not (folder / FILE).exists():
        return None
    saved = torch.load(folder / FILE, map_location=DEVICE, weights_only=True)
    network = build(saved["width"], len(saved["classes"]))
    network.load_state_dict(saved["weights"])
    return Model(network.eval(), saved["classes"], saved["width"])
