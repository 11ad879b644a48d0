#!/usr/bin/env bash
# fetch.sh [WHAT...]: unpacks packages of Debian for every machine, without installing anything.
#   loaders   boot loaders (the default)
#   programs  what tests of this repository boot besides: memtest86+, Xen
#   kernels   Linux for each machine, and the libraries that a .NET program needs
# They go to $EVERY_MACHINE, or a folder of the user's cache, as <architecture>/usr/lib/…; what is there stays.
# Needs apt with Debian's sources: on another system, run it in a container of Debian.
set -euo pipefail

into=${EVERY_MACHINE:-${XDG_CACHE_HOME:-$HOME/.cache}/isobuild/machines}
here=bookworm
# Debian has had riscv64 since 13.
riscv=trixie

loaders=(
    shim-signed:amd64 shim-helpers-amd64-signed:amd64 grub-efi-amd64-signed:amd64 grub-efi-amd64-bin:amd64 systemd-boot-efi:amd64
    grub-pc-bin:amd64 grub-efi-ia32-bin:amd64
    shim-signed:arm64 shim-helpers-arm64-signed:arm64 grub-efi-arm64-signed:arm64 grub-efi-arm64-bin:arm64 systemd-boot-efi:arm64
    grub-efi-arm-bin:armhf
    grub-ieee1275-bin:ppc64el
    grub-efi-riscv64-bin:riscv64
)
programs=(memtest86+:amd64 xen-hypervisor-4.17-amd64:amd64)

wanted=()
for what in "${@:-loaders}"; do
    case $what in
        loaders) wanted+=("${loaders[@]}") ;;
        programs) wanted+=("${programs[@]}") ;;
        *) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0" >&2; exit 2 ;;
    esac
done

mkdir -p "$into/have"
# One at a time: tests and samples may ask for the same.
exec 9>"$into/have/.lock"
! command -v flock >/dev/null || flock 9

missing=()
for package in "${wanted[@]}"; do
    [ -e "$into/have/$package" ] || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
    echo "$into"
    exit 0
fi

command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || { echo "fetch.sh: apt-get and dpkg-deb are needed: run this on Debian, or in a container of it." >&2; exit 1; }

# The mirror that this system uses, with an index of its own: the system's packages and architectures stay as they are.
# Where the system has no index yet, only addresses tell.
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Label: Debian' 'Component: main' | head -n 1)
[ -n "$mirror" ] || mirror=$(apt-get indextargets --no-release-info --format '$(REPO_URI)' 'Created-By: Packages' 'Component: main' | grep -m 1 '/debian/$' || true)
[ -n "$mirror" ] || { echo "fetch.sh: no source of Debian's packages in /etc/apt: run this on Debian, or in a container of it." >&2; exit 1; }
keys=/usr/share/keyrings/debian-archive-keyring.gpg

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/sources" "$work/packages"
: >"$work/status"

source_of() { # a suite, and those of its architectures of which something is missing
    local architectures
    architectures=$(printf '%s\n' "${missing[@]#*:}" | grep -E "$2" | sort -u | tr '\n' ' ' || true)
    [ -z "$architectures" ] || printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\nTargets: Packages\nArchitectures: %s\n' "$mirror" "$1" "$keys" "$architectures" >"$work/sources/$1.sources"
}
source_of "$here" '^(amd64|i386|arm64|armhf|ppc64el|s390x)$'
source_of "$riscv" '^riscv64$'

cat >"$work/apt.conf" <<CONF
Dir::State "$work";
Dir::State::lists "$work/lists";
Dir::State::status "$work/status";
Dir::Cache "$work/cache";
Dir::Etc::sourcelist "/dev/null";
Dir::Etc::sourceparts "$work/sources";
APT::Architecture "amd64";
APT::Architectures { "amd64"; "i386"; "arm64"; "armhf"; "ppc64el"; "s390x"; "riscv64"; };
Acquire::Languages "none";
Acquire::Retries "3";
CONF
# Nothing is installed, so nobody else need own what is downloaded.
[ "$(id -u)" -ne 0 ] || echo 'APT::Sandbox::User "root";' >>"$work/apt.conf"
export APT_CONFIG=$work/apt.conf

apt-get update -q >&2
(cd "$work/packages" && apt-get download -q "${missing[@]}" >&2)
for package in "${missing[@]}"; do
    name=${package%:*}
    architecture=${package#*:}
    file=$(compgen -G "$work/packages/${name}_*.deb" | grep -E "_($architecture|all)\.deb$" | head -n 1)
    mkdir -p "$into/$architecture"
    dpkg-deb -x "$file" "$into/$architecture"
    : >"$into/have/$package"
done
echo "$into"
