import { describe, expect, it } from 'vitest';
import { localImports, readPython } from '../../../../server/src/readers/python';

const values = <T>(items: readonly { readonly value: T }[]): T[] => items.map((it) => it.value);

describe('imports', () => {
  it('reads every form', () => {
    const facts = readPython(
      'import os, numpy as np\nfrom a.b import (c,\n  d as e)\nfrom . import x\nfrom .y import z\nfrom q import *\nimport m.n\n',
    );
    expect(values(facts.imports)).toEqual(['os', 'numpy', 'a.b', 'a.b.c', 'a.b.d', '.x', '.y', '.y.z', 'q', 'm.n']);
    expect(localImports(facts)).toEqual(['os', 'numpy', 'a.b', 'a.b.c', 'a.b.d', 'x', 'y', 'y.z', 'q', 'm.n']);
    expect(facts.imports[0]?.range).toEqual({ start: { line: 0, character: 7 }, end: { line: 0, character: 9 } });
  });

  it('takes the classic wsgi.py', () => {
    expect(localImports(readPython('import predictor as myapp\n\napp = myapp.app\n'))).toEqual(['predictor']);
  });
});

describe('arguments', () => {
  const rejects = (text: string): unknown => {
    const facts = readPython(text);
    expect(facts.rejectsExtraArgument).toBe(facts.rejectedBy !== undefined);
    return facts.rejectedBy?.value;
  };
  const PARSER = 'import argparse\np = argparse.ArgumentParser()\n';

  it.each([
    [`${PARSER}p.add_argument("--x")\nargs = p.parse_args()`],
    [
      'import argparse\ndef parse():\n    p = argparse.ArgumentParser()\n    p.add_argument("-x", "--xx", default=1)\n    return p.parse_args()\nif __name__ == "__main__":\n    args = parse()',
    ],
    [
      'from argparse import ArgumentParser\ndef parse():\n    p = ArgumentParser()\n    return p.parse_args()\ndef main():\n    parse()\nmain()',
    ],
  ])('argparse rejects in %j', (text) => {
    expect(rejects(text)).toBe('argparse');
  });

  it.each([
    [`${PARSER}p.add_argument("mode")\np.parse_args()`],
    [`${PARSER}p.add_argument("--x")\np.parse_known_args()`],
    [`${PARSER}p.add_argument(*names)\np.parse_args()`],
    [`${PARSER}p.parse_args([])`],
    [`${PARSER}p.parse_args(argv)`],
    [`${PARSER}add_more(p)\np.parse_args()`],
    [`${PARSER}p.add_subparsers()\np.parse_args()`],
    ['import argparse\np = argparse.ArgumentParser(parents=[q])\np.parse_args()'],
    [`import sys\n${PARSER}if sys.argv[1] == "serve": pass\np.parse_args()`],
    [`import sys\n${PARSER}sys.argv = sys.argv[:1]\np.parse_args()`],
    ['import argparse\ndef parse():\n    return argparse.ArgumentParser().parse_args()'],
    [
      'import argparse\ndef parse():\n    p = argparse.ArgumentParser()\n    return p.parse_args()\nif __name__ == "__main__":\n    other()',
    ],
    ['parser.parse_args()'],
    ['print(1)'],
  ])('nothing sure rejects in %j', (text) => {
    expect(rejects(text)).toBeUndefined();
  });

  it('reads click and hydra', () => {
    expect(
      rejects(
        'import click\n@click.command()\n@click.option("--x")\ndef main(x): pass\nif __name__ == "__main__":\n    main()',
      ),
    ).toBe('click');
    expect(
      rejects('import click\n@click.command()\n@click.argument("mode")\ndef main(mode): pass\nmain()'),
    ).toBeUndefined();
    expect(
      rejects('import click\n@click.group()\ndef cli(): pass\n@cli.command()\ndef serve(): pass\ncli()'),
    ).toBeUndefined();
    expect(
      rejects('import click\n@click.command(context_settings={"allow_extra_args": True})\ndef main(): pass\nmain()'),
    ).toBeUndefined();
    expect(rejects('import click\n@click.command()\ndef main(): pass')).toBeUndefined();
    expect(
      rejects(
        'import hydra\n@hydra.main(config_path="c")\ndef main(cfg): pass\nif __name__ == "__main__":\n    main()',
      ),
    ).toBe('hydra');
  });

  it('points at what rejects', () => {
    expect(readPython(`${PARSER}a = p.parse_args()`).rejectedBy?.range).toEqual({
      start: { line: 2, character: 4 },
      end: { line: 2, character: 18 },
    });
  });

  it('tells use of the arguments', () => {
    expect(readPython('import sys\nx = sys.argv[1]').usesArgv).toBe(true);
    expect(readPython('from sys import argv\nprint(argv)').usesArgv).toBe(true);
    expect(readPython('import sys\nprint(sys.argv[0])').usesArgv).toBe(false);
    expect(readPython(`${PARSER}p.add_argument("mode")`).usesArgv).toBe(true);
    expect(readPython(`${PARSER}p.add_argument("--mode")`).usesArgv).toBe(false);
    expect(readPython('import typer').usesArgv).toBe(true);
  });

  it('tells the words it dispatches on', () => {
    expect(
      readPython('import sys\nif sys.argv[1] == "train": pass\nelif "serve" in sys.argv: pass').dispatchesOn,
    ).toEqual(['train', 'serve']);
    expect(
      readPython('import sys\nmode = sys.argv[1] if len(sys.argv) > 1 else "x"\nif mode == "serve": pass').dispatchesOn,
    ).toEqual(['serve']);
    expect(readPython(`${PARSER}p.add_argument("mode", choices=["train", "serve"])`).dispatchesOn).toEqual([
      'train',
      'serve',
    ]);
    expect(readPython(`${PARSER}s = p.add_subparsers()\ns.add_parser("serve")`).dispatchesOn).toEqual(['serve']);
    expect(readPython('if name == "train": pass').dispatchesOn).toEqual([]);
  });
});

