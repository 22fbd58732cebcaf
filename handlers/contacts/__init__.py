"""聯絡: roster, lookup of counterparts, invitations and bindings, people and their data."""
