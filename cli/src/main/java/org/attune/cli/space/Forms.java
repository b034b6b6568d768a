package org.attune.cli.space;

import java.util.Iterator;
import org.attune.space.formats.SpaceFormat;
import org.attune.space.formats.SpaceFormats;

/** The forms of files, for help and for shells that complete. */
final class Forms {
    private Forms() {}

    /** Those that are read. */
    static final class Readable implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return SpaceFormats.all().stream().map(SpaceFormat::id).iterator();
        }
    }

    /** Those that are written as well. */
    static final class Writable implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return SpaceFormats.all().stream()
                    .filter(SpaceFormat::isWritable)
                    .map(SpaceFormat::id)
                    .iterator();
        }
    }
}
