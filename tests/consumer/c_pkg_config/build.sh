#!/bin/bash
# Plain C against the installed library: a C compiler, pkg-config, and no C++ anywhere.
# Usage: build.sh CC PREFIX_LIBDIR EXAMPLES FOLDER [FLAG...]
set -euo pipefail
cc=$1 libdir=$2 examples=$3 folder=$4
shift 4
export PKG_CONFIG_PATH=$libdir/pkgconfig
mkdir -p "$folder"
cd "$folder"
read -ra compile < <(pkg-config --cflags billbyagent-c)
read -ra link < <(pkg-config --libs billbyagent-c)
strict=(-std=c99 -pedantic -Wall -Wextra -Werror)

for example in first_bill provider; do
  "$cc" "${strict[@]}" "$@" "${compile[@]}" "$examples/$example.c" "${link[@]}" \
    -Wl,-rpath,"$libdir" -o "$example"
done
# A provider needs the headers and links nothing of the library.
"$cc" "${strict[@]}" "$@" "${compile[@]}" -shared -fPIC "$examples/c_provider.c" -o provider.so

./first_bill | diff "$examples/expected/first_bill.txt" -
./provider ./provider.so "$examples/estate.csv" | diff "$examples/expected/provider.txt" -
echo "plain C: the installed library does what its examples say"
