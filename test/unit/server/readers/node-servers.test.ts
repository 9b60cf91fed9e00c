import { describe, expect, it } from 'vitest';
import { readNodeServers } from '../../../../server/src/readers/node-servers';
import { indexText } from '../../../../server/src/readers/text-index';

function read(code: string) {
  const index = indexText(code);
  return readNodeServers(code, (start, end) => index.range(start, end)).map(
    ({ program, host, port, portVariables, unknowns }) => ({
      program,
      host: host?.value,
      port: port?.value,
      portVariables,
      unknown: unknowns.includes('port'),
    }),
  );
}

const NOTHING = { host: undefined, port: undefined, portVariables: [], unknown: false };

describe('servers of Node', () => {
  it.each([
    ['app.listen(8080)', { port: 8080 }],
    ["app.listen(8080, '127.0.0.1', () => {})", { port: 8080, host: '127.0.0.1' }],
    ['http.createServer((q, s) => s.end()).listen(9000);\nserver . listen(8080)', { port: 8080 }],
    ['const PORT = 3000;\napp.listen(PORT, () => console.log(`on ${PORT}, and (more`))', { port: 3000 }],
    ['const p = parseInt(process.env.PORT || "5000", 10);\napp.listen(p)', { port: 5000, portVariables: ['PORT'] }],
    ["app.listen(process.env['PORT'] ?? 8080)", { port: 8080, portVariables: ['PORT'] }],
    ["app.listen({ port: 80, host: 'localhost' })", { port: 80, host: 'localhost' }],
    ['const port = 81;\napp.listen({ port, backlog: f(1, 2) })', { port: 81 }],
    ['app.listen(...given)', { unknown: true }],
    ['app.listen({ ...given, port: 80 })', { unknown: true }],
    ['app.listen(() => {})', { unknown: true }],
    ['let port = 80;\nport = 8080;\napp.listen(port)', { unknown: true }],
    ['app.listen(config.port)', { unknown: true }],
  ])('%s', (code, expected) => {
    expect(read(code)).toEqual([{ program: 'node', ...NOTHING, ...expected }]);
  });

  it('know Fastify, which has a default of its own', () => {
    expect(read("import fastify from 'fastify'\nfastify().get()\napp.listen({ port: 8080 })")).toEqual([
      { program: 'fastify', ...NOTHING, port: 8080 },
    ]);
  });

  it('are none in a comment', () => {
    expect(read('// app.listen(3000)\n/* or\n * app.listen(3001) */')).toEqual([]);
  });

  it('end with a call that is never closed', () => {
    expect(read(`app.listen(${'('.repeat(5000)}`)).toHaveLength(1);
  });
});
