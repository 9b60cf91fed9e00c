import { describe, expect, it } from 'vitest';
import { readPython } from '../../../../server/src/readers/python';

const TEXT = `import argparse
from waitress import serve
p = argparse.ArgumentParser()
p.add_argument("--port", "-p", type=int, default=8080)
p.add_argument("--bind-host", dest="host", default="127.0.0.1")
args, _ = p.parse_known_args()
serve(app, host=args.host, port=args.port)
`;

const served = (args?: readonly string[]): unknown[] => {
  const [server] = readPython(TEXT, args).servers;
  return [server?.host?.value, server?.port?.value, server?.dynamic];
};

describe('options given on the command line', () => {
  it('takes what the command line says, the last one', () => {
    expect(served(['serve', '--port=1', '-p', '9000', '--bind-host', '0.0.0.0'])).toEqual(['0.0.0.0', 9000, false]);
  });

  it('takes the default for certain when the command line is known and does not name the option', () => {
    expect(served(['serve'])).toEqual(['127.0.0.1', 8080, false]);
  });

  it('takes the default for what may be told otherwise when the command line is not known', () => {
    expect(served()).toEqual(['127.0.0.1', 8080, true]);
  });
});

describe('hyperparameters used as they are', () => {
  const uncast = (code: string): string[] =>
    readPython(
      `import json\nwith open("/opt/ml/input/config/hyperparameters.json") as f:\n    hp = json.load(f)\n${code}`,
    ).uncast.map((it) => `${it.value.name}${it.value.surely ? '!' : ''}`);

  it.each([
    ['range(hp["epochs"])', ['epochs!']],
    ['n = hp.get("n", 10)\nModel(n_estimators=n)', ['n']],
    ['x = hp["a"] / 2', ['a!']],
    ['Model(n_estimators=int(hp["n"]))', []],
    ['n = hp["n"]\nn = int(n)\nrange(n)', []],
    ['hp = convert(hp)\nrange(hp["epochs"])', []],
    ['dict(learning_rate=hp["lr"])', []],
    ['Model(objective=hp["objective"])', []],
  ])('%s', (code, expected) => {
    expect(uncast(code)).toEqual(expected);
  });
});

describe('likely writes', () => {
  it('fills in the directories of the training toolkit and defaults', () => {
    const { likelyWrites, writes, writesAnywhere } = readPython(
      'import os\nopen(os.path.join(os.environ["SM_OUTPUT_DIR"], "a"), "w")\nopen(os.environ.get("X", "/b"), "w")\nopen("c", "w")',
    );
    expect(likelyWrites.map((it) => it.value)).toEqual(['/opt/ml/output/a', '/b']);
    expect(writes.map((it) => it.value)).toEqual(['c']);
    expect(writesAnywhere).toBe(false);
  });
});

describe('arguments that must be given', () => {
  const requires = (code: string): unknown =>
    readPython(`import argparse\np = argparse.ArgumentParser()\n${code}`).requires;

  it.each([
    ['p.add_argument("-d", "--data", required=True)\np.parse_known_args()', { words: 0, options: [['-d', '--data']] }],
    ['p.add_argument("a")\np.add_argument("b")\np.parse_args()', { words: 2, options: [] }],
    ['p.add_argument("a", nargs="?")\np.add_argument("--b")\np.parse_args()', { words: 0, options: [] }],
    ['p.add_argument("--a", required=True)\np.parse_args(["--a", "1"])', undefined],
    ['def main():\n    p.add_argument("--a", required=True)\n    p.parse_args()\n', undefined],
    ['p.add_argument(*names, required=True)\np.parse_args()', undefined],
  ])('%s', (code, expected) => {
    expect(requires(code)).toEqual(expected);
  });
});

it.each(['a, _ = p.parse_known_args()', 'a = p.parse_known_args()[0]', 'a = p.parse_args()'])(
  'knows the parsed arguments by any name: %s',
  (parse) => {
    const text = `import argparse\np = argparse.ArgumentParser()\np.add_argument("--port", default=1)\n${parse}\nfrom waitress import serve\nserve(app, port=a.port)\n`;
    expect(readPython(text, ['--port', '9000']).servers[0]?.port?.value).toBe(9000);
  },
);
