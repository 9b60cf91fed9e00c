import { builtInProject } from './built-in-project';
import type { ProjectOptions } from './options';
import { ownProject } from './own-project';
import { processingProject } from './processing-project';
import type { ProjectParts } from './project-parts';
import { rProject } from './r-project';
import { readme } from './readme';
import { fileOf, jsonFile } from './render';
import type { NewFile, ReadTemplate } from './render';
import { extendProject, inferenceToolkitProject, trainingToolkitProject } from './toolkit-projects';

/**
 * The files of a new project, by path. What it says lints without a finding, builds, and passes its contract tests.
 * `read` answers the files of `templates/`. Throws a UserError where AWS has no image for the answers.
 */
export function newProject(options: ProjectOptions, read: ReadTemplate): readonly NewFile[] {
  const { files, roles, readme: text } = partsOf(options, read);
  const all = [
    ...files,
    fileOf('.gitattributes', read('common/gitattributes')),
    fileOf('.gitignore', read('common/gitignore')),
    ...(roles === undefined
      ? []
      : [
          fileOf('.dockerignore', read('common/dockerignore')),
          jsonFile('.sagemaker/containers.json', { containers: { Dockerfile: { roles, image: options.name } } }),
        ]),
  ];
  return [...all, fileOf('README.md', readme(options, text, all, read))].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function partsOf(options: ProjectOptions, read: ReadTemplate): ProjectParts {
  switch (options.what) {
    case 'both':
    case 'train':
    case 'serve':
      return ownProject(options, read);
    case 'processing':
      return processingProject(options, read);
    case 'extend':
      return extendProject(options, read);
    case 'training-toolkit':
      return trainingToolkitProject(options, read);
    case 'inference-toolkit':
      return inferenceToolkitProject(options, read);
    case 'r':
      return rProject(options, read);
    case 'built-in':
      return builtInProject(options, read);
  }
}
