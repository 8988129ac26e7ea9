"""Pain drawings: painted in the clinic, on a tablet handed over, or on the patient's own phone."""
