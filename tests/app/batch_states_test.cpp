#include "app/world.hpp"

using namespace world;

namespace {

const StateChange by_ann{"ann", "because"};

struct PostedWorld : World {
  PostedWorld() {
    add_machines(1, 10);
    save({ContractSpec{}});
    run_night(june_1);
    post(june_1);
  }
};

const BatchId batch{"C-1#1"};

}  // namespace

TEST_CASE("posted, invoiced, exported") {
  PostedWorld w;
  REQUIRE(mark_invoiced(w.desk(), {batch}, "INV-7", by_ann));
  CHECK(w.posted()[0].state == LineState::invoiced);
  CHECK(w.posted()[0].invoice_number == "INV-7");
  REQUIRE(mark_exported(w.desk(), {batch}, by_ann));
  CHECK(w.posted()[0].state == LineState::exported);
  CHECK(w.posted()[0].invoice_number == "INV-7");
  CHECK(texts(w.post(june_1)).empty());
}

TEST_CASE("unposted lines come back under the next sequence number, and stay on record") {
  PostedWorld w;
  REQUIRE(unpost(w.desk(), batch, by_ann));
  CHECK(w.posted()[0].state == LineState::returned);
  CHECK(texts(w.post(june_1)) == Texts{"2026-06-01..2026-06-30  10 x 5.00  50.00 USD  recurring"});
  const auto posted = w.posted();
  REQUIRE(posted.size() == 2);
  CHECK(posted[0].line.key.sequence == 1);
  CHECK(posted[1].line.key.sequence == 2);
  CHECK(posted[1].batch == BatchId{"C-1#2"});
}

TEST_CASE("voiding an invoice returns the lines of all its batches") {
  PostedWorld w;
  w.add_machines(11, 11);
  w.run_night(Date{2026, 6, 10});
  w.post(Date{2026, 6, 10});
  REQUIRE(mark_invoiced(w.desk(), {batch, BatchId{"C-1#2"}}, "INV-7", by_ann));
  const auto returned = void_invoice(w.desk(), "INV-7", by_ann);
  REQUIRE(returned);
  CHECK(returned->size() == 2);
  CHECK(texts(w.post(Date{2026, 6, 10})) ==
        Texts{"2026-06-01..2026-06-30  10 x 5.00  50.00 USD  recurring",
              "2026-06-10..2026-06-30  +1 x 5.00 x 21/30  3.50 USD  increment"});
  CHECK(void_invoice(w.desk(), "INV-7", by_ann).error().code == Errc::not_found);
}

TEST_CASE("steps out of order are refused and change nothing") {
  PostedWorld w;
  CHECK(mark_exported(w.desk(), {batch}, by_ann).error().code == Errc::wrong_state);
  CHECK(mark_invoiced(w.desk(), {batch}, "", by_ann).error().code == Errc::invalid_argument);
  CHECK(mark_invoiced(w.desk(), {batch, BatchId{"C-1#9"}}, "INV-7", by_ann).error().code ==
        Errc::not_found);
  CHECK(w.posted()[0].state == LineState::posted);
  CHECK(unpost(w.desk(), batch, {"ann", ""}).error().code == Errc::invalid_argument);
  CHECK(unpost(w.desk(), BatchId{"C-1#9"}, by_ann).error().code == Errc::not_found);
  REQUIRE(mark_invoiced(w.desk(), {batch}, "INV-7", by_ann));
  CHECK(unpost(w.desk(), batch, by_ann).error().code == Errc::wrong_state);
  CHECK(mark_invoiced(w.desk(), {batch}, "INV-8", by_ann).error().code == Errc::wrong_state);
  CHECK(w.posted()[0].invoice_number == "INV-7");
}
