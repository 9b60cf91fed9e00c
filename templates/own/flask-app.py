"""Answers /ping and /invocations."""
import csv
from pathlib import Path

import flask

import model

# The endpoint's own model, or else the one that the image brings along.
FOLDERS = [Path("/opt/ml/model"), Path("/opt/model")]

app = flask.Flask(__name__)
loaded = next((found for found in map(model.load, FOLDERS) if found is not None), None)


@app.get("/ping")
def ping() -> flask.Response:
    return flask.Response(status=200 if loaded is not None else 503)


@app.post("/invocations")
def invocations() -> flask.Response:
    if flask.request.mimetype != "text/csv":
        return text("This predictor takes text/csv.", 415)
    try:
        lines = csv.reader(flask.request.get_data(as_text=True).splitlines())
        rows = [[float(value) for value in line] for line in lines if line]
    except ValueError as error:
        return text(f"This is no CSV of numbers: {error}", 400)
    labels = model.predict(loaded, rows)
    return flask.Response("".join(f"{label}\n" for label in labels), mimetype="text/csv")


def text(message: str, status: int) -> flask.Response:
    return flask.Response(f"{message}\n", status=status, mimetype="text/plain")
