#pragma once

/// A book says what it names; what it does not name goes on as it is saved.

#include <string>

#include "billbyagent/domain/book.hpp"

namespace billbyagent::app {

/// The keys that a document names of one thing. Without a document everything is named.
class Named {
 public:
  explicit Named(const NamedKeys* keys, std::string prefix = {})
      : keys_(keys), prefix_(std::move(prefix)) {}

  bool all() const noexcept { return keys_ == nullptr; }
  bool says(const std::string& key) const { return !keys_ || keys_->contains(prefix_ + key); }
  Named of_service(const ServiceId& id) const {
    return Named{keys_, prefix_ + "services/" + detail::escaped_key_part(id.text()) + "/"};
  }

 private:
  const NamedKeys* keys_;
  std::string prefix_;
};

Account with_saved(const Account& saved, Account wanted, const Named& named);

/// Status, tax categories and limits of quantities are left as `wanted` has them: they have days of
/// their own (as_amendments.hpp). Of a service of which nothing was ever posted the first price of
/// the book stands for the first one that is saved, whatever their days.
Result<Contract> with_saved(const Contract& saved, const Contract& wanted, const Named& named,
                            const EverPosted& posted);

}  // namespace billbyagent::app
