if(BILLBYAGENT_SANITIZE)
  set(billbyagent_instrumentation -fsanitize=${BILLBYAGENT_SANITIZE} -fno-omit-frame-pointer
      -fno-sanitize-recover=all)
elseif(BILLBYAGENT_COVERAGE)
  set(billbyagent_instrumentation --coverage -fprofile-update=atomic)
endif()
add_compile_options(${billbyagent_instrumentation})
add_link_options(${billbyagent_instrumentation})
