# shellcheck shell=bash disable=SC2034 # its users read the variables
# What the scripts of this folder share; sourced, with $root set. Works with bash 3.2.

: "${root:?}"
module="$root/jobs/local-cluster"
engine="$module/target/lib"
launcher="$module/target/launcher"
# Partition maps are kept on Hadoop's file systems; a user's own Hadoop takes the place of these jars.
hadoop_jars="$root/jobs/job-kit/target/hadoop"
resources="$module/src/main/resources/org/partitioners/jobs/cluster"

# Java cannot ask whether stderr is a terminal: progress is rewritten in place on one, and logged elsewhere.
PARTITIONERS_TERMINAL=false
if [ -t 2 ]; then PARTITIONERS_TERMINAL=true; fi
export PARTITIONERS_TERMINAL

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

# Prints the newest jar of the module jobs/NAME whose name ends in ENDING: module_jar NAME ENDING.
module_jar() {
  local jar newest=
  for jar in "$root/jobs/$1/target/$1"-[0-9]*"$2"; do
    case $jar in *-sources.jar | *-javadoc.jar | *-tests.jar) continue ;; esac
    if [ -f "$jar" ] && { [ -z "$newest" ] || [ "$jar" -nt "$newest" ]; }; then newest=$jar; fi
  done
  printf '%s' "$newest"
}

# Prints the deployable jar of the module jobs/NAME: the shaded one.
job_jar() {
  module_jar "$1" -job.jar
}

# Sets $java to a Java of at least 17: JAVA_HOME's, else the path's.
find_java() {
  if [ -n "${JAVA_HOME:-}" ]; then
    java="$JAVA_HOME/bin/java"
    [ -x "$java" ] || fail "JAVA_HOME: $JAVA_HOME has no bin/java; point it at a JDK 17 or newer or unset it"
  else
    java=$(command -v java) || fail "no java on the PATH; install JDK 17 or newer or set JAVA_HOME"
  fi
  local line version
  line=$("$java" -version 2>&1 | grep ' version "' | head -n 1) || line=
  version=${line#*version \"}
  version=${version%%[!0-9]*}
  [ -n "$version" ] || fail "cannot tell the version of $java; JDK 17 or newer is needed"
  [ "$version" -ge 17 ] || fail "$java is too old ($line); JDK 17 or newer is needed"
}

# Prints the folder of jars that the runner NAME of Beam jobs needs: runner_lib NAME.
runner_lib() {
  printf '%s' "$root/jobs/beam-runners/$1/target/lib"
}

# Whether the module jobs/NAME has left what is run of it: is_built NAME.
is_built() {
  case $1 in
    local-cluster) [ -d "$engine" ] && [ -d "$launcher" ] && [ -n "$(module_jar local-cluster .jar)" ] ;;
    beam-runners/*) [ -d "$(runner_lib "${1#beam-runners/}")" ] ;;
    *) [ -n "$(job_jar "$1")" ] && [ -d "$hadoop_jars" ] ;;
  esac
}

# Builds the modules jobs/NAME… if one of them is not yet (later builds are mvn's business).
build_if_missing() {
  local name modules='' missing=false
  for name in "$@"; do
    modules=${modules:+$modules,}jobs/$name
    is_built "$name" || missing=true
  done
  if [ "$missing" = false ]; then return; fi
  command -v mvn >/dev/null 2>&1 ||
    fail "the jobs are not built yet and mvn is not on the PATH; install Maven 3.8 or newer"
  printf '%s\n' "building first: mvn -DskipTests -pl $modules -am package" >&2
  (cd "$root" && mvn -q -B -ntp -Dstyle.color=never -DskipTests -pl "$modules" -am package) >&2 </dev/null ||
    fail "the build failed; see mvn's messages above"
  for name in "$@"; do
    is_built "$name" || fail "the build left nothing to run in $root/jobs/$name/target"
  done
}
