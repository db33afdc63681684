// From bytes to text: packing, encodings, other kinds of files, and which file is read at all.

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "adapters/file_making.hpp"
#include "adapters/file_reading.hpp"
#include "adapters/temporary_file.hpp"
#include "file_provider/encoding.hpp"
#include "file_provider/kind.hpp"

using namespace billbyagent;
using tests::packed;
using tests::reading_of;
using tests::utf16;

namespace {

tests::Reading read(const std::string& bytes, FileProviderOptions options = {}) {
  const tests::TemporaryFile file{bytes};
  options.machines = file.path();
  return reading_of(options);
}

const std::string text = "id,organization\n1,Acme\n2,Acme\n";

/// A folder of files, each a minute younger than the one before.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "exports-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  void add(const std::string& name, const std::string& content) {
    std::ofstream{path_ / name} << content;
    const auto year_2026 = std::filesystem::file_time_type::clock::now();
    std::filesystem::last_write_time(path_ / name, year_2026 + std::chrono::minutes{files_++});
  }
  std::string path(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
  int files_ = 0;
};

}  // namespace

TEST_CASE("packed files are read, and damage is seen") {
  const std::string whole = packed(text);
  CHECK(read(whole).counts() == "Acme 2");
  CHECK(read(packed("id,organization\n") + packed("1,Acme\n")).counts() == "Acme 1");
  CHECK(read(whole + std::string(512, '\0')).counts() == "Acme 2");
  CHECK(read(whole.substr(0, whole.size() - 3))
            .error.find("incomplete_scan: the packed data does not end") == 0);
  std::string damaged = whole;
  damaged[damaged.size() - 6] = static_cast<char>(damaged[damaged.size() - 6] ^ 1);
  CHECK(read(damaged).error.find("protocol_error: the packed data is damaged") == 0);
  CHECK(read(whole + "x").error.find("protocol_error: something follows the packed data") == 0);
  FileProviderOptions options;
  options.file_bytes_max = 10'000;
  CHECK(read(packed(text + std::string(1'000'000, '\n')), options)
            .error.find("out_of_range: more than 10000 bytes when unpacked") == 0);
}

TEST_CASE("encodings") {
  struct Case {
    std::string bytes;
    std::string encoding;
    std::string counts;
    std::string noted;
  };
  const std::string umlaut = "id,organization\n1,M\xFCller\n";
  for (const auto& test : {
           Case{"\xEF\xBB\xBF" + text, "", "Acme 2", ""},
           Case{"\xFF\xFE" + utf16(text, false), "", "Acme 2", "is UTF-16LE"},
           Case{"\xFE\xFF" + utf16(text, true), "", "Acme 2", "is UTF-16BE"},
           Case{utf16(text, false), "", "Acme 2", "is no UTF-8, and is read as UTF-16LE"},
           Case{umlaut, "", "M\xC3\xBCller 1", "is no UTF-8, and is read as WINDOWS-1252"},
           Case{umlaut, "iso-8859-1", "M\xC3\xBCller 1", ""},
           Case{"id,organization\n1,M\x81ller\n", "cp850", "M\xC3\xBCller 1", ""},
           Case{"id,organization\n1,M\x81ller\n", "", "protocol_error: , line 2: is no UTF-8", ""},
           Case{"id,organization\n1,M\xC3\xBCller\n2,M\xFCller\n", "",
                "protocol_error: , line 3: is no UTF-8", ""},
           Case{umlaut, "utf-8", "protocol_error: , line 2: is no utf-8", ""},
           Case{umlaut, "klingon", "invalid_settings: encoding: this system can't read 'klingon'",
                ""},
       }) {
    CAPTURE(test.bytes);
    FileProviderOptions options;
    options.encoding = test.encoding;
    const auto reading = read(test.bytes, options);
    CHECK(reading.counts() == test.counts);
    CHECK(reading.noted() == test.noted);
  }
}

TEST_CASE("what is no list of machines is called what it is") {
  using namespace std::string_literals;
  for (const auto& [bytes, kind] : std::vector<std::pair<std::string, std::string>>{
           {"PK\x03\x04\x14\0\x06\0xl/workbook.xml"s, "an Excel workbook (xlsx): save it as CSV"},
           {"PK\x03\x04\x14\0\0\0devices.csv"s, "a zip archive: unpack it"},
           {"\xD0\xCF\x11\xE0\xA1\xB1"s, "an old Excel workbook (xls): save it as CSV"},
           {"%PDF-1.7\n", "a PDF"},
           {"\n<!DOCTYPE html><html><form><input type=\"password\"></form></html>",
            "a web page (HTML) that asks for a login: the download was not logged in"},
           {"<html><body>503</body></html>", "a web page (HTML)"},
           {"<?xml version=\"1.0\"?><devices/>", "XML"},
           {"\xFF\xFE" + utf16("<html></html>", false), "a web page (HTML)"},
           {packed("%PDF-1.7\n"), "a PDF"},
       }) {
    CAPTURE(kind);
    CHECK(read(bytes).error == "protocol_error: seems to be " + kind);
  }
}

TEST_CASE("dated names: the newest, its age, or all of them") {
  Folder folder;
  folder.add("devices-2026-06-02.csv", "id,organization\n1,Acme\n");
  folder.add("devices-2026-06-01.csv", "id,organization\n2,Acme\n3,Acme\n");
  folder.add("sites.csv", "x\n");
  FileProviderOptions options;
  options.machines = folder.path("devices-*.csv");
  // The one that was written last, whatever it is called.
  CHECK(reading_of(options).counts() == "Acme 2");
  CHECK(reading_of(options).notes.at(0) ==
        folder.path("devices-2026-06-01.csv") + " is the newest of 2 files");
  CHECK(reading_of(options).notes.at(1) ==
        folder.path("devices-2026-06-02.csv") + " comes last by its name, and was written earlier");
  options.choice = FileChoice::all;
  CHECK(reading_of(options).counts() == "Acme 3");
  options.age_max = std::chrono::hours{1};
  options.now = [] {
    const auto now = std::chrono::system_clock::now() + std::chrono::hours{2};
    return Instant{
        std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count()};
  };
  CHECK(reading_of(options).error.find("stale_export: ") == 0);
  options.machines = folder.path("nothing-*.csv");
  CHECK(reading_of(options).error == "unreachable: there is no such file");
  folder.add("devices-3.csv", "id,organization\n1,Beta\n");
  options.age_max.reset();
  options.machines = folder.path("devices-*.csv");
  CHECK(reading_of(options).error.find("'1' is on line 2 of ") != std::string::npos);
}

TEST_CASE("a file whose own name has such characters is itself") {
  Folder folder;
  folder.add("what?.csv", "id,organization\n1,Acme\n");
  folder.add("whats.csv", "id,organization\n1,Acme\n2,Acme\n");
  FileProviderOptions options;
  options.machines = folder.path("what?.csv");
  CHECK(reading_of(options).counts() == "Acme 1");
}
