import { SERVE_WORD, TRAIN_WORD } from '../../../contract/launch';
import type { RequirementId } from '../../../contract/requirements';
import { UserError } from '../user-error';
import { EngineError } from './engine';

/** A UserError that says which requirements of SageMaker are broken. */
export class RequirementError extends UserError {
  constructor(
    message: string,
    remedy: string,
    readonly requirements: readonly RequirementId[],
    options?: ErrorOptions,
  ) {
    super(requirements.length === 0 ? message : `${message} (${requirements.join(', ')})`, remedy, options);
  }
}

/** What was to be started. */
export interface Launch {
  readonly image: string;
  /** The first argument: `train`, `serve`, or something of the request’s. */
  readonly word: string | undefined;
  /** `linux/arm64` of the image and of the engine, when known. */
  readonly imagePlatform?: string | undefined;
  readonly enginePlatform?: string | undefined;
}

interface Explanation {
  readonly message: string;
  readonly remedy: string;
  readonly requirements?: readonly RequirementId[];
}

/**
 * Why a container could not be made or started, in a sentence that names the requirement it breaks. Errors that say
 * nothing known come back as they are.
 */
export function startProblem(error: unknown, launch: Launch): unknown {
  if (!(error instanceof EngineError)) return error;
  const found = explain(error.message, launch);
  if (found === undefined) return error;
  return new RequirementError(found.message, found.remedy, found.requirements ?? [], { cause: error });
}

/** The explanation of an error text of the engine or of runc; undefined when it is not known. */
export function explain(text: string, launch: Launch): Explanation | undefined {
  return programProblem(text, launch) ?? gpuProblem(text) ?? machineProblem(text) ?? imageProblem(text, launch);
}

function wordRequirements(word: string | undefined): readonly RequirementId[] {
  return word === TRAIN_WORD ? ['LAUNCH-01'] : word === SERVE_WORD ? ['LAUNCH-02'] : [];
}

function programProblem(text: string, launch: Launch): Explanation | undefined {
  const { image, word } = launch;
  const program = /\bexec:? "?([^":]+?)"?:/.exec(text)?.[1];
  if (/exec format error/.test(text)) return formatProblem(program, launch);
  if (program === undefined) return undefined;
  if (/permission denied|is a directory/.test(text)) {
    return {
      message: `“${program}” in ${image} can’t be executed: permission denied.`,
      remedy: 'Give it the executable bit in the Dockerfile: `COPY --chmod=755 …` or `RUN chmod +x …`.',
      requirements: ['LAUNCH-11'],
    };
  }
  if (/executable file not found|stat [^:]*: no such file or directory/.test(text)) {
    return program === word ? noWord(program, image) : noProgram(program, launch);
  }
  if (/no such file or directory/.test(text)) {
    return {
      message: `“${program}” of ${image} did not start: it, or the interpreter that its first line names, is not in the image.`,
      remedy:
        'Check that its first line (`#!…`) names a program of the image and ends with LF, not CRLF: `*.sh text eol=lf` in .gitattributes.',
      requirements: ['LAUNCH-12'],
    };
  }
  return undefined;
}

function noWord(word: string, image: string): Explanation {
  return {
    message: `${image} has no program “${word}”: SageMaker runs \`docker run IMAGE ${word}\`, and there is neither an ENTRYPOINT that takes “${word}” nor an executable of that name on PATH.`,
    remedy: `Add an ENTRYPOINT that accepts the argument \`${word}\`, or \`COPY --chmod=755 ${word} /usr/local/bin/${word}\`.`,
    requirements: wordRequirements(word),
  };
}

function noProgram(program: string, { image, word }: Launch): Explanation {
  return {
    message: `“${program}”, with which ${image} starts, is not in the image.`,
    remedy: 'Correct ENTRYPOINT (or ContainerEntrypoint of the request), or install the program and put it on PATH.',
    requirements: wordRequirements(word),
  };
}

