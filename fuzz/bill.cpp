// Bytes as a history, a policy and postings: posting everything leaves nothing, and the lines add
// up to the same whether they were posted step by step or at once.

#include "billbyagent/domain/billing.hpp"

#include "fuzz.hpp"

using namespace billbyagent;

namespace {

class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}
  bool empty() const { return at_ >= size_; }
  int below(int end) { return empty() ? 0 : data_[at_++] % end; }

 private:
  const std::uint8_t* data_;
  std::size_t size_;
  std::size_t at_ = 0;
};

const Period february = Period::month(2028, 2);

Contract contract_of(Bytes& bytes) {
  const Currency currency = std::array{usd, jpy, kwd}[static_cast<std::size_t>(bytes.below(3))];
  const auto price = [&] {
    return UnitPrice::from_millionths(std::int64_t{bytes.below(256)} * 12'345 + bytes.below(256),
                                      currency)
        .value();
  };
  Service::Terms terms{.id = ServiceId{"s"},
                       .name = "s",
                       .currency = currency,
                       .prices = {{february.begin(), price(), price()}},
                       .proration = {static_cast<DayCount>(bytes.below(4)),
                                     static_cast<EffectiveDay>(bytes.below(2)),
                                     static_cast<Rounding>(bytes.below(3)),
                                     static_cast<RoundingStep>(bytes.below(2))},
                       .effective = february.begin()};
  if (bytes.below(3) == 0)
    terms.prices.push_back({february.begin().plus_days(bytes.below(29)), price(), price()});
  if (bytes.below(4) == 0) terms.end = february.begin().plus_days(1 + bytes.below(28));
  return Contract::create({.id = ContractId{"c"},
                           .account = AccountId{"a"},
                           .currency = currency,
                           .cycle = BillingCycle::calendar(CycleLength::monthly),
                           .start = february.begin(),
                           .services = {Service::create(terms).value()}})
      .value();
}

std::int64_t sum(const std::vector<PostedLine>& posted) {
  std::int64_t minor = 0;
  for (const auto& entry : posted) minor += entry.line.amount.minor();
  return minor;
}

void post_all(const Contract& contract, const UnitHistory& history,
              std::vector<PostedLine>& posted) {
  const Service& service = contract.terms().services[0];
  for (auto& line : unposted(contract, service, history, february, posted).value()) {
    must(line.quantity != 0);
    posted.push_back({.line = line, .batch = BatchId{"b"}});
  }
  must(unposted(contract, service, history, february, posted).value().empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes{data, size};
  const Contract contract = contract_of(bytes);
  UnitHistory history;
  std::vector<PostedLine> step_by_step;
  for (int changes = 0; !bytes.empty() && changes < 60; ++changes) {
    const Date day = february.begin().plus_days(bytes.below(40) - 5);
    (void)history.record(day, bytes.below(100)).value();
    if (bytes.below(2) == 0) post_all(contract, history, step_by_step);
  }
  post_all(contract, history, step_by_step);
  std::vector<PostedLine> at_once;
  post_all(contract, history, at_once);
  if (contract.terms().services[0].terms().proration.rounding_step == RoundingStep::line)
    must(sum(step_by_step) == sum(at_once));
  return 0;
}
