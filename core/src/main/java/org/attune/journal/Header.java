package org.attune.journal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.attune.text.Json;

/** The first line of a journal. Its form is the same in every version. */
final class Header {
    static final long VERSION = 1;

    private Header() {}

    /** The line with its newline. */
    static byte[] line() {
        return line(VERSION);
    }

    static byte[] line(long version) {
        byte[] text = Line.ascii("{\"attune\":\"journal\",\"version\":" + version);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        line.writeBytes(text);
        line.writeBytes(Line.seal(text, 0, text.length));
        line.write('\n');
        return line.toByteArray();
    }

    /** The format version in a line whose frame is good; -1 if it is no header. */
    static long version(byte[] bytes, int offset, int length) {
        Object value = Json.parse(new String(bytes, offset, length, StandardCharsets.UTF_8));
        return value instanceof Map<?, ?> map
                        && "journal".equals(map.get("attune"))
                        && map.get("version") instanceof Long version
                ? version
                : -1;
    }
}
