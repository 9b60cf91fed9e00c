// The base images of the examples: node test/scenarios/base-images.mjs <name> …
// An image that the engine has, or that can be pulled, is taken as it is. Where public registries can't be reached, a
// stand-in of the same name is made from Debian's packages by bases/<file>.Dockerfile; its label says what it is.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const DEBIAN = 'sm-test-debian:12';
const MIRROR = process.env.DEBIAN_MIRROR ?? 'http://deb.debian.org/debian';
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';
const PULL_MS = 60_000;

/** Stand-in by the name of the image it stands for. */
const STAND_INS = {
  'public.ecr.aws/docker/library/python:3.12-slim': 'python',
  'public.ecr.aws/docker/library/python:3.12': 'python-build',
  'public.ecr.aws/docker/library/r-base:4.4.2': 'r-base',
  'docker.io/mambaorg/micromamba:2.0.5': 'micromamba',
  '763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.10.0-cpu-py313-ubuntu22.04-sagemaker':
    'pytorch-training',
  '763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference:2.6.0-cpu-py312-ubuntu22.04-sagemaker':
    'pytorch-inference',
};
/** What several stand-ins are made from. */
const TORCH = 'sm-test-torch:12';

/** All images that something stands in for. */
export const BASES = Object.keys(STAND_INS);

/** Makes sure that the engine of DOCKER_HOST has these images. Throws when one can be neither pulled nor made. */
export function ensureBases(names) {
  for (const name of names) {
    if (docker(['image', 'inspect', name]).status === 0) continue;
    if (docker(['pull', '--quiet', name], { timeout: PULL_MS }).status === 0) continue;
    const file = STAND_INS[name];
    if (file === undefined) throw new Error(`${name} can't be pulled, and nothing stands in for it`);
    makeDebian();
    if (file.startsWith('pytorch-')) makeTorch();
    build(name, file);
  }
}

/** Debian with the certificates of this machine, which may reach the package registries through a mirror of its own. */
function makeDebian() {
  if (docker(['image', 'inspect', DEBIAN]).status === 0) return;
  console.log('  Making a Debian image with debootstrap; this takes a minute');
  install('debootstrap');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sm-debian-'));
  try {
    const rootfs = path.join(folder, 'rootfs');
    must('debootstrap', ['--variant=minbase', '--include=ca-certificates', 'bookworm', rootfs, MIRROR]);
    fs.copyFileSync(CERTIFICATES, path.join(rootfs, CERTIFICATES));
    const archive = path.join(folder, 'rootfs.tar');
    must('tar', ['-C', rootfs, '--exclude=./var/cache/apt/archives/*.deb', '-cf', archive, '.']);
    must('docker', ['import', archive, DEBIAN]);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function makeTorch() {
  if (docker(['image', 'inspect', TORCH]).status === 0) return;
  console.log('  Making an image with PyTorch; this takes two minutes');
  build(TORCH, 'torch');
}

function build(name, file) {
  if (name !== TORCH) console.log(`  Making a stand-in for ${name}`);
  const dockerfile = path.join(here, 'bases', `${file}.Dockerfile`);
  const label = `sagemaker-containers.stand-in=${name}`;
  // The classic builder, which every docker CLI has.
  must('docker', ['build', '--quiet', '--label', label, '-t', name, '-f', dockerfile, path.join(here, 'bases')], {
    DOCKER_BUILDKIT: '0',
  });
}

function install(program) {
  if (spawnSync('which', [program]).status === 0) return;
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
  must('apt-get', ['update', '-qq'], quiet);
  must('apt-get', ['install', '-y', '-qq', '--no-install-recommends', program], quiet);
}

function docker(args, options = {}) {
  return spawnSync('docker', args, { encoding: 'utf8', ...options });
}

function must(program, args, env = {}) {
  const run = spawnSync(program, args, { encoding: 'utf8', env: { ...process.env, ...env }, maxBuffer: 1 << 26 });
  if (run.status === 0) return;
  const said = `${run.stdout ?? ''}${run.stderr ?? ''}`.trim().split('\n').slice(-20).join('\n');
  throw new Error(`${program} ${args.join(' ')} failed:\n${run.error ?? said}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) ensureBases(process.argv.slice(2));
