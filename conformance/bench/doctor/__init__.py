"""`goldenbench doctor`: what is wrong with a bench, named before a campaign starts; nothing is written to the DUT."""
