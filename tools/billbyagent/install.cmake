# The program with what belongs to it: manual page, completion of the shells, units of systemd, a book
# and settings to start from.
include(GNUInstallDirs)
install(TARGETS billbyagent RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
install(FILES share/billbyagent.toml share/book.json
  DESTINATION ${CMAKE_INSTALL_DATADIR}/billbyagent COMPONENT program)

# The program tells of itself, so what it was built for has to be what builds it.
if(NOT CMAKE_CROSSCOMPILING)
  set(made ${CMAKE_CURRENT_BINARY_DIR}/made)
  file(MAKE_DIRECTORY ${made})
  # billbyagent_made(<file> <words of the command> DESTINATION <folder>)
  function(billbyagent_made file)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "DESTINATION" "")
    add_custom_command(OUTPUT ${made}/${file}
      COMMAND billbyagent ${arg_UNPARSED_ARGUMENTS} > ${made}/${file}
      WORKING_DIRECTORY ${made} DEPENDS billbyagent VERBATIM)
    set_property(DIRECTORY APPEND PROPERTY billbyagent_made_files ${made}/${file})
    install(FILES ${made}/${file} DESTINATION ${CMAKE_INSTALL_DATADIR}/${arg_DESTINATION}
            COMPONENT program)
  endfunction()
  billbyagent_made(billbyagent.1 man DESTINATION man/man1)
  billbyagent_made(billbyagent completion bash DESTINATION bash-completion/completions)
  billbyagent_made(_billbyagent completion zsh DESTINATION zsh/site-functions)
  billbyagent_made(billbyagent.fish completion fish DESTINATION fish/vendor_completions.d)
  get_property(files DIRECTORY PROPERTY billbyagent_made_files)
  add_custom_target(billbyagent_made ALL DEPENDS ${files})
endif()

foreach(job IN ITEMS nightly post)
  configure_file(share/systemd/billbyagent-${job}.service.in billbyagent-${job}.service @ONLY)
  install(FILES ${CMAKE_CURRENT_BINARY_DIR}/billbyagent-${job}.service
    share/systemd/billbyagent-${job}.timer DESTINATION lib/systemd/system
    COMPONENT program)
endforeach()
install(FILES share/systemd/billbyagent.sysusers DESTINATION lib/sysusers.d RENAME billbyagent.conf
        COMPONENT program)
