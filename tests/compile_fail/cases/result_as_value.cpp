// expect: conversion from|no viable conversion|could not convert|no known conversion|cannot convert
// Nor does a result turn into its value by itself.
#include <billbyagent/base/result.hpp>

using namespace billbyagent;

#ifndef WRONG
Result<int> count();
int seen() { return count().value(); }
#else
Result<int> count();
int seen() { return count(); }
#endif
