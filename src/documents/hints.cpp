#include "documents/hints.hpp"

#include <algorithm>
#include <iterator>

namespace billbyagent::documents {

namespace {

std::string_view hint_about_rmm(Errc code) {
  switch (code) {
    case Errc::organization_not_linked:
      return "give the account an \"organization\" in the book and import it again; "
             "'billbyagent lists' shows the ids";
    case Errc::organization_gone:
    case Errc::machine_group_gone:
    case Errc::view_gone:
      return "the units stay as they are. Was it renamed in the RMM? An organization's new id goes "
             "into the account's 'organization', to be imported; for another group or view end the "
             "service and add one that counts what 'billbyagent lists' shows";
    case Errc::unauthorized:
      return "check the RMM's user and its access token (BILLBYAGENT_VSA_TOKEN or vsa-token-file; "
             "BILLBYAGENT_RMM_<NAME>_TOKEN or token-file)";
    case Errc::mfa_required:
      return "use an access token of the RMM user instead of a password "
             "(BILLBYAGENT_VSA_TOKEN or vsa-token-file)";
    case Errc::forbidden:
      return "give the RMM user the right to read organizations, machine groups, views and agents";
    case Errc::rate_limited:
      return "run again later, or with fewer vsa-connections";
    case Errc::timed_out:
      return "run again, or with a longer --deadline";
    case Errc::unreachable:
      return "check the RMM's url and the network; run again when it is back, nothing was lost";
    case Errc::tls_failed:
      return "check the server's certificate, or name its authority with vsa-ca-file or ca-file";
    case Errc::incomplete_scan:
    case Errc::protocol_error:
    case Errc::provider_failed:
      return "nothing was taken over; run again";
    case Errc::rmm_not_configured:
      return "a service names an RMM that the settings do not; the names have to be the same";
    case Errc::stale_export:
      return "see why the RMM exported nothing since; its services keep their units";
    case Errc::implausible_drop:
      return "look at 'billbyagent history CONTRACT/SERVICE'; if it is true: "
             "'billbyagent confirm CONTRACT/SERVICE'";
    default:
      return {};
  }
}

}  // namespace

std::string_view hint_for(Errc code) {
  switch (code) {
    case Errc::implausible_day:
      return "check the clock, and --as-of; if the day is right, run again with --believe-day "
             "--reason TEXT";
    case Errc::stale_counts:
      return "see why the RMM was not read ('billbyagent status'), and run 'billbyagent nightly'; "
             "to bill by the counts that there are: --stale-counts warned";
    case Errc::implausible_batch:
      return "if another system billed it so far, import it with \"billed_through\"; if all of it "
             "is to be billed now, or the price that was changed is right: run it for that "
             "contract with --believe-batch --reason TEXT";
    case Errc::store_busy:
      return "another run holds the database, or its server is in trouble, as it says above; run "
             "again later";
    case Errc::store_newer:
      return "a newer billbyagent wrote this database; run that version";
    case Errc::store_not_a_database:
      return "--database names some other file; it was left untouched";
    case Errc::file_failed:
      return "check the path and its permissions; 'billbyagent import' makes a new database";
    case Errc::units_unknown:
      return "run 'billbyagent nightly', or for typed-in units 'billbyagent correct'";
    case Errc::unit_source_locked:
      return "give the old service an end date and add a new one with the other unit source";
    case Errc::terms_locked:
      return "end what is saved and add a new service or contract; prices take further entries";
    case Errc::deleted:
      return "choose another id; 'billbyagent contracts --deleted' lists what was deleted";
    case Errc::reaches_back:
      return "take a later day, or --reach-back if those days are to be billed once more";
    case Errc::store_behind:
      return "a backup was restored, or this ledger belongs to another database: compare with "
             "'billbyagent reconcile FILE', then end the stop with --accept";
    case Errc::notice_failed:
      return "it stays in the outbox; 'billbyagent notify' tries again";
    case Errc::cancelled:
      return "what was committed stays; run again to do the rest";
    case Errc::internal:
      return "this is a fault of the program; please report it";
    default:
      return hint_about_rmm(code);
  }
}

namespace {

/// `rmm.mesh.token-file`, `BILLBYAGENT_RMM_MESH_TOKEN`
std::string setting(const RmmId& rmm, const char* key) {
  return rmm.empty() ? std::string{"rmm."} + key : "rmm." + rmm.text() + "." + key;
}
std::string variable(const RmmId& rmm, const char* key) {
  std::string name = rmm.empty() ? std::string{} : rmm.text() + "_";
  for (char& c : name) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == '-') c = '_';
  }
  return "BILLBYAGENT_RMM_" + name + key;
}

}  // namespace

std::string hint_of(const RmmOutcome& rmm) {
  if (!rmm.error) return {};
  // The default RMM may be one of the settings vsa-..., or one of a host's own.
  constexpr std::string_view others[] = {"kaseya_vsax", "meshcentral", "file"};
  const bool by_section = !rmm.rmm.empty() || std::find(std::begin(others), std::end(others),
                                                        rmm.provider) != std::end(others);
  const std::string token = variable(rmm.rmm, "TOKEN") + " or " + setting(rmm.rmm, "token-file");
  if (by_section) switch (rmm.error->code) {
      case Errc::unauthorized:
        return "check " + setting(rmm.rmm, rmm.provider == "kaseya_vsax" ? "token-id" : "user") +
               " and its access token (" + token + ")";
      case Errc::mfa_required:
        return "use an access token instead of a password (" + token + ")";
      case Errc::tls_failed:
        return "check the server's certificate, or name its authority with " +
               setting(rmm.rmm, "ca-file");
      case Errc::rate_limited:
        return "run again later, or with fewer " + setting(rmm.rmm, "connections");
      case Errc::unreachable:
        return "check " + setting(rmm.rmm, "url") +
               " and the network; run again when it is back, nothing was lost";
      default:
        break;
    }
  return std::string{hint_for(rmm.error->code)};
}

}  // namespace billbyagent::documents
