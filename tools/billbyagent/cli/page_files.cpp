#include "cli/page_files.hpp"

#include <ostream>

#include "cli/safe_file.hpp"
#include "cli/tables.hpp"

namespace billbyagent::cli {
namespace {

std::string grouping_mark(const std::string& name) {
  if (name == "comma") return ",";
  if (name == "point") return ".";
  if (name == "space") return "\u202f";
  if (name == "apostrophe") return "\u2019";
  return {};
}

}  // namespace

Result<pages::Look> look_of(const Settings& settings) {
  if (settings.pages_decimal_mark == settings.pages_grouping)
    return Error{Errc::invalid_settings,
                 "pages-decimal-mark and pages-grouping are both " + settings.pages_grouping};
  pages::Look look;
  look.numbers = {settings.pages_decimal_mark == "comma" ? "," : ".",
                  grouping_mark(settings.pages_grouping)};
  look.provider = settings.pages_provider;
  look.note = settings.pages_note;
  if (settings.pages_logo.empty()) return look;
  // One byte more, so that a picture that is too large is told from one that just fits.
  const auto bytes =
      read_bounded(settings.pages_logo, pages::logo_bytes_max + 1, "pages-logo-file");
  if (!bytes) return bytes.error();
  auto logo = pages::logo_from(*bytes);
  if (!logo) return within("pages-logo-file", logo.error());
  look.logo = *std::move(logo);
  return look;
}

Result<void> write_page(Session& session, const std::string& file, const std::string& page) {
  if (auto written = write_whole_file(file, page); !written) return written;
  session.err() << "page written: " << printable(file) << '\n';
  return {};
}

}  // namespace billbyagent::cli
