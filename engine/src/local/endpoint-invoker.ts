import { setTimeout as sleep } from 'node:timers/promises';
import { CUSTOM_ATTRIBUTES_HEADER } from '../../../contract/headers';
import { INVOCATION_TIMEOUT_SECONDS, INVOCATIONS_PATH, PAYLOAD_LIMIT_BYTES } from '../../../contract/serving';
import { ModelError } from '../named-errors';
import type { ServingPlan } from '../plan/types';
import type { Invocation, InvocationAnswer, InvocationStream } from '../sagemaker';
import type { Desk } from './desk';
import type { EndpointTraffic } from './endpoint-traffic';
import { headerText } from './http-call';
import type { HttpAnswer } from './http-call';
import { ask, askForStream, nobodyThere } from './invoke-ask';
import { streamBothWays } from './invoke-bidirectional';
import type { BidirectionalInvocation } from './invoke-bidirectional';
import type { Question } from './invoke-ask';
import { answering, checkAttributes, checkSize, refuseAsynchronous, refuseStreaming, throttled } from './invoke-check';
import { piecesOf } from './invoke-stream';
import { chooseVariant, hostsOf } from './invoke-variant';
import type { Variant } from './invoke-variant';
import type { MultiModel } from './multi-model';
import type { HostState } from './state';
import type { WebSocketMessage } from './web-socket';

const KIND = 'endpoint';
/** An update writes the plan, then the containers: whoever reads between the two looks again. */
const LOOK_AGAIN_MS = 20;
const LOOKS = 100;

/** Where an invocation goes. */
interface Route {
  readonly serving: ServingPlan;
  readonly variant: Variant;
  readonly hosts: readonly HostState[];
  readonly last: HostState;
}

/** InvokeEndpoint and InvokeEndpointWithResponseStream: checks what AWS checks, chooses the variant, asks its containers. */
export class EndpointInvoker {
  constructor(
    private readonly desk: Desk,
    private readonly traffic: EndpointTraffic,
    private readonly models: MultiModel,
  ) {}

  invoke(name: string, invocation: Invocation, signal: AbortSignal | undefined): Promise<InvocationAnswer> {
    return this.onRoute(name, invocation, false, async (route) => {
      const leave = this.enter(route);
      try {
        const body = await this.beforeLast(route, invocation, signal);
        const answer = await this.askLast(route, body, invocation, signal);
        return { body: answer.body, ...aboutAnswer(answer, route) };
      } finally {
        leave();
      }
    });
  }

  stream(name: string, invocation: Invocation, signal: AbortSignal | undefined): Promise<InvocationStream> {
    return this.onRoute(name, invocation, true, async (route) => {
      const leave = this.enter(route);
      try {
        const seconds = INVOCATION_TIMEOUT_SECONDS.streaming.value;
        const given = await this.beforeLast(route, invocation, signal);
        const question = { ...questionFor(route, route.last, given), seconds };
        const answer = await askForStream(question, signal);
        answer.body.once('close', leave);
        const body = piecesOf(answer.body, route.last.host, seconds, signal);
        return { body, ...aboutAnswer(answer, route) };
      } catch (error) {
        leave();
        throw error;
      }
    });
  }

  /** Messages in both directions; leaving them closes the stream. */
  async *bothWays(
    name: string,
    invocation: BidirectionalInvocation,
    signal: AbortSignal,
  ): AsyncGenerator<WebSocketMessage> {
    const { targetVariant } = invocation;
    const about = { body: Buffer.alloc(0), ...(targetVariant === undefined ? {} : { targetVariant }) };
    const route = await this.routeFor(name, about, true);
    const leave = this.enter(route);
    try {
      const { hosts, last, variant } = route;
      const found = await (await this.desk.engine()).containers.inspect(last.container);
      const labels = found?.Config.Labels;
      yield* await streamBothWays({ hosts, last, variant: variant.name, labels }, invocation, signal);
    } finally {
      leave();
    }
  }

