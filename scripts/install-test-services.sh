#!/usr/bin/env bash
# Installs from Debian what the tests need and the machine lacks: programs of Redis (the Redis queue), MariaDB and OpenSSH
# (departments' databases and drop folders), and Python's venv (a Singer tap). Takes milliseconds when nothing is missing.
# Starts and enables no service: redis-tools, mariadb-server-core and their like hold the programs alone (Redis's under the
# name redis-check-rdb; it acts by the name it is called).
#   install-test-services.sh            fails when something is missing and may not be installed
#   install-test-services.sh --or-warn  then names the command and goes on: the tests that need it fail and name it too
set -euo pipefail

# Debian package, and a command that succeeds when what is needed of it is there.
packages=(redis-tools mariadb-server-core openssh-server python3-venv)
have_redis-tools() {
  command -v redis-server >/dev/null || (exec -a redis-server redis-check-rdb --version) >/dev/null 2>&1
}

have_mariadb-server-core() { [ -x /usr/sbin/mariadbd ] && command -v mariadb-install-db >/dev/null; }
have_openssh-server() { [ -x /usr/sbin/sshd ]; }
have_python3-venv() { /usr/bin/python3 -c 'import venv, ensurepip' >/dev/null 2>&1; }

missing=()
for package in "${packages[@]}"; do
  "have_$package" || missing+=("$package")
done
[ "${#missing[@]}" -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then as_root=(sudo -n); fi
command="apt-get install -y --no-install-recommends ${missing[*]}"

if command -v apt-get >/dev/null && { [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null; }; then
  echo "installing what the tests need: ${missing[*]}" >&2
  install() {
    # shellcheck disable=SC2086
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 $command >"$log" 2>&1
  }
  log=$(mktemp)
  trap 'rm -f "$log"' EXIT
  # A fresh machine has no package lists yet, an old one has stale ones: then they are read anew and it is tried again.
  if install || { "${as_root[@]}" apt-get update >"$log" 2>&1 && install; }; then
    for package in "${missing[@]}"; do
      "have_$package" || { echo "$package is installed but does not run" >&2; exit 1; }
    done
    exit 0
  fi
  tail -n 5 "$log" >&2
fi

echo "the tests need ${missing[*]}; run: sudo $command" >&2
[ "${1:-}" = --or-warn ]
