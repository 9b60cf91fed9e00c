#!/usr/bin/env bash
# AWS's script of this name first makes gethostname say the name of the host; here the host has that name.
if [ "$1" = train ]; then exec train; fi
exec "$@"
