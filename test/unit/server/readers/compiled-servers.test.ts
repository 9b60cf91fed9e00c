import { describe, expect, it } from 'vitest';
import { readCompiledServers } from '../../../../server/src/readers/compiled-servers';
import { readJavaSettings } from '../../../../server/src/readers/java-settings';

const places = (language: 'go' | 'rust', text: string): string[] =>
  readCompiledServers(language, text).map((it) => `${it.host?.value ?? '?'}:${String(it.port?.value ?? '?')}`);

describe('servers of Go programs', () => {
  it.each([
    ['http.ListenAndServe(":5000", nil)', '0.0.0.0:5000'],
    ['const port = 8000\nhttp.ListenAndServe(fmt.Sprintf(":%d", port), nil)', '0.0.0.0:8000'],
    ['addr := "127.0.0.1:8080"\nhttp.ListenAndServe(addr, mux)', '127.0.0.1:8080'],
    ['s := &http.Server{\n\tHandler: h,\n\tAddr: ":" + "9000",\n}', '0.0.0.0:9000'],
    ['import "github.com/gin-gonic/gin"\nr.Run("127.0.0.1:8080")', '127.0.0.1:8080'],
    ['port := os.Getenv("PORT")\nif port == "" { port = "8080" }\nhttp.ListenAndServe(":"+port, nil)', '?:?'],
  ])('%s', (text, expected) => {
    expect(places('go', text)).toEqual([expected]);
  });

  it('reads no comments, and no method of another library', () => {
    expect(places('go', '// http.ListenAndServe(":5000", nil)\ncmd.Run(":1")\nt.Start("x")')).toEqual([]);
  });

  it('places the address', () => {
    const [server] = readCompiledServers('go', 'x\n  http.ListenAndServe(":5000", nil)');
    expect(server?.port?.range.start).toEqual({ line: 1, character: 22 });
  });
});

describe('servers of Rust programs', () => {
  it.each([
    ['TcpListener::bind("0.0.0.0:3000").await', '0.0.0.0:3000'],
    ['use actix_web::HttpServer;\nx.bind(("127.0.0.1", 8080))?', '127.0.0.1:8080'],
    ['let addr = SocketAddr::from(([0, 0, 0, 0], 3_000));\nTcpListener::bind(&addr)', '0.0.0.0:3000'],
    ['TcpListener::bind(settings.address())', '?:?'],
  ])('%s', (text, expected) => {
    expect(places('rust', text)).toEqual([expected]);
  });
});

describe('settings of Java programs', () => {
  it('reads properties and YAML', () => {
    expect(readJavaSettings('application.properties', 'server.port=9000\n')?.port?.value).toBe(9000);
    const yaml = 'spring:\n  x: 1\nserver:\n  address: 127.0.0.1\n  port: 8090 # here\nmanagement:\n  port: 1\n';
    const server = readJavaSettings('application.yml', yaml);
    expect([server?.host?.value, server?.port?.value]).toEqual(['127.0.0.1', 8090]);
    expect(server?.port?.range.start).toEqual({ line: 4, character: 8 });
  });

  it('takes a variable with a fallback for one that may say something else', () => {
    const server = readJavaSettings('application.yml', 'server:\n  port: ${PORT:8080}\n');
    expect([server?.port?.value, server?.dynamic, server?.portVariables]).toEqual([8080, true, ['PORT']]);
  });

  it('says nothing when nothing is set', () => {
    expect(readJavaSettings('application.properties', 'management.port=1')).toBeUndefined();
  });
});