describe('environment', () => {
  const reads = (text: string): unknown =>
    values(readPython(text).environmentReads).map((it) => `${it.name}${it.required ? '!' : ''}`);

  it.each([
    ['import os\nos.environ["A"]', ['A!']],
    ['import os\nos.environ.get("A", 1)', ['A']],
    ['import os\nos.getenv("A")', ['A']],
    ['from os import environ as e, getenv\ne["A"]\ngetenv("B")', ['A!', 'B']],
    ['import os\nif "A" in os.environ:\n    os.environ["A"]', ['A', 'A']],
    ['import os\ntry:\n    x = os.environ["A"]\nexcept KeyError:\n    y = os.environ["B"]', ['A', 'B!']],
    ['import os\nos.environ["A"] = "1"', []],
    ['import os\nos.environ["A"] = "1"\nprint(os.environ["A"])', ['A']],
    ['import os\ndel os.environ["A"]', []],
    ['import os\nN = "A"\nos.environ[N]', ['A!']],
    ['import os\nf"{os.environ[\'A\']}"', ['A!']],
    ['environ["A"]', []],
  ])('%j', (text, expected) => {
    expect(reads(text)).toEqual(expected);
  });
});

describe('SIGTERM', () => {
  it.each([
    ['import signal\nsignal.signal(signal.SIGTERM, h)', true],
    ['from signal import signal, SIGTERM\nsignal(SIGTERM, h)', true],
    ['import signal\nloop.add_signal_handler(signal.SIGTERM, h)', true],
    ['import signal\nfor s in (signal.SIGTERM, signal.SIGINT):\n    signal.signal(s, h)', true],
    ['import signal, os\nos.kill(1, signal.SIGTERM)\nsignal.signal(signal.SIGINT, h)', false],
    ['# signal.SIGTERM', false],
  ])('%j → %s', (text, expected) => {
    expect(readPython(text).handlesSigterm).toBe(expected);
  });
});

describe('paths', () => {
  const paths = (text: string): unknown => {
    const facts = readPython(`import os, shutil, joblib, json, torch\nfrom pathlib import Path\n${text}`);
    return [values(facts.reads), values(facts.writes), facts.writesIncomplete];
  };

  it.each<[string, string[], string[], boolean]>([
    ['open("/a")', ['/a'], [], false],
    ['open("/a", "w")', [], ['/a'], false],
    ['open("/a", mode="ab")', [], ['/a'], false],
    ['open("/a", "r+")', ['/a'], ['/a'], false],
    ['open(p, "w")', [], [], true],
    ['open("/a", mode)', [], [], true],
    ['Path("/a").open("w")', [], ['/a'], false],
    ['(Path("/opt") / "x" / "y.txt").write_text("t")', [], ['/opt/x/y.txt'], false],
    ['D = Path("/d")\nD.joinpath("e").read_text()', ['/d/e'], [], false],
    ['joblib.dump(m, "/m/x.joblib")', [], ['/m/x.joblib'], false],
    ['with open("/a", "w") as f:\n    json.dump(x, f)', [], ['/a'], false],
    ['joblib.dump(m, os.path.join("/m", name))', [], [], true],
    ['P = "/m/"\nmodel.save(os.path.join(P, "x.h5"))', [], ['/m/x.h5'], false],
    ['torch.save(m.state_dict(), path)', [], [], true],
    ['os.makedirs("/m", exist_ok=True)', [], ['/m'], false],
    ['Path("/m").mkdir(parents=True)', [], ['/m'], false],
    ['shutil.copy("/a", "/b")', ['/a'], ['/b'], false],
    ['d.copy()', [], [], false],
    ['pd.read_csv("/a.csv")', ['/a.csv'], [], false],
    ['df.to_csv("/a.csv")', [], ['/a.csv'], false],
    ['model.save_pretrained(save_directory="/m")', [], ['/m'], false],
    ['d = os.environ.get("SM_MODEL_DIR", "/x")\nopen(os.path.join(d, "f"), "w")', [], [], true],
    ['os.listdir("/in")', ['/in'], [], false],
  ])('%j', (text, reads, writes, incomplete) => {
    const [gotReads, gotWrites, gotIncomplete] = paths(text) as [string[], string[], boolean];
    expect(gotWrites).toEqual(writes);
    expect(gotReads).toEqual(reads);
    expect(gotIncomplete).toBe(incomplete);
  });

  it('takes the place of the first of two arguments for torch.save', () => {
    expect(paths('torch.save(m, "/m/x.pt")')).toEqual([[], ['/m/x.pt'], false]);
  });
});