function formatProblem(program: string | undefined, launch: Launch): Explanation {
  const { image, imagePlatform, enginePlatform } = launch;
  const name = program === undefined ? `The program of ${image}` : `“${program}” of ${image}`;
  if (imagePlatform !== undefined && enginePlatform !== undefined && imagePlatform !== enginePlatform) {
    return {
      message: `${name} is for another kind of processor: the image is ${imagePlatform}, this machine runs ${enginePlatform}.`,
      remedy: `Build it for ${enginePlatform}, or install emulation with \`docker run --privileged --rm tonistiigi/binfmt --install all\`.`,
      requirements: ['IMG-03'],
    };
  }
  return {
    message: `${name} is not in a format that this system executes: a script without a first line \`#!…\`, or a program for another processor.`,
    remedy: 'Begin the script with `#!/usr/bin/env python3` (or `#!/bin/sh`), or build the image for this processor.',
    requirements: ['LAUNCH-12', 'IMG-03'],
  };
}

const GPU_REMEDY =
  'Install the NVIDIA Container Toolkit and restart Docker (https://docs.nvidia.com/datacenter/cloud-native/container-toolkit/), or run on the CPU with `"gpus": "none"` in the .local.json.';

function gpuProblem(text: string): Explanation | undefined {
  if (/could not select device driver|unknown (?:or invalid )?runtime (?:name|specified):? ?nvidia/i.test(text)) {
    return { message: 'This Docker Engine gives no GPU to containers.', remedy: GPU_REMEDY };
  }
  if (/unresolvable CDI devices|CDI device injection failed/i.test(text)) {
    return { message: 'A GPU that was asked for is not known to this Docker Engine.', remedy: GPU_REMEDY };
  }
  const nvidia = /nvidia-container-cli: ([^:\n]*(?:: [^:\n]+)*?)(?:: unknown)?\s*$/.exec(text)?.[1];
  if (nvidia !== undefined) {
    return {
      message: `The NVIDIA driver of this machine refused the GPU: ${nvidia}.`,
      remedy:
        'Check that `nvidia-smi` works on this machine, or run on the CPU with `"gpus": "none"` in the .local.json.',
    };
  }
  return undefined;
}

function machineProblem(text: string): Explanation | undefined {
  const port =
    /(?:Bind for|listen tcp4?) (\S+?):? (?:failed: port is already allocated|bind: address already in use)/.exec(
      text,
    )?.[1];
  if (port !== undefined) {
    return {
      message: `The port ${port} is in use on this machine.`,
      remedy: 'End what uses it, or choose another port in the .local.json.',
    };
  }
  const source = /bind source path does not exist: (.+)$/.exec(text)?.[1];
  if (source !== undefined) {
    return {
      message: `“${source}” does not exist where the Docker Engine runs.`,
      remedy: 'Create it, or correct the path; a remote engine does not see this machine’s folders.',
    };
  }
  const unshared = /(?:Mounts denied|The path (\S+) is not shared from the host)/.exec(text);
  if (unshared !== null) {
    return {
      message: `Docker Desktop may not read ${unshared[1] ?? 'a folder that is mounted'}.`,
      remedy: 'Add it in Docker Desktop’s settings under Resources › File sharing.',
    };
  }
  if (/no space left on device/.test(text)) {
    return {
      message: 'The disk of the Docker Engine is full.',
      remedy: 'Free space with `docker system prune` and `docker builder prune`.',
    };
  }
  if (/address pool/.test(text)) {
    return {
      message: 'The Docker Engine has no addresses left for another network.',
      remedy: 'Remove networks that nobody uses with `docker network prune`.',
    };
  }
  const cpus = /Range of CPUs is from [\d.]+ to ([\d.]+)/.exec(text)?.[1];
  if (cpus !== undefined) {
    return {
      message: `The Docker Engine has ${Number(cpus)} CPUs, fewer than asked for.`,
      remedy: `Set \`"cpus"\` in the .local.json to ${Number(cpus)} or less.`,
    };
  }
  return undefined;
}

function imageProblem(text: string, { image }: Launch): Explanation | undefined {
  if (/does not match the specified platform/.test(text)) {
    const actual = /actual: (\S+)/.exec(text)?.[1];
    const known = actual === undefined ? '' : `; the one here is ${actual}`;
    return {
      message: `${image} is not here for the platform that was asked for${known}.`,
      remedy: 'Build or pull it for that platform, or set `"platform"` in the .local.json.',
      requirements: ['IMG-03'],
    };
  }
  if (/No such image/i.test(text)) {
    return {
      message: `There is no image ${image} here.`,
      remedy: 'Build it, pull it, or say in the .local.json under `"images"` which local one stands for it.',
    };
  }
  return undefined;
}
