package org.attune.wire;

import java.util.List;
import java.util.Map;

/** What a head says to a client. */
public sealed interface ToClient {

    record Welcome(String cluster, long epoch, String version) implements ToClient {}

    /** Something towards the answer: a row, a line, a state. Its form is the {@link Question}'s. */
    record Part(long id, Map<String, Object> value) implements ToClient {}

    /** Entries of a journal, as {@link org.attune.journal.EventCodec} writes them, in order. */
    record Events(long id, List<byte[]> lines) implements ToClient {}

    record Done(long id) implements ToClient {}

    /** Why not, for people. */
    record Failed(long id, String problem) implements ToClient {}

    /** What tasks came to, in any order. {@code results}: {@link TaskFrames}; {@code worker}: where they ran, or empty. */
    record Results(String session, String worker, byte[] results) implements ToClient, Swift {}

    /** Tasks that have begun and go on, and where; {@code worker} empty: they were lost there, and wait again. Of short ones nothing is said. */
    record Begun(String session, String worker, List<Long> tasks) implements ToClient {}

    /** What tasks have printed: whole lines, each with where it comes from. */
    record Printed(String session, byte[] lines) implements ToClient {}

    /** A part of the body of a result that comes after the last of them. If the first byte comes again, all that was before is void. */
    record Body(String session, long task, long offset, long size, byte[] bytes) implements ToClient {}
}