  /** What the last container gets: the client's own, or the answer of the one before it in a pipeline. */
  private async beforeLast(route: Route, invocation: Invocation, signal: AbortSignal | undefined): Promise<Invocation> {
    let next = invocation;
    for (const [index, host] of route.hosts.slice(0, -1).entries()) {
      // What the client accepts is said to the last alone (PIPE-06).
      const { accept: _accept, ...rest } = next;
      const answer = await ask(questionFor(route, host, rest), signal);
      checkHop(host, route.hosts[index + 1], answer.body.length, route.variant.name);
      const { contentType: _type, ...others } = next;
      const contentType = headerText(answer, 'content-type');
      next = { ...others, body: answer.body, ...(contentType === undefined ? {} : { contentType }) };
    }
    return next;
  }

  private askLast(
    route: Route,
    given: Invocation,
    { targetModel }: Invocation,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<HttpAnswer> {
    const question = questionFor(route, route.last, given);
    if (route.serving.mode !== 'multi-model') return ask(question, signal);
    return this.models.invoke(route.serving, route.last, targetModel, signal, (path) =>
      ask({ ...question, path }, signal),
    );
  }

  private enter({ variant, hosts, last }: Route): () => void {
    const { maxConcurrency } = variant;
    if (maxConcurrency !== undefined && this.traffic.under(last.container) >= maxConcurrency) {
      throw throttled(variant.name, maxConcurrency);
    }
    return this.traffic.enter(hosts.map(({ container }) => container));
  }

  /** When nobody is there because an update has replaced the containers meanwhile, the new ones are asked. */
  private async onRoute<T>(
    name: string,
    invocation: Invocation,
    streaming: boolean,
    act: (route: Route) => Promise<T>,
  ): Promise<T> {
    const route = await this.routeFor(name, invocation, streaming);
    try {
      return await act(route);
    } catch (error) {
      if (!nobodyThere(error)) throw error;
      const now = await this.routeFor(name, invocation, streaming).catch(() => route);
      if (now.hosts.some(({ container }) => route.hosts.some((before) => before.container === container))) throw error;
      return act(now);
    }
  }

  private async routeFor(name: string, invocation: Invocation, streaming: boolean): Promise<Route> {
    for (let looks = 1; ; looks += 1) {
      const state = await this.desk.store.get(KIND, name);
      const serving = answering(state, await this.desk.plan(state));
      refuseAsynchronous(serving);
      if (streaming) refuseStreaming(serving);
      checkSize(invocation.body.length, serving);
      checkAttributes(invocation.customAttributes);
      const variant = chooseVariant(serving, invocation.targetVariant, Math.random());
      const hosts = hostsOf(variant, serving, state.hosts, invocation, this.traffic.turn(`${name}/${variant.name}`));
      const last = hosts?.at(-1);
      if (hosts !== undefined && last !== undefined) return { serving, variant, hosts, last };
      if (looks === LOOKS) {
        const text = `the containers of “${variant.name}” are not there`;
        throw new ModelError(`Received server error (0): ${text}.`, 0, text, variant.name);
      }
      await sleep(LOOK_AGAIN_MS);
    }
  }
}

function questionFor(route: Route, host: HostState, { body, ...about }: Invocation): Question {
  const { serving, variant } = route;
  return { host, path: INVOCATIONS_PATH, body, about, seconds: serving.invocationSeconds, variant: variant.name };
}

function aboutAnswer(
  answer: Pick<HttpAnswer, 'headers' | 'status'>,
  { variant }: Route,
): Omit<InvocationAnswer, 'body'> {
  return {
    contentType: headerText(answer, 'content-type'),
    invokedProductionVariant: variant.name,
    customAttributes: headerText(answer, CUSTOM_ATTRIBUTES_HEADER),
    status: answer.status,
  };
}

/** What containers of a pipeline hand on is limited. */
function checkHop(from: HostState, to: HostState | undefined, bytes: number, variant: string): void {
  const most = PAYLOAD_LIMIT_BYTES['pipeline-hop'].value;
  if (bytes <= most) return;
  const text = `the request payload from ${from.host} to ${to?.host ?? ''} is ${bytes} bytes, which has exceeded the maximum limit of ${most} bytes (PIPE-04)`;
  throw new ModelError(`Received server error (0) from ${from.host} with message "${text}".`, 0, text, variant);
}
