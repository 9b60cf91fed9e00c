import type { ProjectOptions } from './options';
import { runEndpoint, RUN_TESTS, RUN_TRAINING, RUN_TRANSFORM, servingFiles, trainingFiles } from './project-parts';
import type { ProjectParts } from './project-parts';
import { namesIn } from './project-requests';
import { fileOf, render } from './render';
import type { ReadTemplate } from './render';

const BASE = 'public.ecr.aws/docker/library/r-base:4.4.2';
const SUMMARY = 'R: one script that trains or serves.';

/** R with plumber, train and serve in one image. */
export function rProject(options: ProjectOptions, read: ReadTemplate): ProjectParts {
  const { name, region } = options;
  const named = namesIn(region, name);
  const base = options.base ?? BASE;
  return {
    files: [
      fileOf('Dockerfile', render(read('r/Dockerfile'), { summary: SUMMARY, base })),
      fileOf('main.R', read('r/main.R')),
      fileOf('plumber.R', read('r/plumber.R')),
      ...trainingFiles(named, {}, [], read),
      ...servingFiles(named, read),
    ],
    roles: ['training', 'inference'],
    readme: {
      summary: SUMMARY,
      here: [RUN_TRAINING, ...runEndpoint(name), RUN_TRANSFORM, RUN_TESTS],
      base,
      notes: [],
    },
  };
}
