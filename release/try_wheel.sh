#!/usr/bin/env bash
# Installs a wheel as a user does, in an environment of its own, and runs it in an empty folder: release/try_wheel.sh WHEEL
set -euo pipefail
wheel=$(realpath "$1")
articles=$(realpath "$(dirname "$0")/../seeds/articles")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
unset PYTHONPATH

if command -v uv > /dev/null; then
  uv venv --quiet --python "${PYTHON:-python3.11}" "$folder/venv"
  uv pip install --quiet --python "$folder/venv/bin/python" "$wheel"
else
  "${PYTHON:-python3.11}" -m venv "$folder/venv"
  "$folder/venv/bin/pip" install --quiet --disable-pip-version-check "$wheel"
fi

mkdir -p "$folder/empty/news" "$folder/empty/data/reference/en/actors"
cd "$folder/empty"
cp "$articles/zaranj_falls.txt" "$articles/quetta_blast_courier.txt" news
printf 'title,sector\nharbourmaster,GOV\n' > data/reference/en/actors/titles.add.csv
export DATELINE_CACHE=$folder/cache
dateline=$folder/venv/bin/dateline
"$dateline" --version
"$dateline" run news --no-server
"$dateline" doctor
"$dateline" check
"$dateline" export events events.csv
"$dateline" report
test "$(wc -l < events.csv)" -gt 5
"$dateline" serve --port 4399 > serve.log 2>&1 && exit 1
grep -q -- '--source FOLDER' serve.log
echo "$(basename "$wheel") installs and runs outside the checkout, in $("$folder/venv/bin/python" --version)"
