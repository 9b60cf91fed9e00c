"""Comes with the model, in code/: the image's toolkit calls these functions."""
import json
from pathlib import Path

import einops
import torch
from sagemaker_inference import errors

MOST_ROWS = 10_000


def model_fn(model_dir):
    return json.loads((Path(model_dir) / "centres.json").read_text())


def input_fn(body, content_type):
    if content_type != "text/csv":
        raise errors.GenericInferenceToolkitError(415, f"Send text/csv, not {content_type}.")
    text = body if isinstance(body, str) else body.decode()
    lines = text.splitlines()
    if len(lines) > MOST_ROWS:
        raise errors.GenericInferenceToolkitError(400, f"Send {MOST_ROWS} rows at a time, not {len(lines)}.")
    return torch.tensor([[float(value) for value in line.split(",")] for line in lines if line])


def predict_fn(rows, centres):
    names = sorted(centres)
    middles = torch.tensor([centres[name] for name in names])
    gaps = einops.rearrange(rows, "row value -> row 1 value") - middles
    distances = einops.reduce(gaps**2, "row centre value -> row centre", "sum")
    return [names[nearest] for nearest in distances.argmin(1)]


def output_fn(labels, accept):
    return "".join(f"{label}\n" for label in labels)
