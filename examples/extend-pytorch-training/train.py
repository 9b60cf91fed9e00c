"""Run by the image's toolkit: hyperparameters come as arguments, folders as SM_* variables."""
import argparse
import os
from pathlib import Path

import einops
import torch

parser = argparse.ArgumentParser()
parser.add_argument("--epochs", type=int, default=100)
parser.add_argument("--learning-rate", type=float, default=0.5)
parser.add_argument("--training", type=Path, default=os.environ.get("SM_CHANNEL_TRAINING"))
parser.add_argument("--model-dir", type=Path, default=os.environ.get("SM_MODEL_DIR"))
arguments = parser.parse_args()

lines = [line.split(",") for file in sorted(arguments.training.glob("*.csv")) for line in file.read_text().splitlines()]
classes = sorted({line[0] for line in lines})
labels = torch.tensor([classes.index(line[0]) for line in lines])
# (row × column) flat, as it is read; the model wants rows.
values = torch.tensor([float(value) for line in lines for value in line[1:]])
rows = einops.rearrange(values, "(row column) -> row column", row=len(lines))

model = torch.nn.Sequential(torch.nn.BatchNorm1d(rows.shape[1]), torch.nn.Linear(rows.shape[1], len(classes)))
optimiser = torch.optim.Adam(model.parameters(), lr=arguments.learning_rate)
for epoch in range(arguments.epochs):
    optimiser.zero_grad()
    torch.nn.functional.cross_entropy(model(rows), labels).backward()
    optimiser.step()

model.eval()
right = (model(rows).argmax(1) == labels).float().mean().item()
print(f"train:accuracy={right};")
torch.save({"classes": classes, "weights": model.state_dict()}, arguments.model_dir / "model.pt")
