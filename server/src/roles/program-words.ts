import { SERVE_WORD } from '../../../contract/launch';
import { INVOCATIONS_PATH, PING_PATH } from '../../../contract/serving';

/** An app that has both routes of endpoints. */
export function answersInvocations(text: string): boolean {
  return INVOCATIONS_ROUTE.test(text) && PING_ROUTE.test(text) && !callsSageMaker(text);
}

/** The path alone, not the end of an address: `http://host/ping` and `f"{base}/ping"` are calls. */
const PING_ROUTE = routePattern(PING_PATH);
const INVOCATIONS_ROUTE = routePattern(INVOCATIONS_PATH);

function routePattern(path: string): RegExp {
  return new RegExp(`(?<![\\w.:/}$-])${path}(?![\\w-])`);
}

/** A program that starts jobs or calls endpoints is not the program that runs inside them. */
export function callsSageMaker(text: string): boolean {
  return /^\s*(?:import|from)\s+(?:sagemaker|airflow|aws_cdk|pulumi)(?:\.|\s|$)|client\(\s*['"]sagemaker|@aws-sdk\/client-sagemaker|service\/sagemaker(?:runtime)?"|\baws_sdk_sagemaker|\bservices\.sagemaker/m.test(
    text,
  );
}

/** An R program that starts plumber when SageMaker says `serve`: the routes may stand in a file that only plumber reads. */
export function servesByPlumber(path: string, text: string): boolean {
  return /\.r$/i.test(path) && /\bplumb\s{0,9}\(/.test(text) && NAMES_SERVE.test(text);
}

const NAMES_SERVE = new RegExp(`['"]${SERVE_WORD}['"]`);
