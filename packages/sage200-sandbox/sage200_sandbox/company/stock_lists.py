"""The fixed lists of stock control and of the price book.

The values that products, groups, warehouses and price bands carry are seen, and so are the first rows of
`pricing_source_types` and `pricing_types`; all else is inferred.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company.fixed import fixed_lists

if TYPE_CHECKING:
    from sage200_sandbox.company.start import Tables

_PRODUCTS = """
auto_generate_option_types
  EnumDoNotGenerate           Do Not Generate
  EnumGenerateOnReceipt       Generate on Goods Received
  EnumGenerateOnRequest       Generate on Request
bom_cost_heading_types
  EnumBOMCostHeadingTypeLabour      Labour
  EnumBOMCostHeadingTypeMachine     Machine
  EnumBOMCostHeadingTypeSetup       Setup
  EnumBOMCostHeadingTypeSubcontract Subcontract
  EnumBOMCostHeadingTypeOther       Other
bom_item_types
  EnumBOMItemTypeComponent    Component
  EnumBOMItemTypeBuiltItem    Built Item
  EnumBOMItemTypeSubAssembly  Sub-assembly
  EnumBOMItemTypePhantom      Phantom
costing_method_types
  EnumCostingMethodTypeFIFO      First In First Out
  EnumCostingMethodTypeAverage   Average
  EnumCostingMethodTypeStandard  Standard
  EnumCostingMethodTypeActual    Actual
fulfilment_method_types
  EnumFulfilmentFromStock                     From Stock
  EnumFulfilmentFromSupplierViaStock          From Supplier via Stock
  EnumFulfilmentFromSupplierDirectToCustomer  From Supplier Direct to Customer
fulfilment_sequence_types
  EnumBinPriority  Bin Priority
  EnumBinName      Bin Name
  EnumUseByDate    Use by Date
  EnumSellByDate   Sell by Date
label_printing_option_types
  EnumNotRequired   Not Required
  EnumOnePerItem    One per Item
  EnumOnePerReceipt One per Receipt
landed_costs_types
  EnumNotApplicable  Not Applicable
  EnumPercentage     Percentage of Cost
  EnumPerItem        Value per Item
pricing_source_types
  LastBuyingPrice      Last Buying Price
  StandardCost         Standard Cost
  AverageBuyingPrice   Average Buying Price
  SupplierListPrice    Supplier List Price
product_search_types
  EnumProductSearchTypeCode         Code
  EnumProductSearchTypeName         Name
  EnumProductSearchTypePartNumber   Part Number
  EnumProductSearchTypeBarcode      Barcode
product_status_types
  EnumStockItemStatusTypeActive    Active
  EnumStockItemStatusTypeInactive  Inactive
  EnumStockItemStatusTypeObsolete  Obsolete
product_types
  EnumStockItemTypeStock          Stock
  EnumStockItemTypeService        Service/Labour
  EnumStockItemTypeMiscellaneous  Miscellaneous
traceable_types
  EnumTraceableTypeNone    None
  EnumTraceableTypeBatch   Batch
  EnumTraceableTypeSerial  Serial
unit_types
  EnumUnitTypeBase     Base
  EnumUnitTypeStock    Stock
  EnumUnitTypeSelling  Selling
  EnumUnitTypeBuying   Buying
"""
_MOVEMENTS = """
discrepancy_status_types
  EnumDiscrepancyStatusNone   No Discrepancy
  EnumDiscrepancyStatusOver   More than Expected
  EnumDiscrepancyStatusUnder  Less than Expected
entry_source_types
  EnumEntrySourceStock          Stock
  EnumEntrySourceSalesOrder     Sales Order
  EnumEntrySourcePurchaseOrder  Purchase Order
  EnumEntrySourceStocktake      Stocktake
product_transaction_group_types
  EnumTransactionGroupIn        Stock In
  EnumTransactionGroupOut       Stock Out
  EnumTransactionGroupTransfer  Transfer
product_transaction_types
  EnumTransactionTypeOpeningStock    Opening Stock
  EnumTransactionTypeGoodsReceived   Goods Received
  EnumTransactionTypeGoodsDespatched Goods Despatched
  EnumTransactionTypeGoodsReturned   Goods Returned
  EnumTransactionTypeAdjustmentIn    Adjustment In
  EnumTransactionTypeAdjustmentOut   Adjustment Out
  EnumTransactionTypeTransfer        Transfer
  EnumTransactionTypeInternalIssue   Internal Issue
  EnumTransactionTypeWriteOff        Write Off
  EnumTransactionTypeStocktake       Stocktake
serial_allocated_to_who_types
  EnumAllocatedToNobody         Nobody
  EnumAllocatedToSalesOrder     Sales Order
  EnumAllocatedToBuild          Bill of Materials
  EnumAllocatedToInternalArea   Internal Area
source_area_types
  EnumSourceAreaStock           Stock
  EnumSourceAreaSalesOrders     Sales Orders
  EnumSourceAreaPurchaseOrders  Purchase Orders
  EnumSourceAreaBOM             Bill of Materials
stocktake_selector_value_types
  EnumStocktakeValueAll      All
  EnumStocktakeValueHighest  Highest Value
  EnumStocktakeValueLowest   Lowest Value
stocktake_status_types
  EnumStocktakeStatusDefined           Defined
  EnumStocktakeStatusCountInProgress   Count in Progress
  EnumStocktakeStatusCountEntered      Count Entered
  EnumStocktakeStatusComplete          Complete
stocktake_traceable_types
  EnumStocktakeTraceableAll           All
  EnumStocktakeTraceableTraceable     Traceable
  EnumStocktakeTraceableNonTraceable  Not Traceable
stocktake_types
  EnumStocktakeTypeByStockItem  By Stock Item
  EnumStocktakeTypeByBin        By Bin
traceable_issue_status_types
  EnumTraceableIssueStatusInStock    In Stock
  EnumTraceableIssueStatusAllocated  Allocated
  EnumTraceableIssueStatusIssued     Issued
warehouse_types
  EnumWarehouseTypeOwn         Own
  EnumWarehouseTypeCustomer    Customer
  EnumWarehouseTypeSupplier    Supplier
  EnumWarehouseTypeThirdParty  Third Party
"""
_PRICES = """
discount_or_surcharge_types
  Discount   Discount
  Surcharge  Surcharge
flat_rate_or_quantity_break_types
  FlatRate       Flat Rate
  QuantityBreak  Quantity Break
price_band_types
  Universal  Universal
  Limited    Limited
pricing_types
  EnumTradePricingTypeUnitPrice   Unit Price
  EnumTradePricingTypeTotalPrice  Total Price
source_of_price_types
  EnumSourceOfPricePriceBand         Price Band
  EnumSourceOfPriceCustomerPrice     Customer Price
  EnumSourceOfPriceCustomerDiscount  Customer Discount
  EnumSourceOfPriceManual            Entered by Hand
"""


def stock_lists() -> Tables:
    """All of them; what a movement of stock is has the ids that `product_transaction_views` uses."""
    return fixed_lists(_PRODUCTS) | fixed_lists(_MOVEMENTS) | fixed_lists(_PRICES)
