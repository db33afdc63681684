# Called for every compiled target of this project; consumers keep their own warning flags.
function(billbyagent_target_defaults target)
  target_compile_features(${target} PRIVATE cxx_std_20)
  set_target_properties(${target} PROPERTIES
    CXX_EXTENSIONS OFF
    POSITION_INDEPENDENT_CODE ON)
  if(BILLBYAGENT_WARNINGS AND CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
    if(BILLBYAGENT_WERROR)
      target_compile_options(${target} PRIVATE -Werror)
    endif()
  endif()
endfunction()

# Whoever only wants the library or the program waits a third of the time. With the tests each source
# is by itself, as the second compiler reads it; the wheel that they build is made in this way.
function(billbyagent_unity_without_tests target)
  if(NOT BILLBYAGENT_TESTS)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 0)
  endif()
endfunction()
