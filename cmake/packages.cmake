# Debian packages of what is installed, one for each part: `cpack -G DEB` in the build folder, or
# scripts/packages, which also builds. What they need of other packages is read from the libraries
# that they link; the headers' and archives' needs are said here.
set(CPACK_PACKAGE_NAME billbyagent)
set(CPACK_PACKAGE_CONTACT "billbyagent maintainers <maintainers@billbyagent.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_GENERATOR DEB)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_COMPONENTS_ALL "")

# billbyagent_package(<part> <name> <section> <what it is>)
macro(billbyagent_package part name section description)
  list(APPEND CPACK_COMPONENTS_ALL ${part})
  string(TOUPPER ${part} upper)
  set(CPACK_DEBIAN_${upper}_PACKAGE_NAME ${name})
  set(CPACK_DEBIAN_${upper}_PACKAGE_SECTION ${section})
  set(CPACK_COMPONENT_${upper}_DESCRIPTION "${description}")
  set(CPACK_DEBIAN_${upper}_PACKAGE_SHLIBDEPS ON)
  install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION share/doc/${name} RENAME copyright
          COMPONENT ${part} EXCLUDE_FROM_ALL)
endmacro()

if(TARGET billbyagent)
  billbyagent_package(program billbyagent admin
    "Program: bill service contracts by the number of machines that an RMM manages")
  set(CPACK_DEBIAN_PROGRAM_PACKAGE_DEPENDS "ca-certificates, tzdata")
  set(CPACK_DEBIAN_PROGRAM_PACKAGE_CONTROL_EXTRA
      ${PROJECT_SOURCE_DIR}/tools/billbyagent/share/debian/postinst)
endif()
if(TARGET billbyagent_c)
  get_target_property(major billbyagent_c SOVERSION)
  billbyagent_package(library libbillbyagent${major} libs
    "Library with the C interface of billbyagent")
  set(CPACK_DEBIAN_LIBRARY_PACKAGE_DEPENDS tzdata)
  set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
      "libbillbyagent${major} (= ${PROJECT_VERSION}), ")
endif()
billbyagent_package(development libbillbyagent-dev libdevel
  "Headers and archives of billbyagent, for C++ and C")
string(APPEND CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
  "libboost1.81-dev, libboost-json1.81-dev, libssl-dev, libsqlite3-dev, libpq-dev, zlib1g-dev, "
  "libutf8proc-dev, libcurl4-openssl-dev, libhowardhinnant-date-dev")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SHLIBDEPS OFF)
if(BILLBYAGENT_PYTHON)
  billbyagent_package(python python3-billbyagent python "Python package of billbyagent")
  # The module is made for one minor version.
  math(EXPR next "${Python_VERSION_MINOR} + 1")
  set(CPACK_DEBIAN_PYTHON_PACKAGE_DEPENDS
      "python3 (>= 3.${Python_VERSION_MINOR}~), python3 (<< 3.${next}~), tzdata")
endif()
include(CPack)
