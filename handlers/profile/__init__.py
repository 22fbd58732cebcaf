"""我的資料: what one's own entry says, and changing it."""
