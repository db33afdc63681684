# The Python package as installed, beside Debian's Python.
set -euxo pipefail
DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
  /packages/python3-billbyagent_*.deb
cd /
python3 /packages/examples/first_bill.py | diff /packages/examples/expected/first_bill_py.txt -
echo "the first bill in Python is as expected"
