# Everything beyond the library itself is built only when this project is the one being built.
option(BILLBYAGENT_TOOLS "Build the command line program and the VSA simulator"
       ${PROJECT_IS_TOP_LEVEL})
option(BILLBYAGENT_TESTS "Build the tests (needs the tools)" ${PROJECT_IS_TOP_LEVEL})
option(BILLBYAGENT_EXAMPLES "Build the example programs" ${PROJECT_IS_TOP_LEVEL})
option(BILLBYAGENT_BENCH "Build the benchmark programs" OFF)
option(BILLBYAGENT_CONFORMANCE "Build the conformance suites for adapters of others (doctest)" OFF)
if(BILLBYAGENT_TESTS)
  set(BILLBYAGENT_CONFORMANCE ON)
endif()
option(BILLBYAGENT_PYTHON "Build the Python module (needs the tools and all adapters)" OFF)
option(BILLBYAGENT_INSTALL "Make install rules" ${PROJECT_IS_TOP_LEVEL})

# One switch per adapter: what is off is neither built nor are its dependencies looked for. A parent
# project gets the core alone unless it asks for more.
option(BILLBYAGENT_JSON "Build the JSON codec (Boost.JSON)" ${PROJECT_IS_TOP_LEVEL})
option(BILLBYAGENT_KASEYA_VSA "Build the Kaseya VSA provider (Beast, OpenSSL)"
       ${PROJECT_IS_TOP_LEVEL})
option(BILLBYAGENT_KASEYA_VSAX "Build the Kaseya VSA X provider (Beast, OpenSSL)"
       ${PROJECT_IS_TOP_LEVEL})
option(BILLBYAGENT_MESHCENTRAL "Build the MeshCentral provider (Beast, OpenSSL, utf8proc)"
       ${PROJECT_IS_TOP_LEVEL})
option(BILLBYAGENT_FILE_PROVIDER "Build the provider of CSV and JSON files (Boost.JSON, zlib, utf8proc)"
       ${PROJECT_IS_TOP_LEVEL})
option(BILLBYAGENT_SQLITE "Build the SQLite store" ${PROJECT_IS_TOP_LEVEL})
option(BILLBYAGENT_POSTGRES "Build the PostgreSQL store; left out where libpq is not found"
       ${PROJECT_IS_TOP_LEVEL})
option(BILLBYAGENT_NOTIFY "Build the notifiers (Beast, OpenSSL)" ${PROJECT_IS_TOP_LEVEL})
option(BILLBYAGENT_NOTIFY_SMTP "Build the notifier by e-mail (libcurl, OpenSSL)"
       ${PROJECT_IS_TOP_LEVEL})
option(BILLBYAGENT_SYSTEM_CLOCK "Build the system clock (IANA time zones)" ${PROJECT_IS_TOP_LEVEL})
option(BILLBYAGENT_C "Build the C library, libbillbyagent (needs the adapters above)"
       ${PROJECT_IS_TOP_LEVEL})

option(BILLBYAGENT_UNITY "Compile several sources at once; off, a change compiles one" ON)
option(BILLBYAGENT_WARNINGS "Let the compiler warn" ON)
option(BILLBYAGENT_WERROR "Treat warnings as errors" OFF)
option(BILLBYAGENT_COVERAGE "Instrument for gcov" OFF)
set(BILLBYAGENT_SANITIZE "" CACHE STRING
    "Sanitizers for everything built here, such as address,undefined")

# The tools and the tests use every adapter.
if(BILLBYAGENT_TOOLS OR BILLBYAGENT_TESTS)
  foreach(adapter IN ITEMS JSON KASEYA_VSA KASEYA_VSAX MESHCENTRAL FILE_PROVIDER SQLITE NOTIFY
                           SYSTEM_CLOCK)
    if(NOT BILLBYAGENT_${adapter})
      message(STATUS "billbyagent: BILLBYAGENT_${adapter} is off; tools and tests that need it are left out")
    endif()
  endforeach()
endif()
