"""聯絡單: one agency asks another, and hears."""
