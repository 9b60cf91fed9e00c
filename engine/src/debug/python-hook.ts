import {
  CLAIM_FILE,
  DEBUG_VARIABLE,
  DEBUGPY_DIR,
  FAILURE_FILE,
  HOOK_DIR,
  JOIN_FILE,
  LISTENING,
  NODE_CLAIM,
} from './hook-words';
import { PYTHON_TIMEOUTS } from './python-timeouts';

/** What is said when neither the image nor this machine has a debugpy that this Python can load. */
export const NO_DEBUGPY =
  'debugpy, the debugger of Python, is not in this image and the copy of this machine could not be used. ' +
  'Add RUN pip install debugpy to the Dockerfile, in a stage of its own for debugging if it must not go to SageMaker';

/** Programs written in Python that are no entry point, but start one or prepare it. */
const TOOLS = ['pip', 'pip3', 'ensurepip', 'venv', 'virtualenv', 'compileall', 'conda', 'mamba', 'poetry', 'uv'];
const STARTERS = ['supervisord', 'debugpy', 'aws', 'dvc', 'ldconfig', 'lsb_release'];

/** Seconds: programs that are started at once find that one has claimed the debugger, and wait until it listens. */
const JOIN_SECONDS = 10;

/**
 * `sitecustomize.py`: every Python process runs it before its program. The image's own `sitecustomize` runs first; then,
 * in the first process that is an entry point, debugpy listens. debugpy itself follows what that process forks or starts
 * as `python …`; a program that is started by its name, as `gunicorn`, joins by itself, as a child of the first.
 */
export const PYTHON_HOOK = `import os
import sys

${PYTHON_TIMEOUTS}

def _chain():
    here = [path for path in sys.path if path.rstrip('/') == '${HOOK_DIR}']
    for path in here:
        sys.path.remove(path)
    own = sys.modules.pop('sitecustomize', None)
    try:
        import sitecustomize  # noqa: F401
    except ImportError as error:
        if getattr(error, 'name', None) != 'sitecustomize':
            raise
        if own is not None:
            sys.modules['sitecustomize'] = own


def _program():
    try:
        with open('/proc/self/cmdline', 'rb') as file:
            words = file.read().decode('utf-8', 'replace').split('\\0')[1:-1]
    except OSError:
        return None
    while words:
        word = words.pop(0)
        if word in ('-c', '-'):
            return None
        if word == '-m':
            return words[0] if words else None
        if word in ('-W', '-X', '--check-hash-based-pycs'):
            words = words[1:]
        elif not word.startswith('-'):
            return word
    return None


def _is_entry(program):
    if program is None or '/debugpy/' in program:
        return False
    name = os.path.basename(program.rstrip('/'))
    return name.split('.')[0] not in ${JSON.stringify([...TOOLS, ...STARTERS])}


def _claim():
    try:
        os.close(os.open('${CLAIM_FILE}', os.O_CREAT | os.O_EXCL))
        return True
    except FileExistsError:
        return False
    except OSError:
        return True


def _debugpy():
    try:
        import debugpy
        return debugpy
    except ImportError:
        pass
    sys.path.append('${DEBUGPY_DIR}')
    try:
        import debugpy
        return debugpy
    except Exception:
        return None
    finally:
        sys.path.remove('${DEBUGPY_DIR}')


def _fail(text):
    try:
        with open('${FAILURE_FILE}', 'w') as file:
            file.write(text)
    except OSError:
        pass
    sys.stderr.write(text + '\\n')
    sys.stderr.flush()
    os._exit(1)


def _share():
    import json
    import pydevd
    text = json.dumps({'pid': os.getpid(), 'setup': pydevd.SetupHolder.setup})
    new = '${JOIN_FILE}.new'
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), 'w') as file:
        file.write(text)
    os.rename(new, '${JOIN_FILE}')


def _joined():
    import json
    import time
    end = time.time() + ${JOIN_SECONDS}
    while True:
        try:
            with open('${JOIN_FILE}') as file:
                return json.load(file)
        except FileNotFoundError:
            if time.time() > end or _claimed_by_node():
                return None
            time.sleep(0.05)


def _claimed_by_node():
    with open('${CLAIM_FILE}') as file:
        return file.read() == '${NODE_CLAIM}'


def _join():
    if not os.path.exists('${CLAIM_FILE}') or not _is_entry(_program()):
        return
    try:
        found = _joined()
        if found is None or _debugpy() is None:
            return
        import debugpy.server  # noqa: F401
        import pydevd
        setup = dict(found['setup'], ppid=found['pid'])
        pydevd.settrace(
            host=setup['client'], port=setup['port'], suspend=False, trace_only_current_thread=False,
            patch_multiprocessing=True, access_token=setup.get('access-token'),
            client_access_token=setup.get('client-access-token'), __setup_holder__=setup, notify_stdin=False,
        )
        sys.meta_path.insert(0, _Lifting())
    except Exception:
        # The debugger is gone: the program runs without.
        pass


def _listen():
    asked = os.environ.get('${DEBUG_VARIABLE}', '').split(':')
    if len(asked) != 3:
        return _join()
    if not _is_entry(_program()):
        return
    del os.environ['${DEBUG_VARIABLE}']
    if not _claim():
        return _join()
    os.environ.setdefault('PYDEVD_DISABLE_FILE_VALIDATION', '1')
    debugpy = _debugpy()
    if debugpy is None:
        _fail('${NO_DEBUGPY}.')
    try:
        debugpy.listen((asked[0], int(asked[1])))
    except Exception as error:
        _fail('The debugger of Python could not listen on port %s: %s' % (asked[1], error))
    sys.meta_path.insert(0, _Lifting())
    try:
        _share()
    except Exception:
        # Only what it forks is followed then.
        pass
    sys.stderr.write('${LISTENING} python listens on port %s\\n' % asked[1])
    sys.stderr.flush()
    if asked[2] == 'wait':
        debugpy.wait_for_client()


_chain()
_listen()
`;
