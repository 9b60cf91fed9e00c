#!/bin/sh
trap 'kill $P 2>/dev/null; echo "stopping"; exit 0' TERM INT
echo "serving on 8080"
nc -ll -p 8080 -e /opt/program/handler & P=$!
wait $P
