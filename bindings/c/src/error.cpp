#include "error.hpp"

#include <new>

#include "billbyagent/version.hpp"

namespace billbyagent::capi {
namespace {

// Never written, and never deleted by `bba_error_free`.
constinit bba_error no_memory{BBA_OUT_OF_MEMORY, "", "out_of_memory (memory ran out)"};

void put(bba_error** error, bba_error* made) noexcept {
  if (!error) return;
  bba_error_free(error);
  *error = made;
}

bba_status out_of_memory(bba_error** error) noexcept {
  put(error, &no_memory);
  return BBA_OUT_OF_MEMORY;
}

}  // namespace

bba_status fail(bba_error** error, Error failure) noexcept try {
  const auto status = static_cast<bba_status>(failure.code);
  if (error) put(error, new OwnedError(std::move(failure)));
  return status;
} catch (...) {
  return out_of_memory(error);
}

bba_status fail_with_exception(bba_error** error) noexcept {
  try {
    try {
      throw;
    } catch (const Exception& failure) {
      return fail(error, failure.error());
    } catch (const std::bad_alloc&) {
      return out_of_memory(error);
    } catch (const std::exception& fault) {
      return fail(error, Error{Errc::internal, fault.what()});
    } catch (...) {
      return fail(error, Error{Errc::internal, "unknown exception"});
    }
  } catch (...) {
    return out_of_memory(error);
  }
}

}  // namespace billbyagent::capi

using namespace billbyagent;

namespace {

const ErrcInfo* row_of(bba_status status) noexcept {
  for (const auto& row : errc_table)
    if (static_cast<bba_status>(row.code) == status) return &row;
  return &errc_table.back();
}

}  // namespace

// The texts of the table are literals, so that they end with NUL.
const char* bba_status_name(bba_status status) {
  if (status == BBA_OK) return "ok";
  if (status == BBA_OUT_OF_MEMORY) return "out_of_memory";
  return row_of(status)->name.data();
}

const char* bba_status_meaning(bba_status status) {
  if (status == BBA_OK) return "it went well";
  if (status == BBA_OUT_OF_MEMORY) return "memory ran out";
  return row_of(status)->meaning.data();
}

bba_status bba_error_status(const bba_error* error) { return error ? error->status : BBA_OK; }
const char* bba_error_context(const bba_error* error) { return error ? error->context : ""; }
const char* bba_error_message(const bba_error* error) { return error ? error->message : ""; }

void bba_error_free(bba_error** error) {
  if (!error) return;
  if (*error != &capi::no_memory) delete static_cast<capi::OwnedError*>(*error);
  *error = nullptr;
}

const char* bba_version(void) { return BILLBYAGENT_VERSION; }

uint32_t bba_abi_version(void) {
  return std::uint32_t{BBA_ABI_VERSION_MAJOR} * 65536u + std::uint32_t{BBA_ABI_VERSION_MINOR};
}

int32_t bba_has_feature(const char* name) {
  if (!name) return 0;
  for (const std::string_view feature :
       {"sqlite", "kaseya_vsa", "kaseya_vsax", "meshcentral", "file", "memory", "provider_table",
        "provider_load", "time_zones"})
    if (feature == name) return 1;
  return 0;
}
