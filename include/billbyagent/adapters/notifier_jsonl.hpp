#pragma once

/// Notices as JSON lines, to a file or to whatever the host does with a line. Link
/// `billbyagent::notify`. Threads: one delivery at a time per notifier.

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "billbyagent/ports/notifier.hpp"

namespace billbyagent {

/// One object per line: id, tenant, kind, account, contract, recipients, subject, body, created.
/// Success means that the line is on disk. Errors: `notice_failed` naming the path.
std::unique_ptr<Notifier> make_jsonl_notifier(std::string path);

/// The same lines, without their line break, to a function; what it answers is the delivery's
/// result.
std::unique_ptr<Notifier> make_jsonl_notifier(
    std::function<Result<void>(std::string_view line)> write);

}  // namespace billbyagent
