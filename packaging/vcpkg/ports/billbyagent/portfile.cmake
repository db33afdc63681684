# An overlay port of this checkout: vcpkg install billbyagent --overlay-ports=packaging/vcpkg/ports
get_filename_component(SOURCE_PATH "${CMAKE_CURRENT_LIST_DIR}/../../../.." ABSOLUTE)

vcpkg_check_features(OUT_FEATURE_OPTIONS adapters
  FEATURES
    file-provider BILLBYAGENT_FILE_PROVIDER
    kaseya-vsa    BILLBYAGENT_KASEYA_VSA
    kaseya-vsax   BILLBYAGENT_KASEYA_VSAX
    meshcentral   BILLBYAGENT_MESHCENTRAL
    notify        BILLBYAGENT_NOTIFY
    notify-smtp   BILLBYAGENT_NOTIFY_SMTP
    postgres      BILLBYAGENT_POSTGRES
    sqlite        BILLBYAGENT_SQLITE
    system-clock  BILLBYAGENT_SYSTEM_CLOCK)

vcpkg_cmake_configure(
  SOURCE_PATH "${SOURCE_PATH}"
  OPTIONS
    ${adapters}
    -DBILLBYAGENT_C=OFF
    -DBILLBYAGENT_EXAMPLES=OFF
    -DBILLBYAGENT_TESTS=OFF
    -DBILLBYAGENT_TOOLS=OFF)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(CONFIG_PATH lib/cmake/billbyagent)
vcpkg_fixup_pkgconfig()
file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/debug/include" "${CURRENT_PACKAGES_DIR}/debug/share")
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")
