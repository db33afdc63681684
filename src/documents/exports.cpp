#include "documents/exports.hpp"

#include <functional>
#include <vector>

#include "documents/line_cells.hpp"
#include "documents/words.hpp"

namespace billbyagent::documents {
namespace {

using Cells = std::vector<std::string>;

LineOwner owner_of(const PostedLine& line, const LineOwners& owners) {
  const auto at = owners.find(line.line.key);
  return at == owners.end() ? LineOwner{} : at->second;
}

std::string day_text(Date day, InvoiceForm::Days order) {
  if (order == InvoiceForm::Days::iso) return to_string(day);
  const std::string iso = to_string(day);
  const std::string year = iso.substr(0, 4);
  const std::string month = iso.substr(5, 2);
  const std::string of_month = iso.substr(8, 2);
  return order == InvoiceForm::Days::day_first ? of_month + "/" + month + "/" + year
                                               : month + "/" + of_month + "/" + year;
}

std::string customer_of(const LineOwner& owner) {
  return name_or_id(owner.account_name, owner.account);
}

std::string name_of_service(const LineItem& line) {
  return name_or_id(line.service_name, line.key.service);
}

std::string text_of(const LineItem& line) { return name_of_service(line) + ": " + to_string(line); }

/// `make` makes the cells of a line.
Result<std::string> invoices(std::span<const PostedLine> lines, const Cells& columns,
                             const std::function<Cells(const PostedLine&)>& make) {
  std::string text = csv_row(columns);
  for (const auto& line : lines) {
    if (line.invoice_number.empty())
      return Error{Errc::wrong_state,
                   "batch " + line.batch.text() +
                       " has no invoice number yet: 'invoice' records it, --state invoiced leaves "
                       "out what has none"};
    text += csv_row(make(line));
  }
  return text;
}

}  // namespace

std::string lines_with_owners(std::span<const PostedLine> lines, const LineOwners& owners,
                              const CsvForm& form) {
  Cells columns = line_columns();
  columns.insert(columns.end(), {"account", "account_name", "contract_name"});
  std::string text = form.byte_order_mark ? "\xEF\xBB\xBF" : "";
  text += csv_row(columns, form.separator);
  for (const auto& line : lines) {
    Cells cells = line_cells(line, form);
    const LineOwner owner = owner_of(line, owners);
    for (const auto& of : {owner.account.text(), owner.account_name, owner.contract_name})
      cells.push_back(text_cell(of, form.separator));
    text += csv_row(cells, form.separator);
  }
  return text;
}

Result<std::string> quickbooks_invoices(std::span<const PostedLine> lines, const LineOwners& owners,
                                        const InvoiceForm& form) {
  const Cells columns{"*InvoiceNo",      "*Customer",    "*InvoiceDate", "*DueDate",
                      "Terms",           "Location",     "Memo",         "Item(Product/Service)",
                      "ItemDescription", "ItemQuantity", "ItemRate",     "*ItemAmount",
                      "Service Date"};
  return invoices(lines, columns, [&](const PostedLine& posted) -> Cells {
    const LineItem& line = posted.line;
    const std::string amount = to_decimal(line.amount);
    return {text_cell(posted.invoice_number),
            text_cell(customer_of(owner_of(posted, owners))),
            day_text(form.day, form.days),
            day_text(form.due, form.days),
            "",
            "",
            text_cell(posted.batch.text()),
            text_cell(name_of_service(line)),
            text_cell(text_of(line)),
            "1",
            amount,
            amount,
            day_text(line.span.begin(), form.days)};
  });
}

Result<std::string> xero_invoices(std::span<const PostedLine> lines, const LineOwners& owners,
                                  const InvoiceForm& form) {
  const Cells columns{
      "*ContactName",   "EmailAddress",  "POAddressLine1",  "POAddressLine2", "POAddressLine3",
      "POAddressLine4", "POCity",        "PORegion",        "POPostalCode",   "POCountry",
      "*InvoiceNumber", "Reference",     "*InvoiceDate",    "*DueDate",       "InventoryItemCode",
      "*Description",   "*Quantity",     "*UnitAmount",     "Discount",       "*AccountCode",
      "*TaxType",       "TrackingName1", "TrackingOption1", "TrackingName2",  "TrackingOption2",
      "Currency",       "BrandingTheme"};
  return invoices(lines, columns, [&](const PostedLine& posted) -> Cells {
    const LineItem& line = posted.line;
    Cells cells{text_cell(customer_of(owner_of(posted, owners)))};
    cells.resize(10);  // of the address, which Xero has
    cells.insert(
        cells.end(),
        {text_cell(posted.invoice_number), text_cell(line.key.contract.text()),
         day_text(form.day, form.days), day_text(form.due, form.days), "", text_cell(text_of(line)),
         "1", to_decimal(line.amount), "", text_cell(form.account_code),
         text_cell(line.tax_category), "", "", "", "", to_string(line.currency()), ""});
    return cells;
  });
}

}  // namespace billbyagent::documents
