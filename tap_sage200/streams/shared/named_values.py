"""The known names of Sage's named values, grouped by fixed list.

All names were seen in Sage's responses or in working clients. Sage's own documentation has the names in `DOCUMENTED`.
No list is known to be complete. A value outside its list still loads.
"""

from __future__ import annotations

ACCOUNT_STATUS_TYPES: tuple[str, ...] = ("AccountStatusActive", "AccountStatusHidden")
AUTO_GENERATE_OPTION_TYPES: tuple[str, ...] = ("EnumDoNotGenerate",)
BOM_ITEM_TYPES: tuple[str, ...] = ("EnumBOMItemTypeComponent",)
CONFIRMATION_INTENT_TYPES: tuple[str, ...] = ("ConfirmOnDespatch",)
COSTING_METHOD_TYPES: tuple[str, ...] = ("EnumCostingMethodTypeFIFO",)
DOCUMENT_PROCESS_STATUS_TYPES: tuple[str, ...] = ("EnumDocumentProcessStatusNone", "EnumDocumentProcessStatusFull")
DOCUMENT_STATUS_TYPES: tuple[str, ...] = (
    "EnumDocumentStatusLive",
    "EnumDocumentStatusOnHold",
    "EnumDocumentStatusComplete",
    "EnumDocumentStatusDispute",
    "EnumDocumentStatusCancelled",
    "EnumDocumentStatusDraft",
    "EnumDocumentStatusPrinted",
)
EXCHANGE_RATE_AMENDABILITY_TYPES: tuple[str, ...] = ("ExchangeAmendabilityAllTransactions",)
EXCHANGE_RATE_TYPES: tuple[str, ...] = ("ExchangeRateSingle", "ExchangeRatePeriod", "ExchangeRateBoth")
FULFILMENT_METHOD_TYPES: tuple[str, ...] = ("EnumFulfilmentFromStock",)
FULFILMENT_SEQUENCE_TYPES: tuple[str, ...] = ("EnumBinPriority",)
HEAD_OFFICE_TYPES: tuple[str, ...] = ("Independent",)
LABEL_PRINTING_OPTION_TYPES: tuple[str, ...] = ("EnumNotRequired",)
LANDED_COSTS_TYPES: tuple[str, ...] = ("EnumNotApplicable",)
LEDGER_TYPES: tuple[str, ...] = (
    "LedgerNotSpecified",
    "LedgerSales",
    "LedgerPurchase",
    "LedgerNominal",
    "LedgerPayroll",
    "LedgerProjectCosting",
    "LedgerStockControl",
    "LedgerSOP",
    "LedgerPOP",
    "LedgerInvoicing",
    "LedgerCashBook",
    "LedgerBOM",
    "LedgerFixedAssets",
    "LedgerRetail",
    "LedgerManufacturing",
    "LedgerWebAPI",
    "LedgerBankFeeds",
    "LedgerEducation",
    "LedgerExcelReporting",
    "LedgerBI",
    "LedgerPriceBook",
    "LedgerTax",
    "LedgerUnknownSource",
)
LINE_STATUSES: tuple[str, ...] = ("EnumLineStatusNone", "EnumLineStatusFully")
ORDER_RETURN_LINE_TYPES: tuple[str, ...] = (
    "EnumLineTypeStandard",
    "EnumLineTypeFreeText",
    "EnumLineTypeCharge",
    "EnumLineTypeComment",
)
PRICE_BAND_TYPES: tuple[str, ...] = ("Universal",)
PRICING_SOURCE_TYPES: tuple[str, ...] = ("LastBuyingPrice",)
PRICING_TYPES: tuple[str, ...] = ("EnumTradePricingTypeUnitPrice",)
PRODUCT_STATUS_TYPES: tuple[str, ...] = ("EnumStockItemStatusTypeActive",)
PRODUCT_TYPES: tuple[str, ...] = ("EnumStockItemTypeStock",)
SOP_BACK_TO_BACK_STATUS_TYPES: tuple[str, ...] = ("EnumBackToBackStatusPONotReq",)
SOP_CUSTOMER_TYPES: tuple[str, ...] = ("EnumCustomerTypeCredit",)
SOP_INVOICE_CREDIT_TYPES: tuple[str, ...] = ("EnumInvoiceCreditTypeCredit",)
SOP_SHOW_ON_PICKING_LIST_TYPES: tuple[str, ...] = ("Show", "DoNotShow", "ShowButExclude")
TAX_TERMS: tuple[str, ...] = ("EcTermsNotApplicable", "EcTermsPurchaseNonRelatedServices")
TIME_UNIT_TYPES: tuple[str, ...] = ("EnumTimeUnitDay",)
TRACEABLE_TYPES: tuple[str, ...] = ("EnumTraceableTypeNone",)
TRADER_ACCOUNT_TYPES: tuple[str, ...] = ("TradingAccountTypeOpenItem",)
TRADER_PAYMENT_TERMS: tuple[str, ...] = (
    "PaymentDueFromDocumentDate",
    "PaymentDueFromEndOfMonth",
    "PaymentDueFromCalendarMonth",
)
TRADER_TRANSACTION_TYPES: tuple[str, ...] = (
    "TradingAccountEntryTypeDeletedRecord",
    "TradingAccountEntryTypePurchasePaymentSalesReceipt",
    "TradingAccountEntryTypePurchaseReceiptSalesPayment",
    "TradingAccountEntryTypeNOTUSED",
    "TradingAccountEntryTypeInvoice",
    "TradingAccountEntryTypeCreditNote",
    "TradingAccountEntryTypeOpeningBalanceInvoice",
    "TradingAccountEntryTypeOpeningBalanceCreditNote",
)

DOCUMENTED: frozenset[str] = frozenset({"ConfirmOnDespatch", "EnumDocumentStatusComplete", "EnumLineTypeStandard"})
"""The names in Sage's own documentation."""
