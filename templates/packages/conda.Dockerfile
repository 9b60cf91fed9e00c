# SageMaker mounts its folders for root.
# hadolint ignore=DL3002
USER root
COPY environment.yml /tmp/environment.yml
RUN micromamba install --yes --name base --file /tmp/environment.yml \
    && micromamba clean --all --yes
ENV PATH="/opt/conda/bin:${PATH}"
