import type { LanguageServer } from './language-server';

/** A language server whose client, half of the extension's code, is loaded when it is first needed. */
export function lazyServer(load: () => Promise<LanguageServer>): LanguageServer {
  let loading: Promise<LanguageServer> | undefined;
  let disposed = false;
  const loaded = async (): Promise<LanguageServer> => {
    if (disposed) throw new Error('the language server was stopped');
    loading ??= load();
    return loading;
  };
  return {
    start: async () => (await loaded()).start(),
    restart: async () => (await loaded()).restart(),
    ask: async (method, params) => (await loaded()).ask(method, params),
    dispose() {
      disposed = true;
      void loading?.then((server) => {
        server.dispose();
      });
    },
  };
}
