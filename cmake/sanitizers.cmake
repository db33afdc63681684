if(BILLBYAGENT_SANITIZE)
  set(billbyagent_instrumentation -fsanitize=${BILLBYAGENT_SANITIZE} -fno-omit-frame-pointer
      -fno-sanitize-recover=all)
  if(BILLBYAGENT_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # It knows no fences. Those of Boost.Asio stand beside locks that it does know.
    list(APPEND billbyagent_instrumentation -Wno-tsan -DBOOST_ASIO_DISABLE_FENCED_BLOCK)
  endif()
elseif(BILLBYAGENT_COVERAGE)
  set(billbyagent_instrumentation --coverage -fprofile-update=atomic)
endif()
add_compile_options(${billbyagent_instrumentation})
add_link_options(${billbyagent_instrumentation})
