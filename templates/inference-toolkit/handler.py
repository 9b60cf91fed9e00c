"""Loads the model and answers with it: put your own model here."""
import csv
import json
import math
from pathlib import Path

from sagemaker_inference import content_types, errors
from sagemaker_inference.default_inference_handler import DefaultInferenceHandler

# More would take longer than the 60 seconds that an endpoint has.
MOST_ROWS = 100_000


class Handler(DefaultInferenceHandler):
    """Each function may be left out, or be one of the model's own `code/inference.py`."""

    def default_model_fn(self, model_dir, context=None):
        return json.loads((Path(model_dir) / "centres.json").read_text())

    def default_input_fn(self, input_data, content_type, context=None):
        if content_type != content_types.CSV:
            raise errors.GenericInferenceToolkitError(415, "This predictor takes text/csv.")
        text = input_data if isinstance(input_data, str) else bytes(input_data).decode()
        lines = text.splitlines()
        if len(lines) > MOST_ROWS:
            raise errors.GenericInferenceToolkitError(400, f"Send {MOST_ROWS} rows at a time, not {len(lines)}.")
        try:
            return [[float(value) for value in line] for line in csv.reader(lines) if line]
        except ValueError as error:
            raise errors.GenericInferenceToolkitError(400, f"This is no CSV of numbers: {error}") from error

    def default_predict_fn(self, data, model, context=None):
        return [min(model, key=lambda label: math.dist(model[label], row)) for row in data]

    def default_output_fn(self, prediction, accept, context=None):
        return "".join(f"{label}\n" for label in prediction)
