// expect: conversion from|no viable conversion|could not convert|no known conversion
// The ids of different things do not convert into each other.
#include <billbyagent/base/id.hpp>

using namespace billbyagent;

#ifndef WRONG
ContractId made(ContractId id) { return id; }
#else
ContractId made(ServiceId id) { return id; }
#endif
