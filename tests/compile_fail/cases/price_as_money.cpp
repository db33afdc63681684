// expect: conversion from|no viable conversion|could not convert|no known conversion
// What one unit costs is not what is due.
#include <billbyagent/domain/money.hpp>

using namespace billbyagent;

#ifndef WRONG
Money due(Money due) { return due; }
#else
Money due(UnitPrice price) { return price; }
#endif
