#include "billbyagent/adapters/memory/store.hpp"
#include "billbyagent/adapters/postgres_store.hpp"
#include "billbyagent/adapters/store_sqlite.hpp"
#include "bindings.hpp"
#include "deadline.hpp"
#include "run.hpp"

namespace billbyagent::python {
namespace {

/// A transaction that knows when it is over, and that two threads cannot use at the same time.
class OpenTransaction {
 public:
  explicit OpenTransaction(std::unique_ptr<Transaction> transaction)
      : transaction_(std::move(transaction)) {}

  /// `(transaction.*function)(arguments...)` without the GIL.
  template <class Function, class... Arguments>
  auto call(Function function, const Arguments&... arguments) {
    if (!transaction_) throw py::value_error("the transaction is over");
    const Busy alone{*this};
    auto result = [&] {
      const py::gil_scoped_release unlocked;
      return (transaction_.get()->*function)(arguments...);
    }();
    return value(std::move(result));
  }
  void commit() {
    call(&Transaction::commit);
    transaction_.reset();
  }
  void end() {
    const Busy alone{*this};
    transaction_.reset();
  }

 private:
  struct Busy {
    explicit Busy(OpenTransaction& of) : open(of) {
      if (open.busy_) throw std::runtime_error("the transaction is in use by another thread");
      open.busy_ = true;
    }
    ~Busy() { open.busy_ = false; }
    OpenTransaction& open;
  };

  std::unique_ptr<Transaction> transaction_;
  bool busy_ = false;  ///< read and written with the GIL
};

/// A member function of the transaction as a function of the open one.
template <class R, class... Arguments>
auto through(Result<R> (Transaction::*function)(Arguments...)) {
  return [function](OpenTransaction& open, const std::decay_t<Arguments>&... arguments) {
    return open.call(function, arguments...);
  };
}

/// The store that `open_sqlite_store` opens, under a name of its own.
class SqliteStore final : public Store {
 public:
  explicit SqliteStore(SqliteStoreOptions options) : store_(value(open_sqlite_store(options))) {}
  Result<std::unique_ptr<StoreSession>> open(const TenantId& tenant, Access access) override {
    return store_->open(tenant, access);
  }

 private:
  std::unique_ptr<Store> store_;
};

class PostgresStore final : public Store {
 public:
  explicit PostgresStore(PostgresStoreOptions options)
      : store_(value(open_postgres_store(std::move(options)))) {}
  Result<std::unique_ptr<StoreSession>> open(const TenantId& tenant, Access access) override {
    return store_->open(tenant, access);
  }

