"""The recipe for Conan 2, used from a checkout: `conan create packaging/conan`.

What the system has already is named in a profile's [platform_requires] and is then not built.
"""

import os
import re

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load

SOURCES = ("CMakeLists.txt", "LICENSE", "cmake/*", "include/*", "src/*", "bindings/c/*", "tools/*")
# What each adapter is switched on with, and what it needs besides Boost and OpenSSL.
ADAPTERS = {
    "kaseya_vsa": (),
    "kaseya_vsax": (),
    "meshcentral": ("utf8proc/[>=2.7 <3]",),
    "file_provider": ("utf8proc/[>=2.7 <3]", "zlib/[>=1.2 <2]", "date/[>=3.0 <4]"),
    "sqlite": ("sqlite3/[>=3.37 <4]",),
    "postgres": ("libpq/[>=13 <18]",),
    "notify": (),
    "notify_smtp": ("libcurl/[>=7.85 <9]",),
    "system_clock": ("date/[>=3.0 <4]",),
}


class Billbyagent(ConanFile):
    name = "billbyagent"
    description = "Bill service contracts by the number of machines that an RMM manages"
    license = "Apache-2.0"
    topics = ("billing", "proration", "rmm", "psa")
    package_type = "static-library"
    settings = "os", "arch", "compiler", "build_type"
    options = {adapter: [True, False] for adapter in ADAPTERS}
    default_options = dict.fromkeys(ADAPTERS, True)

    @property
    def _checkout(self):
        return os.path.join(self.recipe_folder, os.pardir, os.pardir)

    def set_version(self):
        text = load(self, os.path.join(self._checkout, "include", "billbyagent", "version.hpp"))
        self.version = re.search(r'define BILLBYAGENT_VERSION "([^"]+)"', text)[1]

    def export_sources(self):
        for pattern in SOURCES:
            copy(self, pattern, self._checkout, self.export_sources_folder)

    def requirements(self):
        self.requires("boost/[>=1.81 <2]", transitive_headers=True)
        self.requires("openssl/[>=3 <4]")
        needed = {need for adapter, needs in ADAPTERS.items() if self.options.get_safe(adapter)
                  for need in needs}
        for need in sorted(needed):
            self.requires(need)

    def validate(self):
        check_min_cppstd(self, 20)

    def layout(self):
        cmake_layout(self)

    def generate(self):
        CMakeDeps(self).generate()
        toolchain = CMakeToolchain(self)
        for switch in ("TOOLS", "TESTS", "EXAMPLES", "C"):
            toolchain.cache_variables[f"BILLBYAGENT_{switch}"] = False
        for adapter in ADAPTERS:
            toolchain.cache_variables[f"BILLBYAGENT_{adapter.upper()}"] = bool(
                self.options.get_safe(adapter))
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        CMake(self).install()
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))

    def package_info(self):
        # The package brings files for CMake of its own, which know its components.
        self.cpp_info.set_property("cmake_find_mode", "none")
        self.cpp_info.builddirs = [os.path.join("lib", "cmake", "billbyagent")]
