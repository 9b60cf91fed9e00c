import { STARTUP_TIMEOUT_SECONDS } from '../../../contract/serving';
import { MODEL_SERVER_TIMEOUT_VARIABLE } from '../../../contract/variables';
import type { ContainerPlan, Fidelity, MountPlan, RunPlan } from '../plan/types';
import { DEBUG_VARIABLE, DEBUGPY_DIR, HOOK_DIR } from './hook-words';
import { NODE_HOOK } from './node-hook';
import { PYTHON_HOOK } from './python-hook';

export interface DebugOptions {
  /** Of this machine, on loopback, and of the container as well: a debugger hands its port on for child processes. */
  readonly port: number;
  /** The program begins once a debugger has attached. */
  readonly wait: boolean;
  /** Folder of this machine that holds a `debugpy`, for images without one. */
  readonly debugpy: string | undefined;
}

/** A person who thinks at a breakpoint needs longer than any limit of SageMaker’s; seconds. */
const PATIENCE_SECONDS = 24 * 60 * 60;

/**
 * The same plan, in which the Python or Node entry point of the first host listens for a debugger. Time limits are
 * lifted, and a network without a way out gets one, for nothing could reach the debugger through it.
 */
export function withDebugger(plan: RunPlan, options: DebugOptions): RunPlan {
  const isolated = plan.network?.internal === true;
  const shared = plan.network?.host === true;
  // Servers of AWS’s toolkits restart a worker that is silent for as long.
  const patience = plan.serving === undefined ? {} : { [MODEL_SERVER_TIMEOUT_VARIABLE]: String(PATIENCE_SECONDS) };
  return {
    ...plan,
    containers: plan.containers.map((container, index) =>
      index === 0
        ? debugged({ ...container, environment: { ...container.environment, ...patience } }, options, shared)
        : container,
    ),
    network: plan.network === undefined ? undefined : { ...plan.network, internal: false },
    maxRuntimeSeconds: undefined,
    serving: plan.serving && {
      ...plan.serving,
      invocationSeconds: PATIENCE_SECONDS,
      // Until then nobody thinks: a program that can’t be debugged must not be waited for.
      listeningSeconds: plan.serving.variants[0]?.startupSeconds ?? STARTUP_TIMEOUT_SECONDS.value,
      variants: plan.serving.variants.map((variant) => ({ ...variant, startupSeconds: PATIENCE_SECONDS })),
    },
    fidelity: [
      ...plan.fidelity,
      ...(isolated ? [NOT_ISOLATED] : []),
      plan.serving === undefined ? NO_LIMITS : NO_SERVING_LIMITS,
    ],
  };
}

const NOT_ISOLATED: Fidelity = {
  pointer: '/EnableNetworkIsolation',
  level: 'ignored',
  note: 'The debugger reaches the container through its network, so the container can reach others as well.',
};

const NO_LIMITS: Fidelity = {
  pointer: '/StoppingCondition',
  level: 'ignored',
  note: 'Nothing is ended for taking long while a debugger is attached.',
};

const NO_SERVING_LIMITS: Fidelity = {
  pointer: '/EndpointConfig',
  level: 'ignored',
  note: 'Neither the invocation nor a worker of gunicorn or uvicorn is ended for taking long while a debugger is attached. A proxy in the container, as nginx, still gives up a request after its own time: raise its proxy_read_timeout to think longer.',
};

function debugged(container: ContainerPlan, { port, wait, debugpy }: DebugOptions, shared: boolean): ContainerPlan {
  const mount: MountPlan[] =
    debugpy === undefined ? [] : [{ type: 'bind', source: debugpy, target: DEBUGPY_DIR, readOnly: true }];
  // On the machine's own network the container's address is the machine's: others must not reach it.
  const address = shared ? '127.0.0.1' : '0.0.0.0';
  return {
    ...container,
    environment: { ...container.environment, [DEBUG_VARIABLE]: `${address}:${port}:${wait ? 'wait' : 'go'}` },
    joinedEnvironment: {
      PYTHONPATH: { value: HOOK_DIR, separator: ':' },
      NODE_OPTIONS: { value: `--require ${HOOK_DIR}/node-hook.cjs`, separator: ' ' },
    },
    mounts: [...container.mounts, ...mount],
    files: {
      ...container.files,
      [`${HOOK_DIR}/sitecustomize.py`]: PYTHON_HOOK,
      [`${HOOK_DIR}/node-hook.cjs`]: NODE_HOOK,
    },
    ports: { ...container.ports, [port]: port },
  };
}
