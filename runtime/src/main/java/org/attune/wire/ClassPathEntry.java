package org.attune.wire;

/**
 * A jar or a folder of classes that a Java trainable needs.
 *
 * @param path where it lies for whoever submits the study
 * @param hash SHA-256 of what is in it, under which it may have been shipped
 * @param size bytes in it: whatever has more is not the same, and need not be read
 * @param count files, folders and links in it; 1 of a jar
 */
public record ClassPathEntry(String path, String hash, long size, long count) {}
