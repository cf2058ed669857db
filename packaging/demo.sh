#!/bin/sh
# Builds what is missing and shows the whole path at work; options are those of millrace-prove demo.
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
home="$root/packaging/target/millrace"

is_built() {
  for jar in "$home"/lib/millrace-packaging-*.jar; do :; done
  [ -f "$jar" ] && [ -z "$(find "$root"/pom.xml "$root"/*/pom.xml "$root"/*/src/main -newer "$jar" | head -n 1)" ]
}

if ! is_built; then
  echo "building, which takes some minutes the first time ..." >&2
  (cd "$root" && mvn -q -DskipTests package)
fi
exec "$home/bin/millrace-prove" demo "$@"
