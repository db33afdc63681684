#pragma once

/// The one place that states the version; CMake reads it from here. Threads: constants.
#define BILLBYAGENT_VERSION "0.1.0"
