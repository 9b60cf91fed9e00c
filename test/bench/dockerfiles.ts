/** A Dockerfile of about that many lines: the classic sample, grown by what people add. */
export function dockerfileOf(lines: number): string {
  const head = [
    '# sagemaker: roles=training,inference',
    'FROM python:3.12-slim AS build',
    'ARG EXTRA=""',
    'ENV PYTHONUNBUFFERED=1',
    'WORKDIR /opt/program',
  ];
  const tail = [
    'FROM python:3.12-slim',
    'COPY --from=build /opt/program /opt/program',
    'ENV PATH="/opt/program:${PATH}"',
    'COPY serve.py /opt/program/serve.py',
    'EXPOSE 8080',
    'CMD ["gunicorn", "--bind", "127.0.0.1:8000", "app:app"]',
  ];
  const body: string[] = [];
  for (let i = 0; head.length + body.length + tail.length < lines; i += 1) {
    body.push(
      ...([
        [
          `RUN apt-get update && apt-get install -y --no-install-recommends \\`,
          `    package-${i} \\`,
          `    library-${i} && \\`,
          `    rm -rf /var/lib/apt/lists/*`,
        ],
        [`COPY part-${i}.py /opt/program/part-${i}.py`],
        [`ENV OPTION_${i}="\${EXTRA:-none}" OTHER_${i}=/opt/ml/code`],
        [`RUN pip install --no-cache-dir package-${i}==1.${i}`],
        [`# step ${i}`],
      ][i % 5] ?? []),
    );
  }
  return [...head, ...body, ...tail].slice(0, Math.max(lines, head.length + tail.length)).join('\n') + '\n';
}
