package org.attune.journal;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** The frame of a line: a JSON object whose last field is the CRC-32C of all bytes of the line before that field. */
final class Line {
    /** Length of {@code ,"crc":"c4a8bd5c"}}. */
    static final int SEAL = 18;

    private static final byte[] BEFORE = ascii(",\"crc\":\"");
    private static final byte[] HEX = ascii("0123456789abcdef");

    private Line() {}

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The seal of the given bytes: the line without its closing brace. */
    static byte[] seal(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        int value = (int) crc.getValue();
        byte[] seal = new byte[SEAL];
        System.arraycopy(BEFORE, 0, seal, 0, BEFORE.length);
        for (int i = 0; i < 8; i++) {
            seal[BEFORE.length + i] = HEX[value >>> (28 - 4 * i) & 15];
        }
        seal[SEAL - 2] = '"';
        seal[SEAL - 1] = '}';
        return seal;
    }

    /** What is wrong with the frame of a line, without its newline; {@code null} if nothing is. */
    static String fault(byte[] bytes, int offset, int length) {
        if (length < SEAL + 1) {
            return "a line of " + length + " bytes is too short to be an event";
        }
        byte[] seal = seal(bytes, offset, length - SEAL);
        for (int i = 0; i < SEAL; i++) {
            if (bytes[offset + length - SEAL + i] != seal[i]) {
                return "the checksum does not fit the line (by its bytes it should end with "
                        + new String(seal, 1, SEAL - 1, StandardCharsets.US_ASCII) + ")";
            }
        }
        return null;
    }
}
