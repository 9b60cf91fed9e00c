import { describe, expect, it } from 'vitest';
import { readPython } from '../../../../server/src/readers/python';

const handler = (body: string, base = 'BaseHTTPRequestHandler'): ReturnType<typeof readPython> =>
  readPython(`from http.server import ${base}\nclass H(${base}):\n${body}`);
const routes = (body: string): unknown => {
  const facts = handler(body);
  return facts.routesIncomplete
    ? 'unknown'
    : facts.routes.map((it) => `${it.value.methods.join()} ${it.value.path ?? '?'}`);
};

describe('classes of http.server', () => {
  it.each([
    [
      '    def do_GET(self):\n        if self.path == "/ping": self.ok()\n        else: self.send_error(404)\n',
      ['GET /ping'],
    ],
    ['    def do_POST(self):\n        if self.path != "/x":\n            return self.send_error(404)\n', ['POST /x']],
    ['    def do_GET(self):\n        self.send_response(200)\n', ['GET /*']],
    [
      '    def do_GET(self):\n        if self.path == "/metrics": self.m()\n        else: self.send_response(200)\n',
      'unknown',
    ],
    ['    def do_GET(self):\n        ROUTES[self.path]()\n        self.send_error(404)\n', 'unknown'],
    ['    def do_GET(self):\n        if self.path in ROUTES: pass\n        else: self.send_error(404)\n', 'unknown'],
    ['    def do_GET(self):\n        self.dispatch()\n', 'unknown'],
    ['    def handle(self):\n        pass\n', 'unknown'],
  ])('%s', (body, expected) => {
    expect(routes(body)).toEqual(expected);
  });

  it('knows nothing of one that serves files', () => {
    const body = '    def do_GET(self):\n        self.send_error(404)\n';
    expect(handler(body, 'SimpleHTTPRequestHandler').routesIncomplete).toBe(true);
  });
});
