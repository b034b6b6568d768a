package org.attune.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Remembers why output was lost, which a print stream keeps to itself. That the reader of a pipe has seen enough is no loss. */
final class StandardOutput extends FilterOutputStream {
    private String failure;

    StandardOutput(OutputStream out) {
        super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            if (!"Broken pipe".equals(e.getMessage())) {
                failure = e.getMessage();
            }
            throw e;
        }
    }

    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }
}
