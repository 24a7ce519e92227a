"""One model on one or several devices: alone, DDP, FSDP2, ZeRO."""
