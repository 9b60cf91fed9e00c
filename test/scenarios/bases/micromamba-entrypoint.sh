#!/usr/bin/env bash
# The script of this name in the official image: the environment is active, then what is asked for runs in its place.
set -ef -o pipefail
export PATH="${MAMBA_ROOT_PREFIX}/bin:${PATH}" CONDA_PREFIX="${MAMBA_ROOT_PREFIX}"
exec "$@"
