import { INPUT_CONFIG_DIR, canonicalConfigFile } from '../../../contract/filesystem';
import type { ImageFile } from '../context/types';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { replaceIn } from './support/edits';
import { baseName, fileRange, relatedInFile } from './support/places';
import { piecesOf, programsOf, type Piece } from './support/program-texts';

/** A path or a bare name that ends in `.json`. */
const JSON_NAME = /[\w./-]*[\w-]\.json(?![\w.-])/g;

export const configFileIsLowerCase = defineRule({
  id: 'config-file-is-lower-case',
  summary: 'Training programs name the configuration files as SageMaker does, in lower case',
  requirements: ['FS-13'],
  roles: ['training'],
  severity: 'error',
  fixable: true,
  why: `SageMaker writes \`hyperparameters.json\`, \`inputdataconfig.json\` and \`resourceconfig.json\` into \`${INPUT_CONFIG_DIR}\`, all in lower case. Some articles print \`resourceConfig.json\`; on Linux that is another file, and opening it ends the job with \`FileNotFoundError\`.`,
  remedy: 'Write the name in lower case.',
  bad: [
    {
      title: 'capitals in the path',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train.py /opt/program/train.py\nENTRYPOINT ["python", "/opt/program/train.py"]\n',
        'train.py': 'import json\nprint(json.load(open("/opt/ml/input/config/resourceConfig.json")))\n',
      },
    },
    {
      title: 'joined from parts',
      files: {
        Dockerfile: '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train /usr/local/bin/train\n',
        '+x train':
          '#!/usr/bin/env python\nimport os\nconfig = "/opt/ml/input/config"\nprint(open(os.path.join(config, "inputDataConfig.json")).read())\n',
      },
    },
    {
      title: 'in a shell script',
      files: {
        Dockerfile: '# sagemaker: roles=training\nFROM ubuntu:22.04\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/bin/bash\ncat /opt/ml/input/config/hyperParameters.json\n',
      },
    },
  ],
  good: [
    {
      title: 'lower case',
      files: {
        Dockerfile: '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train /usr/local/bin/train\n',
        '+x train':
          '#!/usr/bin/env python\n# resourceConfig.json\nprint(open("/opt/ml/input/config/resourceconfig.json").read())\n',
      },
    },
    {
      title: 'a file of its own, and both spellings tried',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train helper.py /opt/program/\nENTRYPOINT ["python", "/opt/program/train"]\n',
        'helper.py': 'open("/tmp/hyperParameters.json", "w")\nopen("hyperParameters.json", "w")\n',
        '+x train':
          '#!/usr/bin/env python\nimport helper, os\nfor name in ["resourceConfig.json", "resourceconfig.json"]:\n    print(os.path.exists("/opt/ml/input/config/" + name))\n',
      },
    },
  ],
  check(subject, report) {
    for (const file of programsOf(subject, ['train'])) {
      for (const { piece, right, sure } of wrongNames(subject, file)) {
        const name = baseName(piece.text);
        const edit =
          file.source === undefined
            ? undefined
            : replaceIn(file.source, piece.range, piece.text.slice(0, -name.length) + right);
        report({
          range: fileRange(subject, file),
          severity: sure ? 'error' : 'warning',
          message: `\`${baseName(file.path)}\` reads \`${name}\` on line ${piece.range.start.line + 1}, but SageMaker writes \`${right}\` and file names on Linux are case sensitive: training will not find it. Write \`${right}\`.`,
          related: relatedInFile(file, piece.range, `SageMaker's file is called \`${right}\`.`),
          fixes: edit ? [{ title: `Write \`${right}\` in ${baseName(file.path)}`, edits: [edit], safe: true }] : [],
        });
      }
    }
  },
});

interface Wrong {
  readonly piece: Piece;
  readonly right: string;
  /** The whole path is there, so that it can't be another file. */
  readonly sure: boolean;
}

function wrongNames(subject: Subject, file: ImageFile): readonly Wrong[] {
  const pieces = piecesOf(subject, file, JSON_NAME);
  const right = new Set(pieces.map((it) => baseName(it.text)));
  const namesFolder = /input\/config|SM_INPUT_CONFIG_DIR/.test(file.text ?? '');
  return pieces.flatMap((piece): readonly Wrong[] => {
    const name = baseName(piece.text);
    const canonical = canonicalConfigFile(name);
    if (canonical === undefined || right.has(canonical) || canonical !== name.toLowerCase()) return [];
    const folder = piece.text.slice(0, -name.length);
    const sure = folder === `${INPUT_CONFIG_DIR}/`;
    const likely = /^(?:\/|(?:[\w./-]*\/)?config\/)?$/.test(folder) && namesFolder;
    return sure || likely ? [{ piece, right: canonical, sure }] : [];
  });
}
