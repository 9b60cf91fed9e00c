"""Answers /ping and /invocations."""
import io
import pickle
from pathlib import Path

import flask
import pandas as pd

MODEL = Path("/opt/ml/model/tree.pkl")

app = flask.Flask(__name__)
model = pickle.loads(MODEL.read_bytes()) if MODEL.exists() else None


@app.route("/ping", methods=["GET"])
def ping() -> flask.Response:
    return flask.Response(status=200 if model is not None else 503)


@app.route("/invocations", methods=["POST"])
def invocations() -> flask.Response:
    if flask.request.mimetype != "text/csv":
        return flask.Response("This predictor takes text/csv.", status=415, mimetype="text/plain")
    data = pd.read_csv(io.StringIO(flask.request.get_data(as_text=True)), header=None)
    lines = "\n".join(str(label) for label in model.predict(data))
    return flask.Response(f"{lines}\n", mimetype="text/csv")
