import { argumentsAt, splitArguments } from './call-arguments';
import { codeValue } from './code-values';
import { buildServer, noParts } from './server-start';
import type { GivenText } from './server-start';
import { indexText } from './text-index';
import type { ServerStart } from './types';

type Language = 'go' | 'rust';

/** A call that listens: which of its arguments says where, and the package without which it means something else. */
interface Listening {
  readonly call: RegExp;
  readonly address: number;
  readonly needs?: RegExp;
}

const CALLS: Readonly<Record<Language, readonly Listening[]>> = {
  go: [
    { call: /\bhttp\.ListenAndServe(?:TLS)?\(/g, address: 0 },
    { call: /\bfasthttp\.ListenAndServe\(/g, address: 0 },
    { call: /\bnet\.Listen\(/g, address: 1 },
    { call: /\.Run\(/g, address: 0, needs: /gin-gonic\/gin/ },
    { call: /\.Start\(/g, address: 0, needs: /labstack\/echo/ },
    { call: /\.Listen\(/g, address: 0, needs: /gofiber\/fiber/ },
  ],
  rust: [
    { call: /\bTcpListener::bind\(/g, address: 0 },
    { call: /\.bind\(/g, address: 0, needs: /\bactix_web\b|\bServer::bind/ },
    { call: /\bServer::bind\(/g, address: 0, needs: /\bhyper\b|\baxum\b/ },
    { call: /\bwarp::serve\([^;]{0,200}\.run\(/g, address: 0 },
  ],
};

/**
 * The web servers that a source file of a compiled program starts (`http.ListenAndServe(":8080", nil)`,
 * `TcpListener::bind("0.0.0.0:8080")`), each with where it listens as far as the file tells. Any text will do.
 */
export function readCompiledServers(language: Language, text: string): readonly ServerStart[] {
  // Comments become blanks: places stay.
  const code = text
    .replace(/(?<![:"'])\/\/.*$/gm, (comment) => ' '.repeat(comment.length))
    .replace(/#\[cfg\(test\)\][^]*$/, '');
  const index = indexText(text);
  const servers: ServerStart[] = [];
  const add = (start: number, end: number, written: string): void => {
    const given: GivenText = { text: codeValue(written, code), range: index.range(start, end) };
    servers.push(buildServer({ ...noParts('other', given.range), ...partsOf(given) }));
  };
  for (const { call, address, needs } of CALLS[language]) {
    if (needs && !needs.test(code)) continue;
    for (const match of code.matchAll(call)) {
      // Beside the main server: metrics, profiles.
      if (/\bgo\s+(?:func\s*\(\)\s*\{[^}]{0,200})?$/.test(code.slice(Math.max(0, match.index - 220), match.index)))
        continue;
      const open = match.index + match[0].length;
      const argument = splitArguments(argumentsAt(code, open))[address];
      if (argument) add(open + argument.start, open + argument.start + argument.text.length, argument.text);
    }
  }
  if (language === 'go') {
    for (const match of code.matchAll(/\bhttp\.Server\{/g)) {
      const open = match.index + match[0].length;
      const field = splitArguments(argumentsAt(code, open)).find((it) => /^Addr\s*:/.test(it.text));
      if (!field) continue;
      const written = field.text.replace(/^Addr\s*:\s*/, '');
      const end = open + field.start + field.text.length;
      add(end - written.length, end, written);
    }
  }
  return servers;
}

/** A port alone, or an address. */
function partsOf(given: GivenText): { ports: readonly GivenText[] } | { binds: readonly GivenText[] } {
  return /^\d+$/.test(given.text ?? '') ? { ports: [given] } : { binds: [given] };
}
