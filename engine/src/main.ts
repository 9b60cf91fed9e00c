/** What the faces use of the engine: they load this when it is first needed. */
export { capabilitiesOf } from './docker/capabilities';
export { connectEngine } from './docker/connect';
export { buildImage } from './docker/build/build-image';
export { planProcessing } from './plan/processing';
export { planEndpoint } from './plan/serving';
export { planTraining } from './plan/training';
export { planTransform } from './plan/transform';
export { toDockerRun } from './plan/docker-run-text';
export { toFidelityText } from './plan/fidelity-text';
export { DEFAULT_OVERLAY, overlayPathOf, parseOverlay } from './requests/overlay';
export { parseRequest } from './requests/parse-request';
export { registryLogin, registryOf } from './docker/registry-auth';
export { ownerState, thisOwner, localProcesses } from './docker/owner';
export { reap, reapOwn } from './docker/reap';
export { WINDOW_LABEL } from './docker/labels';
export { overlayPlanner } from './local/planner';
export { LocalSageMaker } from './local/local-sagemaker';
