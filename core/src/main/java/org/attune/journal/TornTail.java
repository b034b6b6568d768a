package org.attune.journal;

/**
 * What a crash left behind the last good line: never known to be durable, so never acknowledged.
 *
 * @param offset where it begins, in bytes from 0
 * @param bytes its length
 * @param wholeLines how many lines in it are whole by themselves
 */
public record TornTail(long offset, long bytes, long wholeLines) {
    @Override
    public String toString() {
        return bytes + (bytes == 1 ? " byte" : " bytes") + " from byte " + offset
                + (wholeLines == 0 ? "" : ", with " + wholeLines + " whole line" + (wholeLines == 1 ? "" : "s"));
    }
}
