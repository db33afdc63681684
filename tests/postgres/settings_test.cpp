// How a server is reached, and that no error tells a password.

#include "store_postgres/settings.hpp"
#include "conformance/must.hpp"
#include "postgres/database.hpp"
#include "store_postgres/statement.hpp"
#include "store_postgres/text.hpp"
#include "store_postgres/writes.hpp"

using namespace billbyagent;
using namespace billbyagent::conformance;
using namespace billbyagent::tests;
using namespace billbyagent::postgres;

namespace {

std::string setting(const std::string& url, const std::string& keyword) {
  const auto settings = must(read_settings(url));
  for (std::size_t i = 0; i < settings.keywords.size(); ++i)
    if (settings.keywords[i] == keyword) return settings.values[i];
  return "";
}

}  // namespace

TEST_CASE("PostgreSQL: a host that is not this machine has to prove who it is") {
  for (const std::string here :
       {"postgres://u@localhost/d", "postgres://u@127.0.0.1/d", "postgres://u@[::1]:5433/d",
        "postgres:///d?host=/run/postgresql", "postgres://u@%2Frun%2Fpostgresql/d"}) {
    CAPTURE(here);
    CHECK(setting(here, "sslmode") == "");
  }
  for (const std::string there :
       {"postgres://u@db.example/d", "postgres://u@10.0.0.1/d", "postgresql://u@localhost,db/d",
        "postgres://u@localhost/d?hostaddr=10.0.0.1", "postgres:///d?service=prod"}) {
    CAPTURE(there);
    CHECK(setting(there, "sslmode") == "verify-full");
  }
  CHECK(setting("postgres://u@db.example/d?sslmode=require", "sslmode") == "require");
}

TEST_CASE("PostgreSQL: no error tells a password") {
  for (const std::string url :
       {"postgres://u:s3cr3t@127.0.0.1:1/d", "postgres://u:s3cr3t@127.0.0.1:x/d",
        "postgres://u:s3cr3t@[::1/d", "postgres://u:s3cr3t@127.0.0.1:1/d?nonsense=1",
        "mysql://u:s3cr3t@h/d", "postgres://u:s3cr3t@h/d?password=s3cr3t&sslmode=none"}) {
    CAPTURE(url);
    const auto error = error_of(open_postgres_store({.url = url}));
    CHECK(to_string(error).find("s3cr3t") == std::string::npos);
    CHECK(shown_postgres_url(url).find("s3cr3t") == std::string::npos);
  }
  CHECK(shown_postgres_url("postgres://u:s3cr3t@127.0.0.1:1/d") == "postgres://u@127.0.0.1:1/d");
}

TEST_CASE("PostgreSQL: every text comes back as it was") {
  for (const std::string& text :
       {std::string{}, std::string{"plain \xC3\xA9 \xF0\x9F\x96\xA8"}, std::string{"a\0b\1c", 5},
        std::string{"\xFF\xC3"}, std::string{"\xED\xA0\x80 \xC0\x80 \xF4\x90\x80\x80"},
        std::string{"\1\1"}, std::string{"\xF0\x9F"}}) {
    CHECK(decoded(encoded(text)) == text);
    CHECK(encoded(text).find('\0') == std::string::npos);
  }
  CHECK(encoded("plain \xC3\xA9") == "plain \xC3\xA9");
  CHECK(encoded(std::string{"\0", 1}) ==
        "\1"
        "00");
}

TEST_CASE("PostgreSQL: parameters are numbered, and rows of a table go out together") {
  CHECK(numbered("a=?1 AND b=? OR c=?12") == "a=$1 AND b=$1 OR c=$12");
  const auto row = [](const std::string& sql, std::initializer_list<const char*> values) {
    Question question{numbered(sql)};
    for (const char* value : values) question.parameters.push_back({25, value});
    return question;
  };
  Writes writes;
  writes.add(row("INSERT INTO a (x, y) VALUES (?,?)", {"1", "2"}));
  writes.add(row("INSERT INTO b (x) VALUES (?)", {"3"}));
  writes.add(row("INSERT INTO a (x, y) VALUES (?,?)", {"4", "5"}));
  // A row is not replaced twice by one statement.
  const std::string save = "INSERT INTO s (x, y) VALUES (?,?) ON CONFLICT (x) DO UPDATE SET y=1";
  writes.add(row(save, {"k", "1"}));
  writes.add(row(save, {"l", "1"}));
  writes.add(row(save, {"k", "2"}));
  writes.add(row("DELETE FROM a WHERE x=?", {"1"}));
  writes.add(row("INSERT INTO b (x) VALUES (?)", {"6"}));
  const auto all = writes.take();
  REQUIRE(all.size() == 6);
  CHECK(all[0].sql == "INSERT INTO a (x, y) SELECT c1,c2 FROM unnest($1,$2) AS r(c1,c2)");
  REQUIRE(all[0].parameters.size() == 2);
  CHECK(all[0].parameters[1].value == R"({"2","5"})");
  CHECK(all[1].sql == "INSERT INTO b (x) VALUES ($1)");
  CHECK(all[2].sql ==
        "INSERT INTO s (x, y) SELECT c1,c2 FROM unnest($1,$2) AS r(c1,c2) "
        "ON CONFLICT (x) DO UPDATE SET y=1");
  CHECK(all[3].parameters[1].value == "2");
  CHECK(all[5].parameters[0].value == "6");
  CHECK(writes.empty());
  // Numbers, nulls in places, and nothing but nulls.
  for (const bool known : {true, false}) {
    Question line{"INSERT INTO a (x, y, z) VALUES ($1,$2,$3)", {{25, "a\"\\"}, {}, {}}};
    if (known) line.parameters[1] = {20, "7"};
    writes.add(line);
  }
  const auto lists = writes.take();
  REQUIRE(lists.size() == 1);
  CHECK(lists[0].sql == "INSERT INTO a (x, y, z) SELECT c1,c2,NULL FROM unnest($1,$2) AS r(c1,c2)");
  CHECK(lists[0].parameters ==
        std::vector<Parameter>{{1009, R"({"a\"\\","a\"\\"})"}, {1016, "{7,NULL}"}});
}
