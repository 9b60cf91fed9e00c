import type { ProjectOptions } from './options';
import { packageFiles } from './packages';
import { baseFor } from './project-parts';
import type { ProjectParts } from './project-parts';
import { namesIn, overlay, processingJob } from './project-requests';
import { fileOf, jsonFile, render } from './render';
import type { ReadTemplate } from './render';

const SUMMARY = 'A processing job: a script that reads one folder and writes another.';

/** An image that SageMaker runs as it is. */
export function processingProject(options: ProjectOptions, read: ReadTemplate): ProjectParts {
  const { framework, packages, name } = options;
  const named = namesIn(options.region, name);
  const base = options.base ?? baseFor(packages);
  const dockerfile = render(read('processing/Dockerfile'), {
    summary: SUMMARY,
    base,
    install: packages === 'none' ? '' : read(`packages/${packages}.Dockerfile`),
  });
  return {
    files: [
      fileOf('Dockerfile', dockerfile),
      ...packageFiles(packages, [framework], name),
      fileOf('process.py', read(`processing/${framework}.py`)),
      jsonFile('process.processing-job.json', processingJob(named)),
      jsonFile('process.local.json', overlay(named, { data: './data', output: './output' }, true)),
      fileOf('data/visits.csv', read('processing/visits.csv')),
    ],
    roles: ['processing'],
    readme: {
      summary: SUMMARY,
      here: [['sagemaker-containers process process.processing-job.json', 'leaves ./output']],
      base,
      notes: [],
    },
  };
}
