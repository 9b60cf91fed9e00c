import type { InstalledPackage } from '../shell/types';
import type { Fix } from '../lint/finding';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { surelyLacks } from './support/build-knowledge';
import { insertBefore } from './support/edits';
import { installLine, isRootAt, lacksCompiler } from './support/system-lines';
import { relatedToPackage } from './support/toolkit-presence';

/** A wheel that loads a library of the system which slim images lack. */
interface Need {
  readonly packages: readonly string[];
  readonly library: string;
  readonly apt: readonly string[];
  lacks(subject: Subject): boolean;
}

/** System packages that bring the library, or something that depends on it. */
const BRINGS_GOMP = /gomp|openblas|atlas|lapack|opencv|ffmpeg|magick|octave|scipy|sklearn|-dev$|^python3?-pip$/;
const BRINGS_GL =
  /^libe?gl(?!ib)|mesa|opencv|ffmpeg|libsm\d|libxext|xvfb|x11|firefox|chromium|qt\d|gtk|vtk|-desktop|vlc|jdk|jre|libavdevice/;

const NEEDS: readonly Need[] = [
  {
    packages: ['lightgbm'],
    library: 'libgomp.so.1',
    apt: ['libgomp1'],
    lacks: (subject) => lacksCompiler(subject) && surelyLacks(subject, 'gcc', BRINGS_GOMP),
  },
  {
    packages: ['opencv-python', 'opencv-contrib-python'],
    library: 'libGL.so.1',
    apt: ['libgl1', 'libglib2.0-0'],
    // Java and its kind bring windows; a compiler alone does not.
    lacks: (subject) => isBare(subject) && surelyLacks(subject, 'java', BRINGS_GL),
  },
];

export const sharedLibrariesAreInstalled = defineRule({
  id: 'shared-libraries-are-installed',
  summary: 'Libraries of the system that Python packages load are in the image',
  requirements: ['LAUNCH-19'],
  roles: 'any',
  severity: 'warning',
  fixable: true,
  why: 'Some wheels load libraries of the operating system that slim images lack: LightGBM needs `libgomp.so.1`, OpenCV `libGL.so.1`. The build works, the import fails; on an endpoint it shows only as a failed health check.',
  remedy:
    'Install the library with the system’s package manager; for OpenCV without windows take `opencv-python-headless`.',
  bad: [
    {
      title: 'LightGBM on a slim image',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nRUN pip install lightgbm==4.5.0\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nprint(1)\n',
      },
    },
    {
      title: 'OpenCV from a list, with the wrong library only',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nRUN apt-get update && apt-get install -y gcc libglib2.0-0\nCOPY requirements.txt /tmp/\nRUN pip install -r /tmp/requirements.txt\nCOPY train /usr/local/bin/train\n',
        'requirements.txt': 'numpy\nopencv_python\n',
        '+x train': '#!/usr/bin/env python\nprint(1)\n',
      },
    },
  ],
  good: [
    {
      title: 'the libraries are there',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nRUN apt-get update && apt-get install -y libgomp1 libgl1-mesa-glx libglib2.0-0\nRUN pip install lightgbm opencv-python\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nprint(1)\n',
      },
    },
    {
      title: 'a compiler brings libgomp, and OpenCV without windows needs nothing',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nRUN apt-get update && apt-get install -y build-essential\nRUN pip install lightgbm opencv-python-headless\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nprint(1)\n',
      },
    },
    {
      title: 'an image that has everything',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12\nRUN pip install lightgbm opencv-python\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nprint(1)\n',
      },
    },
  ],
  check(subject, report) {
    const { row } = subject.stage.base;
    if (row?.os !== 'debian' && row?.os !== 'ubuntu') return;
    for (const need of NEEDS) {
      const found = subject.packages.find((it) => it.manager === 'pip' && need.packages.includes(it.name));
      if (!found || !need.lacks(subject)) continue;
      report({
        range: found.range,
        message: `\`${found.name}\` loads \`${need.library}\`, which \`${subject.stage.base.reference.known ? subject.stage.base.reference.value : row.id}\` does not have: the import fails when the container runs. Install ${need.apt.map((it) => `\`${it}\``).join(' and ')}.`,
        related: relatedToPackage(subject, found, `\`${found.name}\` is listed here.`),
        fixes: fixes(subject, found, need),
      });
    }
  },
});

/** An image that comes without a compiler comes without libraries of windows, too. */
function isBare(subject: Subject): boolean {
  return subject.stage.base.row?.lacks.includes('gcc') === true;
}

function fixes(subject: Subject, found: InstalledPackage, { apt }: Need): readonly Fix[] {
  const line = installLine(subject, { apt, apk: apt, yum: apt });
  if (line === undefined || !isRootAt(subject, found.instruction)) return [];
  return [
    { title: `Install ${apt.join(' and ')}`, edits: [insertBefore(subject, found.instruction, line)], safe: false },
  ];
}
