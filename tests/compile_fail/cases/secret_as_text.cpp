// expect: conversion from|no viable conversion|could not convert|no known conversion|cannot convert
// A secret is read on purpose or not at all.
#include <billbyagent/base/secret.hpp>

using namespace billbyagent;

#ifndef WRONG
Secret kept(Secret secret) { return secret; }
#else
std::string kept(Secret secret) { return secret; }
#endif
