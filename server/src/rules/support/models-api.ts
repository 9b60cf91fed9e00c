import { MODELS_PATH, ROUTES, type Route } from '../../../../contract/serving';
import type { WebApp, WebRoute } from './web-app';

const API: readonly Route[] = ROUTES.filter((it) => it.when === 'multi-model');

/** Routes of the application below `/models`. */
export function modelsRoutes(app: WebApp): readonly WebRoute[] {
  return app.routes.filter((it) => it.path === MODELS_PATH || it.path.startsWith(`${MODELS_PATH}/`));
}

/** A route that answers whatever comes, so that nothing can be said to be missing. */
export function catchesAll(app: WebApp): boolean {
  return app.routes.some(
    (it) =>
      /^\/(?:models\/?)?(?:<path:|\{[\w]+:path\}|\*|\(\.|\{tail|.*\.\*)|^\/[<{][^/]*[>}]$/.test(it.path) ||
      /^\/[<{]/.test(it.path),
  );
}

/** What of the API for multi-model endpoints no route answers. */
export function missingModelsRoutes(app: WebApp): readonly Route[] {
  const routes = modelsRoutes(app);
  return API.filter(
    (wanted) =>
      !routes.some(
        (it) =>
          shape(it.path) === shape(wanted.path) && (it.methods.length === 0 || it.methods.includes(wanted.method)),
      ),
  );
}

/** `/models/<name>/invoke` and `/models/{model_name}/invoke` are one. */
function shape(path: string): string {
  return path.replace(/[<{][^/<>{}]+[>}]|(?<=\/):\w+|\([^/()]*\)/g, '*').replace(/\/$/, '');
}
