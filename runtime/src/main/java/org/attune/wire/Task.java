package org.attune.wire;

/**
 * A call of a remote function. Tasks travel many to a message, in the form of {@link TaskFrames}.
 *
 * @param id within its session
 * @param body the arguments, serialised: nothing between client and worker looks inside
 */
public record Task(long id, byte[] body) {}
