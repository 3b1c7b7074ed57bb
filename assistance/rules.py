"""Who may do what with a case of assistance."""
