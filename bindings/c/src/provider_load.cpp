// Providers in shared objects.

#include <dlfcn.h>

#include <array>
#include <new>

#include "bba/providers.h"
#include "handles.hpp"
#include "provider_table.hpp"
#include "rmm.hpp"
#include "structs.hpp"

using namespace billbyagent;
using namespace billbyagent::capi;

namespace {

using Object = std::shared_ptr<void>;

Object load(const std::string& path) {
  // Without a slash the loader would search its own path, and the provider would be whichever file
  // of that name it finds.
  const std::string file = path.find('/') == std::string::npos ? "./" + path : path;
  void* object = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!object) {
    const char* why = dlerror();
    refuse(Errc::file_failed, why ? why : "cannot load " + path);
  }
  return Object{object, [](void* loaded) { dlclose(loaded); }};
}

bba_provider_init_function init_of(const Object& object, const std::string& path) {
  void* symbol = dlsym(object.get(), BBA_PROVIDER_INIT_SYMBOL);
  if (!symbol) refuse(Errc::invalid_settings, path + " does not define " BBA_PROVIDER_INIT_SYMBOL);
  return reinterpret_cast<bba_provider_init_function>(symbol);
}

/// Room for a table of any version, see `bba_provider_init_function`.
union TableRoom {
  bba_provider_table table;
  std::array<unsigned char, struct_size_max> bytes;
};

bba_provider_table ask_for_table(bba_provider_init_function init, const bba_setting* settings,
                                 std::size_t count, const std::string& path) {
  std::array<char, 512> reason{};
  TableRoom room{.bytes = {}};
  const bba_status status =
      init(&room.table, BBA_PROVIDER_ABI_VERSION, settings, count, reason.data(), reason.size());
  reason.back() = '\0';
  if (status != BBA_OK)
    refuse(errc_of(status).value_or(Errc::provider_failed),
           reason[0] == '\0' ? path + " did not say why" : reason.data());
  try {
    return checked_table(&room.table);
  } catch (...) {
    if (room.table.struct_size >= sizeof(bba_provider_table) && room.table.release)
      room.table.release(room.table.payload);
    throw;
  }
}

std::shared_ptr<RmmProvider> provider_or_release(const bba_provider_table& table) {
  try {
    return provider_over(table);
  } catch (...) {
    if (table.release) table.release(table.payload);
    throw;
  }
}

/// The object holds the provider's functions, so it goes last.
struct Loaded {
  Object object;
  std::shared_ptr<RmmProvider> provider;
};

}  // namespace

bba_status bba_provider_load(bba_provider** out, const char* path, const bba_setting* settings,
                             size_t count, bba_error** error) {
  return give_handle(error, out, [&] {
    const std::string file = required_text(path, "path");
    if (count > 0) required(settings, "settings");
    auto loaded = std::make_shared<Loaded>(Loaded{load(file), nullptr});
    const auto table = ask_for_table(init_of(loaded->object, file), settings, count, file);
    loaded->provider = provider_or_release(table);
    RmmProvider* provider = loaded->provider.get();
    return provider_handle(std::shared_ptr<RmmProvider>{std::move(loaded), provider});
  });
}
