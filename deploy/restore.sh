#!/bin/sh
# Restore a backup: `restore.sh FILE HOME`. HOME must be new or empty. Readers have the published file at once; the build
# file is made anew from the lake. Prefect's store is laid beside it: HOME/prefect/prefect.db is found by `dateline serve`;
# a PostgreSQL dump is restored with  pg_restore --clean --if-exists --dbname=URL HOME/prefect.dump
set -eu
file=${1:?usage: restore.sh FILE HOME}
home=${2:?usage: restore.sh FILE HOME}
here=$(cd "$(dirname "$0")/.." && pwd)
python=${PYTHON:-$here/.venv/bin/python}
[ -f "$file" ] || { echo "restore: $file: no such file" >&2; exit 2; }
if [ -d "$home" ] && [ -n "$(ls -A "$home")" ]; then
  echo "restore: $home is not empty; give a new folder" >&2
  exit 2
fi

mkdir -p "$home"
home=$(cd "$home" && pwd)
tar -xzf "$file" -C "$home"
if [ -f "$home/prefect.db" ]; then
  mkdir -p "$home/prefect"
  mv "$home/prefect.db" "$home/prefect/prefect.db"
fi
cd "$here"
exec "$python" -m flows.cli rebuild --home "$home"
