package org.attune.space.formats.configspace;

import java.util.List;
import org.attune.space.formats.SpaceDocument;
import org.attune.space.formats.UnsayableException;

/** Writes a space as a version of ConfigSpace would. */
final class ConfigSpaceWriter {
    private ConfigSpaceWriter() {}

    static String write(SpaceDocument document, Dialect dialect) {
        throw new UnsayableException(new ConfigSpaceFormat("", dialect).title(), List.of("It cannot be written yet."));
    }
}
