"""The books are kept in CNY; amounts of other currencies are told beside the sums, never added to them (domain/00 G2)."""

CNY = "CNY"
