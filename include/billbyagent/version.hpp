#pragma once

/// The one place that states the version; CMake reads it from here.
#define BILLBYAGENT_VERSION "0.1.0"
