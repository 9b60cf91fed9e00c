import { it } from 'vitest';
import { lintFiles, describeFindings } from '../lint-files';
const R = '# sagemaker: roles=inference\nFROM python:3.12-slim\n';
const cases: Record<string, Record<string, string>> = {
  shellEntry: { Dockerfile: R + 'RUN pip install gunicorn\nENTRYPOINT gunicorn -b 0.0.0.0:8000 -w 2 app:app\n' },
  shellCmd: { Dockerfile: R + 'RUN pip install uvicorn\nENV PORT=8501\nCMD uvicorn app:app --host 0.0.0.0 --port $PORT\n' },
  shc: { Dockerfile: R + 'RUN pip install uvicorn\nENTRYPOINT ["/bin/sh","-c","exec uvicorn app:app --host 127.0.0.1 --port 8000"]\n' },
  argparse: { Dockerfile: R + 'RUN pip install uvicorn\nCOPY serve.py /app/\nENTRYPOINT ["python","/app/serve.py"]\n', 'serve.py': 'import argparse, uvicorn\np=argparse.ArgumentParser()\np.add_argument("cmd")\np.add_argument("--port", type=int, default=8000)\na=p.parse_args()\nuvicorn.run("web:app", host="0.0.0.0", port=a.port)\n' },
  envport: { Dockerfile: R + 'RUN pip install uvicorn\nCOPY serve.py /app/\nENTRYPOINT ["python","/app/serve.py"]\n', 'serve.py': 'import os, uvicorn\nuvicorn.run("web:app", host="0.0.0.0", port=int(os.environ.get("PORT", 5000)))\n' },
  mms: { Dockerfile: R + 'RUN pip install torchserve\nCOPY config.properties /home/model-server/config.properties\nENTRYPOINT ["torchserve","--start","--foreground","--ts-config","/home/model-server/config.properties"]\n', 'config.properties': 'inference_address=http://127.0.0.1:8080\n' },
  unknownBase: { Dockerfile: '# sagemaker: roles=inference\nFROM acme/base:1\nENTRYPOINT ["uvicorn","app:app"]\n' },
  gunicornDefault: { Dockerfile: R + 'RUN pip install gunicorn\nENTRYPOINT ["gunicorn","app:app"]\n' },
  gunicornNoContext: { Dockerfile: R + 'RUN pip install gunicorn\nWORKDIR /app\nCOPY . .\nENTRYPOINT ["gunicorn","app:app","-w","4","-t","120"]\n' },
  heredoc: { Dockerfile: R + 'RUN pip install flask\nCOPY --chmod=755 <<EOF /usr/local/bin/serve\n#!/bin/sh\nexec flask --app x run\nEOF\n' },
  awsServe: {
    Dockerfile: R + 'RUN apt-get -y update && apt-get install -y nginx\nRUN pip install numpy flask gevent gunicorn\nENV PATH="/opt/program:${PATH}"\nCOPY decision_trees /opt/program\nWORKDIR /opt/program\n',
    '+x decision_trees/serve': `#!/usr/bin/env python
import multiprocessing, os, signal, subprocess, sys
cpu_count = multiprocessing.cpu_count()
model_server_timeout = os.environ.get('MODEL_SERVER_TIMEOUT', 60)
model_server_workers = int(os.environ.get('MODEL_SERVER_WORKERS', cpu_count))
def start_server():
    subprocess.check_call(['ln', '-sf', '/dev/stdout', '/var/log/nginx/access.log'])
    nginx = subprocess.Popen(['nginx', '-c', '/opt/program/nginx.conf'])
    gunicorn = subprocess.Popen(['gunicorn', '--timeout', str(model_server_timeout), '-k', 'sync', '-b', 'unix:/tmp/gunicorn.sock', '-w', str(model_server_workers), 'wsgi:app'])
    os.wait()
if __name__ == '__main__':
    start_server()
`,
    'decision_trees/wsgi.py': 'import predictor as myapp\napp = myapp.app\n',
    'decision_trees/predictor.py': 'import flask\napp = flask.Flask(__name__)\n@app.route("/ping", methods=["GET"])\ndef ping():\n    return ""\n@app.route("/invocations", methods=["POST"])\ndef t():\n    return ""\n',
    'decision_trees/nginx.conf': `worker_processes 1;
daemon off; # Prevent forking
pid /tmp/nginx.pid;
error_log /var/log/nginx/error.log;
events { }
http {
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  access_log /var/log/nginx/access.log combined;
  upstream gunicorn { server unix:/tmp/gunicorn.sock; }
  server {
    listen 8080 deferred;
    client_max_body_size 5m;
    keepalive_timeout 5;
    proxy_read_timeout 1200s;
    location ~ ^/(ping|invocations) {
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_redirect off;
      proxy_pass http://gunicorn;
    }
    location / { return 404 "{}"; }
  }
}
`,
  },
  nginxOnlyConfD: { Dockerfile: '# sagemaker: roles=inference\nFROM nginx:1.27\nRUN rm /etc/nginx/conf.d/default.conf\nCOPY app.conf /etc/nginx/conf.d/app.conf\nCOPY serve /usr/local/bin/serve\nENTRYPOINT ["/usr/local/bin/serve"]\n', 'app.conf': 'server {\n  location /predict { proxy_pass http://127.0.0.1:5000; }\n}\n', '+x serve': '#!/bin/bash\nset -e\nnode /srv/app.js &\nnginx -g "daemon off;"\n' },
  supervisord: { Dockerfile: R + 'RUN apt-get update && apt-get install -y nginx supervisor && pip install gunicorn\nCOPY supervisord.conf /etc/\nCOPY nginx.conf /etc/nginx/nginx.conf\nENTRYPOINT ["supervisord","-c","/etc/supervisord.conf"]\n', 'supervisord.conf': '[program:x]\n', 'nginx.conf': 'events{}\nhttp { server { listen 80; location / { proxy_pass http://127.0.0.1:5000; } } }\n' },
  runapp: { Dockerfile: R + 'RUN pip install flask\nCOPY app.py /app/app.py\nENTRYPOINT ["python3","/app/app.py"]\n', 'app.py': 'from flask import Flask\napp = Flask(__name__)\nif __name__ == "__main__":\n    app.run()\n' },
  tei: { Dockerfile: '# sagemaker: roles=inference\nFROM ghcr.io/huggingface/text-embeddings-inference:1.5\nENTRYPOINT ["text-embeddings-router","--model-id","/opt/ml/model"]\n' },
  vllm: { Dockerfile: '# sagemaker: roles=inference\nFROM vllm/vllm-openai:v0.6.0\nENTRYPOINT ["/bin/bash","-c","exec python3 -m vllm.entrypoints.openai.api_server --model /opt/ml/model"]\n' },
  two: { Dockerfile: R + 'RUN pip install uvicorn flask\nCOPY serve /usr/bin/serve\n', '+x serve': '#!/bin/bash\npython backend.py &\nuvicorn app:app --host 0.0.0.0 --port 8000\n' },
  conda: { Dockerfile: '# sagemaker: roles=inference\nFROM continuumio/miniconda3\nRUN conda install flask\nENTRYPOINT ["conda","run","-n","base","gunicorn","-b",":8000","app:app"]\n' },
  node: { Dockerfile: '# sagemaker: roles=inference\nFROM node:20\nCOPY server.js /app/\nENTRYPOINT ["node","/app/server.js"]\n', 'server.js': 'x' },
};
for (const [name, files] of Object.entries(cases)) it(name, () => {
  console.log(`## ${name}\n` + describeFindings(lintFiles(files)).join('\n'));
});
