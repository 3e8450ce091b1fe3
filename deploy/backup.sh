#!/bin/sh
# Back up a home while runs go on: `backup.sh HOME FOLDER` writes FOLDER/dateline-TIME.tar.gz and keeps the last KEEP (14).
# The lake is the record: packages are written once and moved into place whole, so a copy taken at any moment is sound.
# The published file is taken first, so that the lake never knows less than it. `build.duckdb` is not taken: `dateline
# rebuild` makes it from the lake. Prefect's store goes along: by pg_dump where PREFECT_API_DATABASE_CONNECTION_URL names
# PostgreSQL, by SQLite's own backup where it lies in the home.
set -eu
umask 077 # Prefect's store holds the address of alerts
home=${1:?usage: backup.sh HOME FOLDER}
folder=${2:?usage: backup.sh HOME FOLDER}
here=$(cd "$(dirname "$0")/.." && pwd)
python=${PYTHON:-$here/.venv/bin/python}
[ -d "$home/lake" ] || { echo "backup: $home holds no lake" >&2; exit 2; }

mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
work=$(mktemp -d "$folder/.backup.XXXXXX")
trap 'rm -rf "$work" "$work.part"' EXIT
trap 'exit 130' INT TERM

if [ -n "$(find "$home/lake" ! -readable -print -quit)" ]; then
  echo "backup: parts of $home/lake can't be read by $(id -un)" >&2
  exit 1
fi
for file in warehouse.duckdb sharing.json; do
  if [ -f "$home/$file" ]; then cp "$home/$file" "$work/"; fi
done
if [ -d "$home/checks" ]; then cp -R "$home/checks" "$work/checks"; fi
mkdir "$work/lake"
(cd "$home/lake" && tar -cf - ./packages) | tar -xf - -C "$work/lake" # first: what is compacted meanwhile is in ./packs
(cd "$home/lake" && tar -cf - --exclude=./unfinished --exclude=./fetched/unfinished --exclude=./packages .) | tar -xf - -C "$work/lake"

store=${PREFECT_API_DATABASE_CONNECTION_URL:-}
case $store in
postgres*) pg_dump --format=custom --file="$work/prefect.dump" --dbname="$(echo "$store" | sed 's/+asyncpg//')" ;;
*) if [ -f "$home/prefect/prefect.db" ]; then
    "$python" -c 'import sqlite3, sys; sqlite3.connect(sys.argv[1]).backup(sqlite3.connect(sys.argv[2]))' \
      "$home/prefect/prefect.db" "$work/prefect.db"
  fi ;;
esac

name="dateline-$(date -u +%Y%m%dT%H%M%SZ).tar.gz"
tar -czf "$work.part" -C "$work" .
mv "$work.part" "$folder/$name"
echo "$folder/$name"
cd "$folder"
ls -1 dateline-*.tar.gz | sort -r | tail -n +$((${KEEP:-14} + 1)) | xargs -r rm -f
