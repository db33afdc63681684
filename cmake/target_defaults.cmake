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

# Most of a source is the same headers, and the same containers of the same values, as in the next: so
# many are compiled together as need less than a gigabyte. The preset `dev` compiles each by itself.
function(billbyagent_compile_together target number)
  if(BILLBYAGENT_UNITY)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${number})
  endif()
endfunction()
