# A minimal Debian 12 in a folder, for the scripts that prove what needs a fresh machine; they are sourced
# into. Set before: `what` (the name in messages), `folder`. Run as root, with debootstrap installed.
# DEBIAN_MIRROR: where the packages come from (default: the first one that apt uses here).

stop() {
  echo "$what: $*" >&2
  exit 1
}
((EUID == 0)) || stop "run it as root: it makes a root file system and mounts /proc in it"
command -v debootstrap >/dev/null || stop "install debootstrap first"
mirror=${DEBIAN_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' | head -n 1)}
[[ -n $mirror ]] || stop "set DEBIAN_MIRROR"
mkdir -p "$folder"

# Mounts and processes live in namespaces of their own and end with the command.
# inside <root> <command...>
inside() {
  local root=$1
  shift
  unshare --mount --pid --fork -- bash -c '
    set -e
    root=$1; shift
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    exec chroot "$root" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
      "$@"' inside "$root" "${environment[@]}" "$@" </dev/null
}
# Where the way to the package registries has a certificate authority of its own, pip and npm have to
# be told to trust what the system trusts.
authorities=/etc/ssl/certs/ca-certificates.crt
environment=(CI=true PIP_CERT=$authorities NODE_EXTRA_CA_CERTS=$authorities)

# Where it is copied from: `$base`, with git and sudo and nothing else.
base=$folder/base
if [[ ! -e $base/.complete ]]; then
  echo "$what: minimal Debian 12 in $base"
  rm -rf "$base"
  debootstrap --variant=minbase bookworm "$base" "$mirror" >"$folder/debootstrap.log" 2>&1 ||
    stop "debootstrap failed, see $folder/debootstrap.log"
  cp /etc/resolv.conf "$base/etc/resolv.conf"
  # debootstrap leaves this to the installer; every installed Debian has it.
  printf '127.0.0.1 localhost\n::1 localhost\n' >"$base/etc/hosts"
  inside "$base" apt-get -qq update
  inside "$base" env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y \
    --no-install-recommends git sudo ca-certificates >"$folder/git.log" 2>&1
  cp /usr/local/share/ca-certificates/*.crt "$base/usr/local/share/ca-certificates/" 2>/dev/null || true
  inside "$base" update-ca-certificates >>"$folder/git.log" 2>&1
  inside "$base" useradd --create-home --shell /bin/bash builder
  echo 'builder ALL=(ALL) NOPASSWD: ALL' >"$base/etc/sudoers.d/builder"
  rm -rf "$base"/var/lib/apt/lists/*
  touch "$base/.complete"
fi
