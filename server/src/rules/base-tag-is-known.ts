import { isAwsImageAccount } from '../../../contract/images/accounts';
import { nearestRepositories, recogniseRepository } from '../../../contract/images/repositories';
import { newestTags } from '../../../contract/images/tag-order';
import { parseEcrUri } from '../../../contract/images/uri';
import type { Stage } from '../dockerfile/types';
import type { Fix } from '../lint/finding';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { awsBases, outsideImages, pieceRange, replacePiece } from './support/aws-bases';

export const baseTagIsKnown = defineRule({
  id: 'base-tag-is-known',
  summary: 'The AWS image in FROM exists under that repository and tag',
  requirements: ['IMG-04'],
  roles: 'any',
  severity: 'warning',
  fixable: true,
  why: 'A tag that AWS never published, or a repository with a slip in its name, cannot be pulled: the build stops at FROM. The linter knows the tags that AWS lists and lets pass what has their form, so that a newer release is no mistake.',
  remedy: 'Take one of the tags that AWS publishes for the repository.',
  bad: [
    {
      title: 'a slip in the tag',
      files: {
        Dockerfile:
          'FROM 763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.6.0-gpu-py312-ubunt22.04\nRUN pip install numpy\n',
      },
    },
    {
      title: 'latest, which these repositories do not have',
      files: {
        Dockerfile:
          'FROM 763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:latest\nRUN pip install numpy\n',
      },
    },
    {
      title: 'a slip in the repository, region from outside',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM 763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-trainig:2.6.0-gpu-py312\n',
      },
    },
  ],
  good: [
    {
      title: 'a listed tag',
      files: {
        Dockerfile:
          'FROM 763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.6.0-gpu-py312\nRUN pip install numpy\n',
      },
    },
    {
      title: 'a release that is newer than the list',
      files: {
        Dockerfile:
          'FROM 763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.99.0-gpu-py313-cu140-ubuntu24.04-sagemaker\nRUN pip install numpy\n',
      },
    },
    {
      title: 'a tag from outside, and a repository of one’s own',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nARG TAG\nFROM 763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:${TAG} AS aws\nFROM 123456789012.dkr.ecr.us-east-1.amazonaws.com/pytorch-trainig:mine\nCOPY --from=aws /etc/hostname /tmp/name\n',
      },
    },
  ],
  check(subject, report) {
    for (const { stage, image, tagKnown } of awsBases(subject)) {
      const { tag, repository } = image;
      if (!tagKnown || tag === undefined || image.digest !== undefined || image.tagKnown !== 'unknown') continue;
      const tags = image.suggestions.length > 0 ? image.suggestions : newestTags(repository).slice(0, 3);
      report({
        range: pieceRange(subject, stage, tag) ?? stage.image.range,
        message: `AWS publishes no \`${repository}\` with tag \`${tag}\`, as far as its lists say: the base image cannot be pulled.${didYouMean(tags)}`,
        fixes: fixes(subject, stage, tag, tags, ':'),
      });
    }
    for (const { stage, reference } of outsideImages(subject)) {
      const repository = misspelt(reference);
      if (repository === undefined) continue;
      const near = nearestRepositories(repository);
      if (near.length === 0) continue;
      report({
        range: pieceRange(subject, stage, repository) ?? stage.image.range,
        message: `AWS has no repository \`${repository}\` in that account, as far as its lists say: the base image cannot be pulled.${didYouMean(near)}`,
        fixes: fixes(subject, stage, repository, near, '/'),
      });
    }
  },
});

/** The repository of an AWS account that AWS does not have there. */
function misspelt(reference: string | undefined): string | undefined {
  const uri = reference === undefined ? undefined : parseEcrUri(reference);
  return uri && isAwsImageAccount(uri.account) && !recogniseRepository(uri.repository) ? uri.repository : undefined;
}

function didYouMean(names: readonly string[]): string {
  return names.length === 0 ? '' : ` Did you mean ${names.map((it) => `\`${it}\``).join(' or ')}?`;
}

function fixes(subject: Subject, stage: Stage, piece: string, names: readonly string[], mark: string): readonly Fix[] {
  return names.flatMap((name) => {
    const edit =
      replacePiece(subject, stage, `${mark}${piece}`, `${mark}${name}`) ?? replacePiece(subject, stage, piece, name);
    return edit ? [{ title: `Write \`${name}\``, edits: [edit], safe: false }] : [];
  });
}
