import { isKnownRegion, nearestRegion } from '../../../contract/images/accounts';
import { hostsFamily } from '../../../contract/images/hosted-families';
import type { RecognisedImage } from '../../../contract/images/recognise';
import { dnsOf } from '../../../contract/images/uri';
import type { Stage } from '../dockerfile/types';
import type { Fix } from '../lint/finding';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { awsBases, pieceRange, replacePiece } from './support/aws-bases';

export const baseAccountFitsRegion = defineRule({
  id: 'base-account-fits-region',
  summary: 'The AWS account in FROM hosts that image in that region',
  requirements: ['IMG-05', 'IMG-08'],
  roles: 'any',
  severity: 'error',
  fixable: true,
  why: 'AWS hosts its images in accounts of its own: one account per region and family of images. With another account, a region that does not have the image, or the wrong domain of the partition, the build cannot pull the base image.',
  remedy: 'Take the account that belongs to the repository and region.',
  bad: [
    {
      title: 'the account of the Deep Learning Containers, for a scikit-learn image',
      files: {
        Dockerfile:
          'FROM 763104351884.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3\nRUN pip install numpy\n',
      },
    },
    {
      title: 'an account with a slip in it',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM 763104351885.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.6.0-gpu-py312\nRUN pip install numpy\n',
      },
    },
    {
      title: 'another region’s account, given by an ARG',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nARG ACCOUNT=763104351884\nFROM ${ACCOUNT}.dkr.ecr.me-south-1.amazonaws.com/pytorch-training:2.6.0-gpu-py312\n',
      },
    },
    {
      title: 'the domain of another partition',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM 727897471807.dkr.ecr.cn-north-1.amazonaws.com/pytorch-training:2.6.0-gpu-py312\n',
      },
    },
    {
      title: 'no such region',
      files: {
        Dockerfile:
          'FROM 763104351884.dkr.ecr.us-esat-1.amazonaws.com/pytorch-training:2.6.0-gpu-py312\nRUN pip install numpy\n',
      },
    },
  ],
  good: [
    {
      title: 'the right account',
      files: {
        Dockerfile:
          'FROM 763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.6.0-gpu-py312\nRUN pip install numpy\n',
      },
    },
    {
      title: 'another region, another account',
      files: {
        Dockerfile:
          'FROM 683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3\nRUN pip install numpy\n',
      },
    },
    {
      title: 'a copy in one’s own account, and a region from outside',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nARG REGION\nFROM 763104351884.dkr.ecr.${REGION}.amazonaws.com/pytorch-training:2.6.0-gpu-py312 AS aws\nFROM 123456789012.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.6.0-gpu-py312\nCOPY --from=aws /etc/hostname /tmp/name\n',
      },
    },
  ],
  check(subject, report) {
    for (const { stage, image } of awsBases(subject)) {
      const problem = problemOf(image, subject, stage);
      if (!problem) continue;
      report({
        range: pieceRange(subject, stage, problem.piece) ?? stage.image.range,
        message: problem.message,
        severity: problem.sure ? 'error' : 'warning',
        fixes: problem.fixes,
      });
    }
  },
});

interface Problem {
  readonly piece: string;
  readonly message: string;
  readonly sure: boolean;
  readonly fixes: readonly Fix[];
}

function problemOf(image: RecognisedImage, subject: Subject, stage: Stage): Problem | undefined {
  const { account, region, repository, accounts } = image;
  if (region === undefined || account === undefined) return undefined;
  if (!isKnownRegion(region)) return misspelt(region, subject, stage);
  const dns = dnsOf(region);
  if (image.dnsOk === false && image.dns !== undefined && dns !== undefined)
    return wrongDomain(image.dns, region, dns, subject, stage);
  if (image.accountOk === false) {
    const [right = ''] = accounts;
    return {
      piece: account,
      // Accounts that host the same framework under other names may host more than the lists say.
      sure: !hostsFamily(account, region, image.family.id),
      message: `Account ${account} does not host \`${repository}\` in ${region}, so the base image cannot be pulled. There it is in account ${right}.`,
      fixes: fix(`Take account ${right}`, subject, stage, account, right),
    };
  }
  if (image.regionOk !== false) return undefined;
  return {
    piece: region,
    sure: accounts.length === 0,
    message: `\`${repository}\`${image.tag === undefined ? '' : ` with tag \`${image.tag}\``} is not in ${region}, as far as AWS’s lists say: the base image cannot be pulled there. Pull it from a region that has it; SageMaker needs only the image you push to be in the job’s region.`,
    fixes: [],
  };
}

function misspelt(region: string, subject: Subject, stage: Stage): Problem | undefined {
  const near = nearestRegion(region);
  if (near === undefined || /\d/.exec(near)?.[0] !== /\d/.exec(region)?.[0]) return undefined;
  return {
    piece: region,
    sure: false,
    message: `\`${region}\` is not a region in which AWS has SageMaker images. Did you mean \`${near}\`?`,
    fixes: fix(`Write \`${near}\``, subject, stage, region, near),
  };
}

function wrongDomain(dns: string, region: string, right: string, subject: Subject, stage: Stage): Problem {
  return {
    piece: `${region}.${dns}`,
    sure: true,
    message: `Registries in ${region} are under \`${right}\`, not \`${dns}\`: the base image cannot be pulled.`,
    fixes: fix(`Write \`${right}\``, subject, stage, `${region}.${dns}`, `${region}.${right}`),
  };
}

function fix(title: string, subject: Subject, stage: Stage, piece: string, text: string): readonly Fix[] {
  const edit = replacePiece(subject, stage, piece, text);
  return edit ? [{ title, edits: [edit], safe: true }] : [];
}
