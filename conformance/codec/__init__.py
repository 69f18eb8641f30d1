"""What every wire format here is built from: field kinds, messages, BER, A-XDR, checksums."""
