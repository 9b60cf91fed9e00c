"""Answers /ping and /invocations."""
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool

import centres

app = FastAPI()
model = centres.Centres.load(Path("/opt/ml/model"))


@app.get("/ping")
def ping() -> Response:
    return Response(status_code=200)


@app.post("/invocations")
async def invocations(request: Request) -> Response:
    if request.headers.get("content-type", "").split(";")[0].strip() != "text/csv":
        return Response("This predictor takes text/csv.\n", 415, media_type="text/plain")
    text = (await request.body()).decode(errors="replace")
    # In a thread: /ping has to be answered meanwhile.
    return await run_in_threadpool(answer, text)


def answer(text: str) -> Response:
    try:
        found = model.predict(centres.numbers(text))
    except ValueError as error:
        return Response(f"This is no CSV of numbers: {error}\n", 400, media_type="text/plain")
    return Response("".join(f"{label}\n" for label in found), media_type="text/csv")
