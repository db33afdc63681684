#pragma once

/// Names without their definitions, for the headers of a host: references and pointers to these
/// need no more. Ids are in base/id.hpp, which is small. Threads: nothing here runs.

namespace billbyagent {

// Values.
class Contract;
class Currency;
class Date;
class Money;
class Period;
class Service;
class UnitHistory;
class UnitPrice;
struct Account;
struct Book;
struct Error;
struct LineItem;
struct LineKey;
struct Notice;
struct ServiceKey;

// Ports.
class Clock;
class Notifier;
class RmmProvider;
class Store;
class Transaction;

// Use cases.
class Observer;
class RmmSet;
struct AutomationOptions;
struct BillingFilter;
struct BillingReview;
struct CoverageReport;
struct DeliveryReport;
struct Desk;
struct Explanation;
struct ImportReport;
struct NightlyOptions;
struct PostReport;
struct Preview;
struct PreviewRequest;
struct PreviewSide;
struct ReadingTime;
struct ServiceHistory;
struct SyncReport;
struct UnitsDecision;

}  // namespace billbyagent
