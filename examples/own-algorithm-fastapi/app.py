"""Answers /ping and /invocations."""
from pathlib import Path

from fastapi import FastAPI, Request, Response

app = FastAPI()
MODEL = Path("/opt/ml/model")


@app.get("/ping")
def ping() -> Response:
    return Response(status_code=200 if MODEL.exists() else 503)


@app.post("/invocations")
async def invocations(request: Request) -> dict[str, int]:
    body = await request.body()
    return {"bytes": len(body)}
