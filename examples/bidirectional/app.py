"""Says each word back in capitals as soon as it has come; the WebSocket stays open between the messages."""
import asyncio

from fastapi import FastAPI, Request, Response, WebSocket, WebSocketDisconnect

app = FastAPI()


@app.get("/ping")
def ping() -> Response:
    return Response()


@app.post("/invocations")
async def invocations(request: Request) -> Response:
    text = (await request.body()).decode(errors="replace")
    return Response(text.upper(), media_type="text/plain")


@app.websocket("/invocations-bidirectional-stream")
async def stream(socket: WebSocket) -> None:
    # SageMaker pings every minute: uvicorn answers by itself, as long as nothing here blocks it.
    await socket.accept()
    words = 0
    try:
        while True:
            for word in (await socket.receive_text()).split():
                words += 1
                await socket.send_text(f"{words} {word.upper()}")
                # The work that a model has with the next word.
                await asyncio.sleep(0.1)
    except WebSocketDisconnect:
        pass
