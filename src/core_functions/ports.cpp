// The longer functions of the headers in ports, compiled; see base/linked.hpp.
#include "billbyagent/ports/detail/changes.hpp"
#include "billbyagent/ports/detail/dossier.hpp"
#include "billbyagent/ports/detail/rmm_provider.hpp"
#include "billbyagent/ports/detail/transaction_book.hpp"
#include "billbyagent/ports/detail/transaction_lines.hpp"
#include "billbyagent/ports/detail/transaction_loading.hpp"
#include "billbyagent/ports/detail/transaction_outbox.hpp"
#include "billbyagent/ports/detail/transaction_units.hpp"
