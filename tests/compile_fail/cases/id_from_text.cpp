// expect: conversion from|no viable conversion|could not convert|no known conversion
// Text becomes an id by saying so.
#include <billbyagent/base/id.hpp>

using namespace billbyagent;

#ifndef WRONG
AgentId made() { return AgentId{"1"}; }
#else
AgentId made() { return std::string{"1"}; }
#endif
