# The program as installed: from an export of machines to a posted bill.
set -euxo pipefail
DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends /packages/billbyagent_*.deb
billbyagent --version
test -s /usr/share/man/man1/billbyagent.1
test -s /usr/share/bash-completion/completions/billbyagent
test -s /lib/systemd/system/billbyagent-nightly.timer
test -s /usr/share/billbyagent/presets/ninjaone.json

cd "$(mktemp -d)"
# As docs/packages.md says.
printf 'id,organization\n1,Acme\n2,Acme\n3,Birch\n' >devices.csv
billbyagent init --rmm file:devices.csv --unit-price 5.00 --currency USD | grep -q '15.00'
billbyagent import book.json
billbyagent nightly

cd "$(mktemp -d)"
printf 'id,organization\n1,Acme\n2,Acme\n3,Birch\n' >devices.csv
cat >book.json <<END
{"accounts": [{"id": "acme", "name": "Acme Ltd", "organization": "Acme"}],
 "contracts": [{"id": "C-1", "account": "acme", "currency": "USD", "cycle": "monthly",
   "start_date": "2026-06-01",
   "services": [{"id": "care", "unit_price": "5.00", "units": {"source": "agents"}}]}]}
END
billbyagent import book.json
billbyagent --rmm file:devices.csv nightly --as-of 2026-06-01
billbyagent post --as-of 2026-06-01
billbyagent export | grep -q '10.00'
echo "two machines of Acme Ltd were counted and 10.00 posted"
