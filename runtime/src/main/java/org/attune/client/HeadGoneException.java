package org.attune.client;

import java.io.IOException;

/** The link to the head is lost, or the head does not want this client; the message says why. */
public final class HeadGoneException extends IOException {
    private static final long serialVersionUID = 1L;

    HeadGoneException(String why) {
        super(why.isEmpty() ? "the link to the head is lost. Maybe it has ended?" : why);
    }
}
