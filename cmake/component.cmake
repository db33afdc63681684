# billbyagent_component(<name> SOURCES ... [INTERNAL] [PUBLIC ...] [PRIVATE ...])
#
# A compiled part of the library, made in src/<folder>: target billbyagent_<name>, known to everyone
# as billbyagent::<name>. It links the core and its compiled functions publicly; its public header is in
# include/billbyagent/adapters and needs no third-party include. Installing and exporting follow
# from the target alone (cmake/install.cmake), with what it links found again at the consumer's.
# What is INTERNAL has its headers in src/, for the program and the bindings, and is not installed.
function(billbyagent_component name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "INTERNAL" "" "SOURCES;PUBLIC;PRIVATE")
  set(target billbyagent_${name})
  add_library(${target} STATIC ${arg_SOURCES})
  add_library(billbyagent::${name} ALIAS ${target})
  billbyagent_target_defaults(${target})
  billbyagent_compile_together(${target} 8)
  if(arg_INTERNAL)
    set_target_properties(${target} PROPERTIES BILLBYAGENT_INTERNAL ON)
    target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR}/src)
  else()
    target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/src)
  endif()
  if(NOT name STREQUAL "core_functions")
    target_link_libraries(${target} PUBLIC billbyagent::core_functions)
  endif()
  target_link_libraries(${target} PUBLIC billbyagent::core ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
endfunction()
