package org.attune.wire;

/**
 * A jar or a folder of classes that a Java trainable needs.
 *
 * @param path where it lies for whoever submits the study
 * @param hash SHA-256 of what is in it, under which it may have been shipped
 */
public record ClassPathEntry(String path, String hash) {}
