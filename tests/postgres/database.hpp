#pragma once

/// A schema of its own on the server of these tests, which goes with it.

#include <libpq-fe.h>

#include <unistd.h>
#include <atomic>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "billbyagent/adapters/postgres_store.hpp"

namespace billbyagent::tests {

/// Statements past the store.
class RawPostgres {
 public:
  explicit RawPostgres(const std::string& url) : connection_(PQconnectdb(url.c_str())) {
    if (PQstatus(connection_) != CONNECTION_OK)
      throw std::runtime_error(PQerrorMessage(connection_));
    PQsetNoticeProcessor(
        connection_, [](void*, const char*) {}, nullptr);
  }
  RawPostgres(const RawPostgres&) = delete;
  RawPostgres& operator=(const RawPostgres&) = delete;
  ~RawPostgres() { PQfinish(connection_); }

  /// What went wrong, or nothing.
  std::string run(const std::string& sql) { return rows(sql).second; }
  /// The first column.
  std::vector<std::string> list(const std::string& sql) {
    auto [found, error] = rows(sql);
    if (!error.empty()) throw std::runtime_error(error);
    return found;
  }

 private:
  std::pair<std::vector<std::string>, std::string> rows(const std::string& sql) {
    const std::unique_ptr<PGresult, decltype(&PQclear)> result{PQexec(connection_, sql.c_str()),
                                                               PQclear};
    std::vector<std::string> found;
    for (int row = 0; row < PQntuples(result.get()); ++row)
      found.emplace_back(PQgetvalue(result.get(), row, 0));
    return {std::move(found), PQresultErrorMessage(result.get())};
  }

  PGconn* connection_;
};

class Schema {
 public:
  Schema() : name_(next_name()) { RawPostgres{server_url()}.list("CREATE SCHEMA " + name_); }
  Schema(const Schema&) = delete;
  Schema& operator=(const Schema&) = delete;
  ~Schema() { RawPostgres{server_url()}.run("DROP SCHEMA " + name_ + " CASCADE"); }

  static std::string server_url() {
    std::ifstream file{POSTGRES_SERVER_FILE};
    std::string url;
    if (!std::getline(file, url))
      throw std::runtime_error("no server: the ctest fixture postgres_server_start runs it");
    return url;
  }
  /// The server's URL, or another one that leads there, with this schema as search path.
  std::string url(const std::string& server = server_url()) const {
    return server + "?options=-csearch_path%3D" + name_;
  }
  const std::string& name() const { return name_; }
  PostgresStoreOptions options() const { return {.url = url()}; }
  std::unique_ptr<Store> open() const { return open_postgres_store(options()).value(); }
  RawPostgres raw() const { return RawPostgres{url()}; }

 private:
  static std::string next_name() {
    static std::atomic<int> last = 0;
    return "t" + std::to_string(::getpid()) + "_" + std::to_string(++last);
  }

  std::string name_;
};

}  // namespace billbyagent::tests
