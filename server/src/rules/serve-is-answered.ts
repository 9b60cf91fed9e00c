import { MODEL_DIR } from '../../../contract/filesystem';
import { SERVE_WORD, TRAIN_WORD } from '../../../contract/launch';
import { INVOCATIONS_PATH } from '../../../contract/serving';
import type { Severity } from '../lint/finding';
import type { Subject } from '../subject';
import { defineRule, type Report } from './rule';
import { answerFixes, bareInit, hasOnlyCmd, nearMisses, startsBareInterpreter } from './support/answered';
import { baseName, startRange } from './support/places';

export const serveIsAnswered = defineRule({
  id: 'serve-is-answered',
  summary: 'Something in the image answers to `docker run IMAGE serve`',
  requirements: ['LAUNCH-02'],
  roles: ['inference'],
  severity: 'error',
  fixable: true,
  why: 'SageMaker starts every hosting container as `docker run IMAGE serve`: endpoints, batch transform, serverless, all of them. With an ENTRYPOINT the word is its argument. Without one, Docker looks for an executable called `serve` on PATH; when there is none the endpoint fails with `exec: "serve": executable file not found in $PATH`.',
  remedy:
    'Copy an executable called `serve` into a directory on PATH, or set an ENTRYPOINT in exec form that starts the server.',
  bad: [
    {
      title: 'serve lies outside PATH',
      files: {
        Dockerfile: '# sagemaker: roles=inference\nFROM python:3.12-slim\nWORKDIR /app\nCOPY serve /app/serve\n',
        '+x serve': '#!/usr/bin/env python\nprint("serving")\n',
      },
    },
    {
      title: 'nothing is called serve',
      files: {
        Dockerfile: '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve.py /opt/program/serve.py\n',
        'serve.py': 'print("serving")\n',
      },
    },
    {
      title: 'an interpreter is started on a file that is not there',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nWORKDIR /app\nCOPY app.py .\nENTRYPOINT ["python"]\n',
        'app.py': 'print(1)\n',
      },
    },
    {
      title: 'the ENTRYPOINT always trains',
      files: {
        Dockerfile:
          '# sagemaker: roles=training,inference\nFROM python:3.12-slim\nENV PATH="/opt/program:${PATH}"\nCOPY train serve /opt/program/\nENTRYPOINT ["train"]\n',
        '+x train': '#!/usr/bin/env python\nprint("training")\n',
        '+x serve': '#!/usr/bin/env python\nprint("serving")\n',
      },
    },
  ],
  good: [
    {
      title: 'serve in a directory on PATH',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nENV PATH="/opt/program:${PATH}"\nCOPY serve /opt/program/serve\n',
        '+x serve': '#!/usr/bin/env python\nprint("serving")\n',
      },
    },
    {
      title: 'an ENTRYPOINT that takes the word',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve.py /opt/program/serve.py\nENTRYPOINT ["python", "/opt/program/serve.py"]\n',
        'serve.py': 'print("serving")\n',
      },
    },
    {
      title: 'an unknown base may bring it',
      files: { Dockerfile: '# sagemaker: roles=inference\nARG BASE\nFROM ${BASE}\nCOPY model.py /app/model.py\n' },
    },
    {
      title: 'a folder of unknown content is on PATH',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nENV PATH="/opt/program:${PATH}"\nCOPY decision_trees /opt/program\n',
      },
    },
  ],
  check(subject, report) {
    const { serve } = subject;
    if (serve.outcome.kind === 'runs') {
      reportTrainsOnly(subject, report);
      return;
    }
    if (serve.outcome.kind !== 'not-found' || hasOnlyCmd(subject) || bareInit(serve)) return;
    if (baseTrains(subject)) return;
    const { program } = serve.outcome;
    const fixes = program === SERVE_WORD ? answerFixes(subject, SERVE_WORD) : [];
    report({ range: startRange(subject), severity: severity(subject), message: message(subject, program), fixes });
  },
});

/** An interpreter alone is how images for script processing look; something must say that this one serves. */
function severity(subject: Subject): Severity {
  const serves =
    subject.roles.declared || nearMisses(subject, SERVE_WORD).length > 0 || subject.pythonOf('serve').length > 0;
  const meant =
    serves ||
    subject.roles.evidence.some(
      (it) => it.role === 'inference' && SERVING_SIGNS.some((sign) => it.text.includes(sign)),
    );
  return startsBareInterpreter(subject) && !meant ? 'info' : 'error';
}

/** An app with the route of endpoints, or a model that the build puts where endpoints have theirs. */
const SERVING_SIGNS = [INVOCATIONS_PATH, MODEL_DIR];

function message(subject: Subject, program: string): string {
  if (startsBareInterpreter(subject)) {
    return `The ENTRYPOINT is an interpreter alone, so \`docker run IMAGE ${SERVE_WORD}\` looks for a script called \`${program}\` in WORKDIR, and there is none: the endpoint never starts. Name the script in the ENTRYPOINT.`;
  }
  const { value } = subject.config.entrypoint;
  if ((value.known && value.value) || program !== SERVE_WORD) {
    return `\`docker run IMAGE ${SERVE_WORD}\` will fail: it runs \`${program}\`, and there is no such program in the image, so the endpoint never starts. Run one that exists, by its absolute path, or install it.`;
  }
  const near = nearMisses(subject, SERVE_WORD)[0];
  const hint = !near
    ? `Add an executable called \`${SERVE_WORD}\` to a directory on PATH, or an ENTRYPOINT that starts the server.`
    : baseName(near.path) === SERVE_WORD
      ? `\`${near.path}\` is there, but its folder is not on PATH.`
      : `\`${near.path}\` is there, but nothing runs it.`;
  return `\`docker run IMAGE ${SERVE_WORD}\` will fail: no \`${SERVE_WORD}\` on PATH and no ENTRYPOINT. ${hint}`;
}

/** The image is meant for both, and its ENTRYPOINT is the training program. */
function reportTrainsOnly(subject: Subject, report: Report): void {
  const first = subject.serve.chain[0];
  const program = first?.argv[0];
  if (first?.role !== 'entrypoint' || program === undefined || baseName(program) !== TRAIN_WORD) return;
  if (!subject.has('training') || !nearMisses(subject, SERVE_WORD).length) return;
  report({
    range: startRange(subject),
    message: `The ENTRYPOINT is \`${TRAIN_WORD}\`, so \`docker run IMAGE ${SERVE_WORD}\` trains instead of serving and the endpoint never answers. Remove the ENTRYPOINT: SageMaker runs \`${TRAIN_WORD}\` or \`${SERVE_WORD}\` from PATH itself.`,
  });
}

/** A training image of AWS: `base-plays-the-role` says that. */
function baseTrains(subject: Subject): boolean {
  const row = subject.stage.base.row;
  return (
    row?.kind === 'sagemaker' && !row.roles.includes('inference') && subject.config.entrypoint.origin.from === 'base'
  );
}
