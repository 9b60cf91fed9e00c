# Stands in for the official micromamba image: its user, folders, entry point and shell. No package of conda-forge is in it:
# `micromamba` is a script that reads environment.yml and takes packages of the same names from PyPI, for Debian's Python.
FROM sm-test-debian:12
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 python3-venv \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 57439 mambauser \
    && install -d -o mambauser -g mambauser /opt/conda
COPY micromamba-stand-in.py /bin/micromamba
COPY micromamba-entrypoint.sh /usr/local/bin/_entrypoint.sh
RUN chmod +x /bin/micromamba /usr/local/bin/_entrypoint.sh
ENV MAMBA_ROOT_PREFIX=/opt/conda \
    MAMBA_EXE=/bin/micromamba \
    MAMBA_USER=mambauser \
    ENV_NAME=base \
    LANG=C.UTF-8 \
    PIP_CERT=/etc/ssl/certs/ca-certificates.crt \
    PIP_NO_COMPILE=1
USER mambauser
WORKDIR /tmp
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
ENTRYPOINT ["/usr/local/bin/_entrypoint.sh"]
CMD ["/bin/bash"]
