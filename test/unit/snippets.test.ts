import fs from 'node:fs';
import path from 'node:path';
import { DockerfileParser } from 'dockerfile-ast';
import { describe, expect, it } from 'vitest';

const FOLDER = path.resolve(import.meta.dirname, '../../snippets');
interface Catalogue {
  readonly accounts: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly repos: Readonly<
    Record<
      string,
      { readonly accounts: readonly string[]; readonly published?: Readonly<Record<string, readonly string[]>> }
    >
  >;
  readonly families: readonly { readonly images: readonly Image[] }[];
}

interface Image {
  readonly repo: string;
  readonly tag?: string;
  readonly proc?: readonly string[];
  readonly versions?: readonly (string | { readonly v: string; readonly py?: readonly string[] })[];
}

interface Snippet {
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

function readJson(file: string): unknown {
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}

const catalogue = readJson(path.resolve(FOLDER, '../contract/images/catalogue.json')) as Catalogue;

function snippets(language: string): Snippet[] {
  return Object.values(readJson(path.join(FOLDER, `${language}.json`)) as Record<string, Snippet>);
}

const LANGUAGES = fs.readdirSync(FOLDER).map((name) => path.basename(name, '.json'));
const VARIABLE = /(?<!\\)\$(?:(\d+)|\{(\d+)(?::((?:\\.|[^}\\])*)|\|([^|]*)\|)?\})/g;

/** What stands in the editor when every default is taken. */
function expand({ body }: Snippet): string {
  const defaults = new Map<string, string>();
  const text = body
    .join('\n')
    .replace(VARIABLE, (_all, bare: string, braced: string, value?: string, choice?: string) => {
      const id = bare || braced;
      const given = value ?? choice?.split(',')[0];
      if (given !== undefined) defaults.set(id, given);
      return defaults.get(id) ?? '';
    });
  return text.replace(/\\([$}\\])/g, '$1');
}

/** Every `repo:tag` of the patterns and lists of the catalogue that a snippet may name. */
function isKnown(repo: string, tag: string): boolean {
  const { sagemaker = [], public: gallery = [], any = [] } = catalogue.repos[repo]?.published ?? {};
  if ([...sagemaker, ...gallery, ...any].includes(tag)) return true;
  const images = catalogue.families.flatMap((family) => family.images).filter((image) => image.repo === repo);
  return images.some((image) =>
    (image.versions ?? []).some((version) => {
      const [v, py = []] = typeof version === 'string' ? [version] : [version.v, version.py];
      return (image.proc ?? ['']).some((proc) =>
        py.some((python) => image.tag?.replace('{v}', v).replace('{proc}', proc).replace('{py}', python) === tag),
      );
    }),
  );
}

describe('snippets', () => {
  it('have prefixes of ours, once per language, and a description', () => {
    expect(LANGUAGES).toEqual(expect.arrayContaining(['dockerfile', 'python', 'shellscript']));
    for (const language of LANGUAGES) {
      const prefixes = snippets(language).map(({ prefix }) => prefix);
      expect(new Set(prefixes).size).toBe(prefixes.length);
      for (const { prefix, description } of snippets(language)) {
        expect(prefix).toMatch(/^sm-[a-z0-9-]+$/);
        expect(description).not.toBe('');
      }
    }
  });

  it('are in the manifest', () => {
    const manifest = fs.readFileSync(path.resolve(FOLDER, '../package.json'), 'utf8');
    for (const language of LANGUAGES) expect(manifest).toContain(`./snippets/${language}.json`);
  });
});

const whole = snippets('dockerfile').filter(({ body }) => body.some((line) => line.startsWith('FROM ')));

describe.each(whole.map((snippet) => [snippet.prefix, snippet] as const))('%s', (_prefix, snippet) => {
  const text = expand(snippet);

  it('is a Dockerfile that says its roles', () => {
    expect(text).toMatch(/^(?:# syntax=docker\/dockerfile:1\n)?# sagemaker: roles=[a-z,-]+\nFROM /);
    expect(text).not.toMatch(/\$\{\d/);
    const names = DockerfileParser.parse(text)
      .getInstructions()
      .map((one) => one.getInstruction());
    for (const name of names) expect(name).toMatch(/^(FROM|RUN|ENV|COPY|WORKDIR|LABEL|EXPOSE|ENTRYPOINT|USER)$/);
  });

  it('uses a heredoc only where it says which syntax', () => {
    expect(text.includes('<<')).toBe(text.startsWith('# syntax='));
  });

  it('starts from an image that the catalogue has, under the account of its region', () => {
    const uri = /^FROM (\d{12})\.dkr\.ecr\.([\w-]+)\.amazonaws\.com\/([^:\s]+):(\S+)$/m.exec(text);
    const gallery = /^FROM public\.ecr\.aws\/sagemaker\/([^:\s]+):(\S+)$/m.exec(text);
    if (uri) {
      const [, account, region = '', repo = '', tag = ''] = uri;
      const accounts = catalogue.repos[repo]?.accounts.map((table) => catalogue.accounts[table]?.[region]);
      expect(accounts).toContain(account);
      expect(isKnown(repo, tag), `${repo}:${tag}`).toBe(true);
    } else if (gallery) {
      expect(isKnown(`${gallery[1]}-prod`, gallery[2] ?? '')).toBe(true);
    } else {
      expect(text).toMatch(/^FROM (?:python|rocker\/r-ver):\d/m);
    }
  });
});
