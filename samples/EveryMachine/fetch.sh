#!/usr/bin/env bash
# fetch.sh [WHAT...]: unpacks packages of Debian for every machine, without installing anything.
#   loaders   boot loaders (the default)
#   programs  what tests of this repository boot besides: memtest86+, Xen
#   kernels   Linux for each machine, and what a .NET program needs there; x64: for this one alone
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
x64=(linux-image-cloud-amd64:amd64 busybox-static:amd64 libc6:amd64 libgcc-s1:amd64 libstdc++6:amd64)
kernels=(
    "${x64[@]}"
    linux-image-cloud-arm64:arm64 busybox-static:arm64 libc6:arm64 libgcc-s1:arm64 libstdc++6:arm64
    linux-image-686-pae:i386 busybox-static:i386 libc6:i386 libgcc-s1:i386 mono-runtime-sgen:i386
    linux-image-armmp:armhf busybox-static:armhf libc6:armhf libgcc-s1:armhf mono-runtime-sgen:armhf
    linux-image-powerpc64le:ppc64el busybox-static:ppc64el libc6:ppc64el libgcc-s1:ppc64el mono-runtime-sgen:ppc64el
    linux-image-s390x:s390x busybox-static:s390x libc6:s390x libgcc-s1:s390x mono-runtime-sgen:s390x
    libmono-corlib4.5-dll:amd64
)
programs=(memtest86+:amd64 xen-hypervisor-4.17-amd64:amd64)

wanted=()
for what in "${@:-loaders}"; do
    case $what in
        loaders) wanted+=("${loaders[@]}") ;;
        x64) wanted+=("${x64[@]}") ;;
        kernels) wanted+=("${kernels[@]}") ;;
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
# A package without content names the newest kernel: its name stands for that one's.
declare -A names=()
for package in "${missing[@]}"; do
    case $package in
        linux-image-*) names[$package]=$(apt-cache show "$package" | sed -n 's/^Depends: \([^ ,]*\).*/\1/p' | head -n 1) ;;
        *) names[$package]=${package%:*} ;;
    esac
done
real=()
for package in "${missing[@]}"; do
    real+=("${names[$package]}:${package#*:}")
done
(cd "$work/packages" && apt-get download -q "${real[@]}" >&2)
for package in "${missing[@]}"; do
    architecture=${package#*:}
    file=$(compgen -G "$work/packages/${names[$package]}_*.deb" | grep -E "_($architecture|all)\.deb$" | head -n 1)
    mkdir -p "$into/$architecture"
    case $package in
        # Not the modules of a kernel: they are not used, and large.
        linux-image-*) dpkg-deb --fsys-tarfile "$file" | tar -x -C "$into/$architecture" ./boot ;;
        *) dpkg-deb -x "$file" "$into/$architecture" ;;
    esac
    : >"$into/have/$package"
done
echo "$into"
