import { LISTENING } from './hook-words';

/** Said on stderr when a server’s own watch over its workers is lifted. */
export const LIFTED = `${LISTENING} %s no longer ends a worker that is silent: it may stand at a breakpoint`;

/**
 * Part of `sitecustomize.py`. gunicorn kills a worker that has been silent for its `--timeout`, uvicorn one that has not
 * answered for five seconds; a worker that stands at a breakpoint is both. Neither can be told otherwise by a variable that
 * wins over the command line, so it is done when their module is loaded, in the processes that are debugged.
 * gunicorn: `Arbiter.murder_workers`; uvicorn 0.30 and later: `Process.is_alive`, whose other half asks the system.
 */
export const PYTHON_TIMEOUTS = `
def _lift_gunicorn(module):
    module.Arbiter.murder_workers = lambda self: None


def _lift_uvicorn(module):
    module.Process.is_alive = lambda self, timeout=0: self.process.is_alive()


_LIFTS = {
    'gunicorn.arbiter': _lift_gunicorn,
    'uvicorn.supervisors.multiprocess': _lift_uvicorn,
}


class _Lifting(object):
    def find_spec(self, name, path=None, target=None):
        lift = _LIFTS.get(name)
        if lift is None:
            return None
        from importlib.util import find_spec
        sys.meta_path.remove(self)
        try:
            spec = find_spec(name)
        finally:
            sys.meta_path.insert(0, self)
        if spec is not None and spec.loader is not None:
            execute = spec.loader.exec_module

            def lifted(module):
                execute(module)
                try:
                    lift(module)
                except AttributeError:
                    return
                sys.stderr.write('${LIFTED}\\n' % name.split('.')[0])
                sys.stderr.flush()

            spec.loader.exec_module = lifted
        return spec
`;
