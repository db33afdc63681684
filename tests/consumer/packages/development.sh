# C and C++ against the installed headers and libraries.
set -euxo pipefail
DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
  /packages/libbillbyagent*.deb gcc g++ cmake make pkg-config libc6-dev
cd "$(mktemp -d)"
examples=/packages/examples
cc -std=c99 -pedantic "$examples/first_bill.c" $(pkg-config --cflags --libs billbyagent-c) -o first_bill_c
./first_bill_c | diff "$examples/expected/first_bill.txt" -
c++ -std=c++20 "$examples/first_bill.cpp" $(pkg-config --cflags --libs billbyagent-core) -o first_bill_cpp
./first_bill_cpp | diff "$examples/expected/first_bill.txt" -
cat >CMakeLists.txt <<END
cmake_minimum_required(VERSION 3.25)
project(host LANGUAGES CXX)
find_package(billbyagent REQUIRED COMPONENTS app kaseya_vsa sqlite postgres notify_smtp system_clock)
add_executable(host $examples/first_night.cpp)
target_link_libraries(host PRIVATE billbyagent::app billbyagent::kaseya_vsa billbyagent::sqlite
                                   billbyagent::postgres billbyagent::notify_smtp billbyagent::system_clock)
END
cmake . >cmake.log
make
./host
echo "C and C++ compile, link and print the first bill as expected"
