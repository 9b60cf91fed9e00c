import { describe, expect, it } from 'vitest';
import { parseNginxSize, parseNginxTime, readNginx } from '../../../../server/src/readers/nginx';

const CLASSIC = `worker_processes 1;
daemon off; # Prevent forking

pid /tmp/nginx.pid;
error_log /var/log/nginx/error.log;

events {
  # defaults
}

http {
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  access_log /var/log/nginx/access.log combined;

  upstream gunicorn {
    server unix:/tmp/gunicorn.sock;
  }

  server {
    listen 8080 deferred;
    client_max_body_size 5m;

    keepalive_timeout 5;
    proxy_read_timeout 1200s;

    location ~ ^/(ping|invocations) {
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header Host $http_host;
      proxy_redirect off;
      proxy_pass http://gunicorn;
    }

    location / {
      return 404 "{}";
    }
  }
}
`;

const server = (body: string): ReturnType<typeof readNginx> => readNginx(`http { server { ${body} } }`);

describe('readNginx', () => {
  it('reads the classic sample', () => {
    const facts = readNginx(CLASSIC);
    expect(facts.complete).toBe(true);
    expect(facts.listens.map((it) => it.value)).toEqual([{ port: 8080, address: undefined, raw: '8080', ssl: false }]);
    expect(facts.listens[0]?.range).toEqual({ start: { line: 20, character: 4 }, end: { line: 20, character: 24 } });
    expect(facts.locations.map((it) => it.value)).toEqual([
      {
        modifier: '~',
        pattern: '^/(ping|invocations)',
        proxyPass: 'http://gunicorn',
        returns: undefined,
        handler: undefined,
      },
      { modifier: '', pattern: '/', proxyPass: undefined, returns: '404 {}', handler: undefined },
    ]);
    expect(facts.upstreams.map((it) => it.value)).toEqual([{ name: 'gunicorn', servers: ['unix:/tmp/gunicorn.sock'] }]);
    expect(facts.proxyPasses.map((it) => it.value)).toEqual(['http://gunicorn']);
    expect(facts.clientMaxBodySize?.value).toBe(5 * 1024 * 1024);
    expect(facts.proxyReadTimeout?.value).toBe(1200);
    expect(facts.daemon?.value).toBe(false);
    expect(facts.accessLog?.value).toBe('/var/log/nginx/access.log');
    expect(facts.errorLog?.value).toBe('/var/log/nginx/error.log');
    expect(facts.proxyBuffering).toBeUndefined();
    expect(facts.serversWithoutListen).toEqual([]);
  });

  it.each([
    ['listen 8080 default_server;', 8080, undefined, false],
    ['listen 0.0.0.0:8080;', 8080, '0.0.0.0', false],
    ['listen *:8080;', 8080, '0.0.0.0', false],
    ['listen [::]:8080 ipv6only=on;', 8080, '::', false],
    ['listen localhost:9000;', 9000, 'localhost', false],
    ['listen 127.0.0.1;', 80, '127.0.0.1', false],
    ['listen 443 ssl http2;', 443, undefined, true],
    ['listen unix:/var/run/nginx.sock;', undefined, 'unix:/var/run/nginx.sock', false],
    ['listen %PORT%;', undefined, undefined, false],
    ['listen {{ port }} deferred;', undefined, undefined, false],
    ['listen 0.0.0.0:${PORT};', undefined, '0.0.0.0', false],
    ['listen $PORT;', undefined, undefined, false],
    ['listen ${NGINX_HTTP_PORT} deferred;', undefined, undefined, false],
    ['listen "8080";', 8080, undefined, false],
  ])('%s', (text, port, address, ssl) => {
    const facts = server(text);
    expect(facts.listens.map((it) => it.value)).toMatchObject([{ port, address, ssl }]);
    expect(facts.complete).toBe(true);
  });

  it('tells what the raw value was', () => {
    expect(server('listen {{ port }} deferred;').listens[0]?.value.raw).toBe('{{ port }}');
  });

  it('takes only http servers', () => {
    const facts = readNginx(
      'stream { server { listen 9000; } upstream s { server a:1; } } http { server { listen 8080; } }',
    );
    expect(facts.listens.map((it) => it.value.port)).toEqual([8080]);
    expect(facts.upstreams).toEqual([]);
  });

  it('reads fragments without an http block', () => {
    expect(readNginx('server { listen 8080; }').listens).toHaveLength(1);
    expect(readNginx('server { location = /ping { return 200; } }').serversWithoutListen).toHaveLength(1);
  });

  it('keeps the most generous limit', () => {
    expect(server('client_max_body_size 5m; location /x { client_max_body_size 0; }').clientMaxBodySize?.value).toBe(0);
    expect(server('client_max_body_size 5m; location /x { client_max_body_size 1m; }').clientMaxBodySize?.value).toBe(
      5 * 1024 ** 2,
    );
    expect(server('proxy_read_timeout 30; location /x { proxy_read_timeout 1h; }').proxyReadTimeout?.value).toBe(3600);
  });

  it('sees location modifiers and what answers', () => {
    const facts = server(
      'location =/ping { js_content ping; } location ^~ /a { if ($x) { proxy_pass http://u; } } location @named { root /srv; }',
    );
    expect(facts.locations.map((it) => it.value)).toMatchObject([
      { modifier: '=', pattern: '/ping', handler: 'js_content' },
      { modifier: '^~', pattern: '/a', proxyPass: 'http://u' },
      { modifier: '', pattern: '@named', handler: 'root' },
    ]);
  });

  it('gives what a nested location does to that location alone', () => {
    const facts = server('location /a { location /a/b { return 204; } }');
    expect(facts.locations.map((it) => it.value.returns)).toEqual([undefined, '204']);
  });

  it('passes over Lua', () => {
    const facts = server(
      'location /ping { content_by_lua_block { if x then ngx.say("}") end -- } \n local t = { a = 1 } } } location /b { return 200; }',
    );
    expect(facts.locations.map((it) => it.value.pattern)).toEqual(['/ping', '/b']);
    expect(facts.locations[0]?.value.handler).toBe('content_by_lua_block');
    expect(facts.complete).toBe(true);
  });

  it('knows when something can not be seen', () => {
    for (const text of [
      'http { include /etc/nginx/conf.d/*.conf; }',
      'http {',
      'http { } }',
      'server { listen 8080 }',
      'server { listen "8080; }',
      'http { client_max_body_size ${MAX}; }',
      'http { client_max_body_size %SIZE%; }',
      '{% if x %} server { listen 1; } {% endif %}',
    ]) {
      expect(readNginx(text).complete, text).toBe(false);
    }
    expect(readNginx('http { include mime.types; include /etc/nginx/fastcgi_params; }').complete).toBe(true);
  });

  it('ignores comments and keeps # inside words', () => {
    const facts = server('# listen 80;\n listen 8080; location /a#b { return 200; }');
    expect(facts.listens).toHaveLength(1);
    expect(facts.locations[0]?.value.pattern).toBe('/a#b');
  });

  it('reads on and off', () => {
    const facts = server('proxy_buffering off; proxy_http_version 1.1; access_log off;');
    expect(facts.proxyBuffering?.value).toBe(false);
    expect(facts.proxyHttpVersion?.value).toBe('1.1');
    expect(facts.accessLog?.value).toBe('off');
  });

  it('stands any text, in linear time', () => {
    for (const text of [
      '',
      '}',
      '{{{{',
      ';;;',
      '"',
      "'\\",
      '\u0000',
      '${',
      '{{ x',
      'a {'.repeat(30_000),
      '{{'.repeat(50_000),
      '"\\'.repeat(50_000),
      'x '.repeat(50_000),
    ]) {
      const begin = performance.now();
      expect(() => readNginx(text)).not.toThrow();
      expect(performance.now() - begin).toBeLessThan(2000);
    }
  });
});

describe('sizes and times', () => {
  it.each([
    ['0', 0],
    ['10', 10],
    ['8k', 8192],
    ['10M', 10485760],
    ['1g', 1073741824],
    ['1x', undefined],
    ['', undefined],
    ['-1', undefined],
  ])('size %s', (text, bytes) => {
    expect(parseNginxSize(text)).toBe(bytes);
  });

  it.each([
    ['60', 60],
    ['60s', 60],
    ['2m', 120],
    ['1h30m', 5400],
    ['500ms', 0.5],
    ['1d', 86400],
    ['1M', 2592000],
    ['abc', undefined],
    ['', undefined],
  ])('time %s', (text, seconds) => {
    expect(parseNginxTime(text)).toBe(seconds);
  });
});
