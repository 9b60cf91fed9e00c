import { CUSTOM_ATTRIBUTES_HEADER, isStrippedHeader } from '../../../contract/headers';
import type { Range } from 'vscode-languageserver-types';
import type { ImageFile } from '../context/types';
import type { PythonFacts } from '../readers/types';
import { defineRule } from './rule';
import { baseName, fileRange, relatedInFile } from './support/places';
import { servingStart, webApp } from './support/web-app';

const START =
  '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install gunicorn flask\nWORKDIR /app\nCOPY app.py .\n';
const GUNICORN =
  'ENTRYPOINT ["gunicorn", "--bind", "0.0.0.0:8080", "--workers", "2", "--threads", "4", "--timeout", "60", "app:app"]\n';
const FLASK =
  'from flask import Flask, request\napp = Flask(__name__)\n\n@app.route("/ping")\ndef ping():\n    return ""\n\n@app.route("/invocations", methods=["POST"])\ndef invoke():\n';

/** As much of a line as is looked at before a literal. */
const NEAR = 200;

export const readsOnlyForwardedHeaders = defineRule({
  id: 'reads-only-forwarded-headers',
  summary: 'The server reads only request headers that SageMaker hands on',
  requirements: ['HTTP-09'],
  roles: ['inference'],
  severity: 'warning',
  fixable: false,
  why: 'SageMaker hands on `Content-Type`, `Accept` and its own `X-Amzn-SageMaker-…` headers, and strips all others from a request. `Authorization` or a custom `X-…` header never reaches the container: a server that insists on one refuses every request.',
  remedy: `Leave authentication to IAM, and hand other values over in \`${CUSTOM_ATTRIBUTES_HEADER}\` or in the body.`,
  bad: [
    {
      title: 'an API key',
      files: {
        Dockerfile: START + GUNICORN,
        'app.py': `${FLASK}    if request.headers.get("X-Api-Key") != "secret":\n        return "", 401\n    return "1"\n`,
      },
    },
    {
      title: 'Authorization by subscript',
      files: {
        Dockerfile: START + GUNICORN,
        'app.py': `${FLASK}    token = request.headers['authorization']\n    return token\n`,
      },
    },
  ],
  good: [
    {
      title: 'headers of SageMaker and HTTP',
      files: {
        Dockerfile: START + GUNICORN,
        'app.py': `${FLASK}    kind = request.headers.get("Content-Type")\n    attributes = request.headers.get("X-Amzn-SageMaker-Custom-Attributes")\n    trace = request.headers.get("X-Request-ID")\n    return "1"\n`,
      },
    },
    {
      title: 'headers that the server sends itself',
      files: {
        Dockerfile: START + GUNICORN,
        'app.py': `${FLASK}    headers = {"Authorization": "Bearer x"}\n    headers["X-Api-Key"] = "1"\n    # request.headers["X-Api-Key"]\n    return "1"\n`,
      },
    },
  ],
  check(subject, report) {
    if (servingStart(subject).outcome.kind !== 'runs') return;
    for (const { file, facts } of webApp(subject).files) {
      const [first, ...more] = strippedReads(file, facts);
      if (!first) continue;
      const names = [...new Set([first, ...more].map((it) => `\`${it.name}\``))].join(', ');
      report({
        range: fileRange(subject, file),
        message: `\`${baseName(file.path)}\` reads the request header ${names}, which SageMaker strips: it is always missing here. Use \`${CUSTOM_ATTRIBUTES_HEADER}\` or the body; IAM has checked the caller already.`,
        related: [first, ...more].flatMap((it) => relatedInFile(file, it.range, `\`${it.name}\` is read here.`)),
      });
    }
  },
});

/** `request.headers.get("X-Api-Key")`, `request.headers["Authorization"]`. */
function strippedReads(
  file: ImageFile,
  facts: PythonFacts,
): readonly { readonly name: string; readonly range: Range }[] {
  const lines = (file.text ?? '').split('\n');
  return facts.strings.flatMap(({ value, range }) => {
    if (value.dynamic || !isStrippedHeader(value.text)) return [];
    const before = (lines[range.start.line] ?? '').slice(
      Math.max(0, range.start.character - NEAR),
      range.start.character,
    );
    const isRead = /\b(?:request|req)\.headers(?:\.(?:get|getlist|get_all)\(|\[)\s*$/.test(before);
    const assigned = /^["'][ \t]*\][ \t]*=[^=]/.test(
      (lines[range.end.line] ?? '').slice(range.end.character - 1, range.end.character + 20),
    );
    return isRead && !assigned ? [{ name: value.text, range }] : [];
  });
}
