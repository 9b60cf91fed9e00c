import { describe, expect, it } from 'vitest';
import { readPlumber } from '../../../../server/src/readers/plumber';
import { indexText } from '../../../../server/src/readers/text-index';

function read(code: string) {
  const index = indexText(code);
  const found = readPlumber(code, (start, end) => index.range(start, end));
  return found && { host: found.host, port: found.port, variables: found.portVariables };
}

describe('plumber', () => {
  it('is read with the places of its address', () => {
    expect(
      read('library(plumber)\n# pr_run(port = 1)\npr("api.R") |>\n  pr_run(host = "127.0.0.1", port = 8000L)\n'),
    ).toEqual({
      host: { value: '127.0.0.1', range: { start: { line: 3, character: 16 }, end: { line: 3, character: 27 } } },
      port: expect.objectContaining({ value: 8000 }) as unknown,
      variables: [],
    });
  });

  it('takes only what stands in its own call', () => {
    expect(read('r <- plumb("a.R")\nr$run(port = 8080)\nconnect(host = "10.0.0.1")')).toMatchObject({
      host: undefined,
    });
  });

  it('reads the environment', () => {
    const code = 'plumber::plumb("a.R")$run("0.0.0.0", port = as.integer(Sys.getenv("PORT", "8000")))';
    expect(read(code)).toMatchObject({ port: { value: 8000 }, variables: ['PORT'] });
  });

  it('matches arguments as R does', () => {
    const host = { value: '0.0.0.0' };
    expect(read('plumb("a.R")$run("0.0.0.0", 8080)')).toMatchObject({ host, port: { value: 8080 } });
    expect(read('pr_run(pr("a.R"), "0.0.0.0", port = 8080)')).toMatchObject({ host, port: { value: 8080 } });
    expect(read('pr("a.R") %>% plumber::pr_run(port = 8080, "0.0.0.0")')).toMatchObject({ host });
    expect(read('pr("a.R") |> pr_run(address, 8080)')).toMatchObject({ host: undefined, port: { value: 8080 } });
  });

  it('is no other object that runs', () => {
    expect(read('job$run(port = 80)')).toBeUndefined();
  });
});
