package org.attune.wire;

/**
 * A call of a remote function.
 *
 * @param id within its session
 * @param code content hash of the jar that has the class, or name of the Python module
 * @param body the call, serialised: nothing between client and worker looks inside
 */
public record Task(long id, String code, byte[] body) {}
