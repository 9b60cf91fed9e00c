"""Answers /ping and /invocations."""
import csv
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool

import model

# The endpoint's own model, or else the one that the image brings along.
FOLDERS = [Path("/opt/ml/model"), Path("/opt/model")]

app = FastAPI()
loaded = next((found for found in map(model.load, FOLDERS) if found is not None), None)


@app.get("/ping")
def ping() -> Response:
    return Response(status_code=200 if loaded is not None else 503)


@app.post("/invocations")
async def invocations(request: Request) -> Response:
    if request.headers.get("content-type", "").split(";")[0].strip() != "text/csv":
        return text("This predictor takes text/csv.", 415)
    try:
        lines = csv.reader((await request.body()).decode().splitlines())
        rows = [[float(value) for value in line] for line in lines if line]
    except ValueError as error:
        return text(f"This is no CSV of numbers: {error}", 400)
    # In a thread, so that /ping is answered meanwhile.
    labels = await run_in_threadpool(model.predict, loaded, rows)
    return Response("".join(f"{label}\n" for label in labels), media_type="text/csv")


def text(message: str, status: int) -> Response:
    return Response(f"{message}\n", status_code=status, media_type="text/plain")