describe('strings', () => {
  it('keeps docstrings and comments out, joins neighbours, marks f-strings', () => {
    const facts = readPython('"""doc"""\n# "no"\nx = "a" "b"\ndef f():\n    \'\'\'doc\'\'\'\n    return f"/x/{y}/z"\n');
    expect(values(facts.strings)).toEqual([
      { text: 'ab', dynamic: false },
      { text: '/x//z', dynamic: true },
    ]);
    expect(facts.strings[0]?.range).toEqual({ start: { line: 2, character: 4 }, end: { line: 2, character: 11 } });
  });

  it('finds those in targets, keywords and nested calls', () => {
    const facts = readPython('d["k"] = f(a=g("v"), **{"w": 1})\n');
    expect(values(facts.strings).map((it) => it.text)).toEqual(['k', 'v', 'w']);
  });
});

describe('robustness', () => {
  const texts: Record<string, string> = {
    empty: '',
    binary: '\u0000\u0001\uFFFF',
    'open brackets': '('.repeat(20_000),
    'open lists': 'x = ' + '['.repeat(20_000),
    closers: ')'.repeat(20_000),
    conditionals: 'a if ('.repeat(300),
    'nested ifs': 'x = ' + 'a if (a if '.repeat(2000),
    lambdas: 'lambda: '.repeat(5000),
    'long sum': "x = 'a'" + " + 'a'".repeat(20_000),
    'or chain': 'x = a' + ' or a'.repeat(20_000),
    attributes: 'x' + '.a'.repeat(50_000),
    calls: 'f' + '()'.repeat(20_000),
    'nested calls': 'f('.repeat(5000) + ')'.repeat(5000),
    minus: 'x = ' + '-'.repeat(50_000) + '1',
    'f-strings': 'f"""{'.repeat(5000),
    'f-string quotes': `f"{'`.repeat(5000),
    doubling:
      Array.from({ length: 200 }, (_, i) => `a${String(i + 1)} = a${String(i)} + a${String(i)}\n`).join('') +
      'open(a200, "w")',
    'doubling lists':
      'import subprocess\na0 = ["gunicorn"]\n' +
      Array.from({ length: 60 }, (_, i) => `a${String(i + 1)} = a${String(i)} + a${String(i)}\n`).join('') +
      'subprocess.run(a60)',
    cycle: 'a = b\nb = a\nopen(a, "w")',
    decorators: '@'.repeat(20_000),
    commands: '@click.command()\n'.repeat(2000),
    blocks: Array.from({ length: 2000 }, (_, i) => ' '.repeat(i) + 'def f():\n').join(''),
    compares: 'BIG = [' + '"x", '.repeat(5000) + ']\n' + 'if BIG == "x": pass\n'.repeat(5000),
    runs: 'import subprocess\n' + 'subprocess.run(c)\n'.repeat(3000) + 'c.append(1)\n'.repeat(3000),
    backslashes: '\\'.repeat(50_000),
    quotes: '"'.repeat(50_001),
    keywords: 'if else for in with as not lambda '.repeat(3000),
  };

  it.each(Object.entries(texts))('stands %s', (_, text) => {
    const begin = performance.now();
    const facts = readPython(text);
    expect(performance.now() - begin).toBeLessThan(3000);
    expect(facts.hasMain).toBe(false);
  });

  it('keeps ranges inside any cut of a real file', () => {
    const text =
      'import os\napp = Flask(__name__)\n@app.route("/ping", methods=["GET"])\ndef f(x=f"{a}"):\n  with open(os.path.join("a", \'b\'), "w") as g: pass\nif __name__ == "__main__":\n  app.run(host="0.0.0.0", port=int(os.environ.get("P", 1)))\n';
    for (let end = 0; end <= text.length; end++) {
      const cut = text.slice(0, end);
      const lines = cut.split('\n');
      const facts = readPython(cut);
      for (const it of [
        ...facts.strings,
        ...facts.routes,
        ...facts.imports,
        ...facts.servers,
        ...facts.environmentReads,
        ...facts.writes,
      ]) {
        expect(it.range.end.line).toBeLessThan(lines.length);
        expect(it.range.end.character).toBeLessThanOrEqual(lines[it.range.end.line]?.length ?? -1);
      }
    }
  });
});
