import type { RoleInputs } from './signal';

/**
 * The container is an agent for Amazon Bedrock AgentCore, whose runtime calls `POST /invocations` and `GET /ping` on port
 * 8080 as endpoints of SageMaker do, and starts the image by its own CMD: the routes are no sign of SageMaker there.
 */
export function isForAgentCore({ path, dockerfile, packages, serve, run }: RoleInputs): boolean {
  const started = [serve, run].flatMap((start) => [...start.chain, ...start.servers].map((it) => it.file?.text ?? ''));
  return (
    NAMED.test(path.split('/').slice(-3).join('/')) ||
    NAMED.test(dockerfile.text) ||
    packages.some((it) => /^(?:bedrock-agentcore|strands-agents)/.test(it.name)) ||
    started.some((text) => IMPORTED.test(text))
  );
}

const NAMED = /agent[-_ ]?core|\bstrands\b/i;
const IMPORTED = /^[ \t]*(?:from|import)[ \t]+(?:bedrock_agentcore|strands)\b/m;
