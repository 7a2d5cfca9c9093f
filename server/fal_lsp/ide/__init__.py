"""The editor features: functions of a document and an offset. Must not know the protocol."""