 private:
  std::unique_ptr<Store> store_;
};

using BoundTransaction = py::class_<OpenTransaction>;

void bind_book_functions(BoundTransaction& cls) {
  cls.def("save_account", through(&Transaction::save_account), py::arg("account"))
      .def("accounts", through(&Transaction::accounts))
      .def("account", through(&Transaction::account), py::arg("id"))
      .def("save_contract", through(&Transaction::save_contract), py::arg("contract"),
           "Refuses what `check_update` refuses.")
      .def("contract_ids", through(&Transaction::contract_ids))
      .def("contract", through(&Transaction::contract), py::arg("id"))
      .def("tombstones", through(&Transaction::tombstones), "What was deleted, in that order.");
}

void bind_unit_functions(BoundTransaction& cls) {
  cls.def("unit_history", through(&Transaction::unit_history), py::arg("service"))
      .def("append_unit_change", through(&Transaction::append_unit_change), py::arg("service"),
           py::arg("change"))
      .def("machines", through(&Transaction::machines), py::arg("service"),
           "The machines that count now, by agent id.")
      .def("append_machine_events", through(&Transaction::append_machine_events),
           py::arg("service"), py::arg("events"))
      .def("machine_events", through(&Transaction::machine_events), py::arg("service"))
      .def("services_with_machine_events_since",
           through(&Transaction::services_with_machine_events_since), py::arg("day"))
      .def("held_readings", through(&Transaction::held_readings), py::arg("service"))
      .def("ended_readings", through(&Transaction::ended_readings), py::arg("service"))
      .def("services_with_held_readings", through(&Transaction::services_with_held_readings));
}

void bind_line_functions(BoundTransaction& cls) {
  cls.def("posted_lines", through(&Transaction::posted_lines), py::arg("contract"))
      .def("posted_line", through(&Transaction::posted_line), py::arg("key"))
      .def("append_batch", through(&Transaction::append_batch), py::arg("batch"), py::arg("lines"))
      .def("batches", through(&Transaction::batches), py::arg("contract") = py::none())
      .def("batch_count", through(&Transaction::batch_count), py::arg("contract"))
      .def("lines_of", through(&Transaction::lines_of), py::arg("batch"))
      .def("state_records", through(&Transaction::state_records), py::arg("batch"));
}

void bind_outbox_functions(BoundTransaction& cls) {
  cls.def("append_notice", through(&Transaction::append_notice), py::arg("notice"))
      .def("pending_notices", through(&Transaction::pending_notices), py::arg("limit") = 10'000,
           "Undelivered notices, oldest first.")
      .def("mark_delivered", through(&Transaction::mark_delivered), py::arg("notice"),
           py::arg("when"))
      .def("mark_failed", through(&Transaction::mark_failed), py::arg("notice"), py::arg("why"),
           py::arg("when"))
      .def("append_run", through(&Transaction::append_run), py::arg("run"))
      .def("runs", through(&Transaction::runs), py::arg("limit") = 100, "Newest first.");
}

void bind_transaction(py::module_& m) {
  BoundTransaction cls(
      m, "Transaction",
      "One tenant's data: a consistent state to read, or the only writer. Leaving a `with` "
      "block without `commit` undoes everything.");
  bind_book_functions(cls);
  bind_unit_functions(cls);
  bind_line_functions(cls);
  bind_outbox_functions(cls);
  cls.def("commit", &OpenTransaction::commit, "Makes everything durable and ends the transaction.")
      .def("rollback", &OpenTransaction::end, "Undoes everything and ends the transaction.")
      .def("__enter__", [](const py::object& self) { return self; })
      .def("__exit__", [](OpenTransaction& open, const py::args&) { open.end(); });
}

}  // namespace

void bind_stores(py::module_& m) {
  bind_transaction(m);
  py::class_<Store, py::smart_holder>(m, "Store",
                                      "Where contracts, histories, lines and notices live. May be "
                                      "shared between threads.")
      .def(
          "begin",
          [](Store& store, const TenantId& tenant, Access access) {
            return OpenTransaction{run([&] { return store.begin(tenant, access); })};
          },
          py::arg("tenant"), py::arg("access") = Access::read, py::keep_alive<0, 1>());
  py::class_<MemoryStore, Store, py::smart_holder>(
      m, "MemoryStore", "Lives as long as the object: for tests and trials.")
      .def(py::init([](const Timeout& busy_timeout) {
             return std::make_unique<MemoryStore>(milliseconds(busy_timeout));
           }),
           py::arg("busy_timeout") = Timeout{std::chrono::seconds{10}});
  py::class_<SqliteStore, Store, py::smart_holder>(
      m, "SqliteStore", "One SQLite file, which several processes may use at the same time.")
      .def(py::init([](const py::object& path, const Timeout& busy_timeout, bool create) {
             SqliteStoreOptions options;
             options.path = py::module_::import("os").attr("fspath")(path).cast<std::string>();
             options.busy_timeout = milliseconds(busy_timeout);
             options.create = create;
             options.cancelled = &interrupted;
             const py::gil_scoped_release unlocked;
             return std::make_unique<SqliteStore>(std::move(options));
           }),
           py::arg("path"), py::kw_only(),
           py::arg("busy_timeout") = Timeout{std::chrono::seconds{10}}, py::arg("create") = true);
  py::class_<PostgresStore, Store, py::smart_holder>(
      m, "PostgresStore",
      "A PostgreSQL database, which several hosts may use at the same time: "
      "`postgres://user@host/database`. Not in every build: the wheels are without it.")
      .def(py::init([](std::string url, const Timeout& busy_timeout, bool create) {
             PostgresStoreOptions options;
             options.url = std::move(url);
             options.busy_timeout = milliseconds(busy_timeout);
             options.create = create;
             const py::gil_scoped_release unlocked;
             return std::make_unique<PostgresStore>(std::move(options));
           }),
           py::arg("url"), py::kw_only(),
           py::arg("busy_timeout") = Timeout{std::chrono::seconds{10}}, py::arg("create") = true);
}

}  // namespace billbyagent::python
