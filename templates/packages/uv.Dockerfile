RUN pip install --no-cache-dir uv==0.5.11
COPY pyproject.toml /tmp/pyproject.toml
RUN uv pip install --system --no-cache -r /tmp/pyproject.toml
