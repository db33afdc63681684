#pragma once

/// The token that goes with every request; there is no session.

#include <string>

#include "kaseya_vsax/options.hpp"
#include "odata/access.hpp"

namespace billbyagent::kaseya_vsax {

class TokenAccess final : public odata::Access {
 public:
  explicit TokenAccess(const Settings& settings) : settings_(settings) {}

  bool is_good_for(std::size_t) const override { return true; }
  Result<void> ensure(std::size_t, http::Deadline) override { return {}; }
  http::Request request(const std::string& path_and_query, std::size_t) override {
    http::Request request;
    request.target = settings_.base + path_and_query;
    request.headers = {{"Authorization", settings_.authorization.reveal()},
                       {"Accept", "application/json"}};
    return request;
  }
  void served() override {}
  /// A token that is refused once is refused again: the answer is an error like any other.
  bool is_refusal(const http::Response&) const override { return false; }
  Result<void> refused(const std::string&) override { return {}; }

 private:
  const Settings& settings_;
};

}  // namespace billbyagent::kaseya_vsax
