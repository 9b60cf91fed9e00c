// Makes the tiny image in the engine of DOCKER_HOST, for suites that run elsewhere than in vitest.
import process from 'node:process';
import { openEngine } from '../../../engine/src/docker/open-engine';
import { makeTinyImage } from './tiny-image';

const socketPath = (process.env['DOCKER_HOST'] ?? '').replace(/^unix:\/\//, '');
await makeTinyImage(await openEngine({ socketPath }, 'the tests'));
