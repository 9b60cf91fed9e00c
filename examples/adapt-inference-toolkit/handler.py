"""Loads the model and answers with it: put your own model here."""
import io
import json
from pathlib import Path

import numpy as np
from sagemaker_inference import content_types, errors
from sagemaker_inference.default_inference_handler import DefaultInferenceHandler


class Handler(DefaultInferenceHandler):
    """Each function may be left out, or be one of the model's own `code/inference.py`."""

    def default_model_fn(self, model_dir, context=None):
        centres = json.loads((Path(model_dir) / "centres.json").read_text())
        return np.array(list(centres)), np.array(list(centres.values()))

    def default_input_fn(self, input_data, content_type, context=None):
        if content_type != content_types.CSV:
            raise errors.GenericInferenceToolkitError(415, "This predictor takes text/csv.")
        text = input_data if isinstance(input_data, str) else bytes(input_data).decode()
        try:
            return np.loadtxt(io.StringIO(text), delimiter=",", ndmin=2)
        except ValueError as error:
            raise errors.GenericInferenceToolkitError(400, f"This is no CSV of numbers: {error}") from error

    def default_predict_fn(self, data, model, context=None):
        labels, centres = model
        if data.shape[1] != centres.shape[1]:
            raise errors.GenericInferenceToolkitError(400, f"Rows have {centres.shape[1]} columns, not {data.shape[1]}.")
        distances = np.stack([((data - centre) ** 2).sum(axis=1) for centre in centres], axis=1)
        return labels[distances.argmin(axis=1)]

    def default_output_fn(self, prediction, accept, context=None):
        return "".join(f"{label}\n" for label in prediction)
