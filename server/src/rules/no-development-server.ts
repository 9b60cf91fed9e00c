import { startRange } from './support/places';
import { defineRule } from './rule';
import { placeOf } from './support/server-fixes';
import { applicationServers, servingStart } from './support/serving';

const DEVELOPMENT = new Set<string>(['flask', 'werkzeug', 'wsgiref']);

export const noDevelopmentServer = defineRule({
  id: 'no-development-server',
  summary: 'The endpoint is served by a server made for production',
  requirements: ['WEB-07'],
  roles: ['inference'],
  severity: 'warning',
  fixable: false,
  why: 'Flask’s `app.run()`, `flask run` and Django’s `runserver` are made for trying things out: one process, no limit on what waits, no recovery when it dies. Under load the health check waits behind invocations, and SageMaker takes the instance for unhealthy. With `debug=True` they also run code for whoever reaches the debugger, and load the model twice.',
  remedy: 'Start the app with gunicorn, waitress or uvicorn: `gunicorn --bind 0.0.0.0:8080 --threads 4 app:app`.',
  bad: [
    {
      title: 'app.run',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install flask\nCOPY app.py /app/app.py\nENTRYPOINT ["python", "/app/app.py"]\n',
        'app.py':
          'from flask import Flask\napp = Flask(__name__)\n@app.route("/ping")\ndef ping():\n    return ""\n@app.route("/invocations", methods=["POST"])\ndef invoke():\n    return ""\napp.run(host="0.0.0.0", port=8080, debug=True)\n',
      },
    },
    {
      title: 'flask run',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install flask\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/bin/sh\nexec flask run --host 0.0.0.0 --port 8080\n',
      },
    },
    {
      title: 'runserver',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install django\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/bin/sh\nexec python manage.py runserver 0.0.0.0:8080\n',
      },
    },
  ],
  good: [
    {
      title: 'the same app behind waitress',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install flask waitress\nCOPY app.py /app/app.py\nENTRYPOINT ["python", "/app/app.py"]\n',
        'app.py':
          'import sys\nfrom flask import Flask\nfrom waitress import serve\napp = Flask(__name__)\n@app.route("/ping")\ndef ping():\n    return ""\n@app.route("/invocations", methods=["POST"])\ndef invoke():\n    return ""\nif "--dev" in sys.argv:\n    app.run(host="0.0.0.0", port=8080)\nelse:\n    serve(app, host="0.0.0.0", port=8080)\n',
      },
    },
    {
      title: 'app.run that gunicorn never reaches',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install flask gunicorn\nWORKDIR /app\nCOPY app.py /app/app.py\nENTRYPOINT ["gunicorn", "-b", "0.0.0.0:8080", "-w", "2", "-t", "60", "app:app"]\n',
        'app.py':
          'from flask import Flask\napp = Flask(__name__)\n@app.route("/ping")\ndef ping():\n    return ""\n@app.route("/invocations", methods=["POST"])\ndef invoke():\n    return ""\nif __name__ == "__main__":\n    app.run()\n',
      },
    },
  ],
  check(subject, report) {
    const servers = applicationServers(subject);
    const [first] = servers;
    if (first && servers.every((it) => DEVELOPMENT.has(it.server.program))) {
      const debug = servers.some((it) => it.server.options.get('debug') === 'True' || it.server.options.has('--debug'));
      report({
        ...placeOf(subject, first.file, first.server.range, 'The server is started here.'),
        message: `\`${first.server.program}\` is started as a development server${debug ? ' with its debugger on' : ''}: nothing limits what it takes on, so under load \`/ping\` is answered too late and the instance counts as unhealthy. Serve the app with gunicorn, waitress or uvicorn.`,
      });
      return;
    }
    const django = servingStart(subject).chain.find((it) => it.argv.includes('runserver'));
    if (first || !django) return;
    report({
      range: startRange(subject),
      message:
        '`manage.py runserver` is a development server: nothing limits what it takes on, so under load `/ping` is answered too late and the instance counts as unhealthy. Serve the app with gunicorn or uvicorn.',
    });
  },
});
