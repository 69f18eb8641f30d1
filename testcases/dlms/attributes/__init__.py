"""Every attribute that the DUT lists, one by one."""
