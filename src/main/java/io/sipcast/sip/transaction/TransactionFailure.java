package io.sipcast.sip.transaction;

/** Why a transaction ended without a final answer, or without its ACK. */
public enum TransactionFailure {
    /** Timer B, F or H. */
    TIMEOUT,
    /** The transport could not send. */
    TRANSPORT
}
