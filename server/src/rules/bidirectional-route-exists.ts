import { BIDIRECTIONAL_LABEL } from '../../../contract/labels';
import { BIDIRECTIONAL_PATH } from '../../../contract/serving';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { ownLabel } from './support/capability-labels';
import { baseName, relatedInFile } from './support/places';
import { matchRoute, proxyIsTransparent, webApp, type WebApp } from './support/web-app';

const START =
  '# sagemaker: roles=inference\nFROM python:3.12-slim\nLABEL com.amazonaws.sagemaker.capabilities.bidirectional-streaming=true\nRUN pip install gunicorn uvicorn fastapi\nWORKDIR /app\nCOPY app.py .\nENTRYPOINT ["gunicorn", "-k", "uvicorn.workers.UvicornWorker", "--bind", "0.0.0.0:8080", "--workers", "2", "--timeout", "60", "app:app"]\n';
const APP =
  'from fastapi import FastAPI, WebSocket\napp = FastAPI()\n\n@app.get("/ping")\ndef ping():\n    return ""\n\n@app.post("/invocations")\ndef invoke(body: dict):\n    return 1\n';

export const bidirectionalRouteExists = defineRule({
  id: 'bidirectional-route-exists',
  summary: 'An image that is labelled for bidirectional streams accepts them',
  requirements: ['STREAM-03'],
  roles: ['inference'],
  severity: 'error',
  fixable: false,
  why: `With the label SageMaker opens a WebSocket to \`${BIDIRECTIONAL_PATH}\` on port 8080, unless the caller names another path. A server that has no such route refuses every stream.`,
  remedy: `Accept WebSockets at \`${BIDIRECTIONAL_PATH}\`, beside the plain \`/ping\`; or drop the label.`,
  bad: [
    { title: 'no WebSocket at all', files: { Dockerfile: START, 'app.py': APP } },
    {
      title: 'at another path',
      files: {
        Dockerfile: START,
        'app.py': `${APP}\n@app.websocket("/ws")\nasync def stream(socket: WebSocket):\n    await socket.accept()\n`,
      },
    },
  ],
  good: [
    {
      title: 'at the right path',
      files: {
        Dockerfile: START,
        'app.py': `${APP}\n@app.websocket("/invocations-bidirectional-stream")\nasync def stream(socket: WebSocket):\n    await socket.accept()\n`,
      },
    },
    {
      title: 'a path that is not known',
      files: {
        Dockerfile: START,
        'app.py': `${APP}\nfrom settings import PATH\n@app.websocket(PATH)\nasync def stream(socket: WebSocket):\n    await socket.accept()\n`,
      },
    },
    {
      title: 'a path with a variable part',
      files: {
        Dockerfile: START,
        'app.py': `${APP}\n@app.websocket("/{kind}")\nasync def stream(socket: WebSocket):\n    await socket.accept()\n`,
      },
    },
  ],
  check(subject, report) {
    const label = ownLabel(subject, BIDIRECTIONAL_LABEL);
    const app = webApp(subject);
    const [first] = app.routes;
    if (
      !label ||
      !first ||
      !app.complete ||
      mayAccept(app) ||
      !proxyIsTransparent(subject, BIDIRECTIONAL_PATH) ||
      routedByNginx(subject)
    )
      return;
    report({
      range: label.range,
      message: `The label promises bidirectional streams, but \`${baseName(first.file.path)}\` has no WebSocket at \`${BIDIRECTIONAL_PATH}\`: every stream is refused. Add the route, or drop the label.`,
      related: relatedInFile(first.file, first.range, 'The routes begin here.'),
    });
  },
});

/** A WebSocket is accepted at that path, or in a way that can't be read. */
function mayAccept(app: WebApp): boolean {
  if (app.routes.some((it) => matchRoute(it, BIDIRECTIONAL_PATH) !== 'no')) return true;
  return app.files.some(({ file, facts }) => {
    if (facts.strings.some((it) => it.value.text.includes(BIDIRECTIONAL_PATH.slice(1)))) return true;
    const text = file.text ?? '';
    if (
      /\b(?:websockets|flask_sock|flask_sockets|socketio|flask_socketio|geventwebsocket|wsproto|WebSocketRoute|WebSocketHandler|WebSocketResponse|add_websocket_route|add_api_websocket_route)\b/.test(
        text,
      )
    )
      return true;
    return [...text.matchAll(/\.websocket(?:_route)?\(\s*(["']?)([^"'(),\n]*)/g)].some(
      ([, quote, path = '']) => quote === '' || !path.startsWith('/') || /[<{*]/.test(path),
    );
  });
}

function routedByNginx(subject: Subject): boolean {
  return subject.nginxConfigs.some(({ facts }) =>
    facts.locations.some((it) => it.value.pattern.includes(BIDIRECTIONAL_PATH.slice(1))),
  );
}
