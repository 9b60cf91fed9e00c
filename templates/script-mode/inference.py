"""Run by AWS's image when it serves: it loads the model, and answers each request."""
import json
from pathlib import Path


def model_fn(model_dir):
    """The model, from what training left."""
    return sorted(path.name for path in Path(model_dir).iterdir() if path.is_file())


def input_fn(body, content_type):
    """The rows of a request."""
    text = body.decode() if isinstance(body, bytes) else body
    return [line.split(",") for line in text.splitlines() if line]


def predict_fn(rows, model):
    """Predict here."""
    return [len(row) for row in rows]


def output_fn(prediction, accept):
    """A line for each row."""
    return "".join(f"{json.dumps(value)}\n" for value in prediction)
