// A page as a VSA X server may send it, and the link to the next one.

#include "fuzz.hpp"
#include "kaseya_vsax/assets.hpp"
#include "kaseya_vsax/decode.hpp"
#include "odata/links.hpp"

using namespace billbyagent;
using namespace billbyagent::kaseya_vsax;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  http::Response response;
  response.status = 200;
  response.body = as_text(data, size);
  std::vector<Device> devices;
  const auto page = as_devices()(response, devices);
  if (!page) {
    must(!page.error().context.empty());
  } else {
    for (const Device& device : devices) must(!device.id.empty() && !device.agent.group.empty());
    odata::Links links{{http::Scheme::https, "tenant.vsax.net", 443}, "/api/v3/devices"};
    if (const auto next = links.follow(page->next_link.text, devices.size()))
      must(next->target.starts_with("/"));
  }
  std::vector<Asset> assets;
  if (as_assets()(response, assets))
    for (const Asset& asset : assets) must(!asset.id.empty());
  return 0;
}
