package org.attune.wire;

import java.util.List;
import java.util.Map;

/**
 * What a worker must know of a study to run its attempts.
 *
 * @param id unique among all that the cluster ever had
 * @param name of the study
 * @param spec the study file in normal form, as the journal has it
 * @param folder the study file's on the head's machine, in which trials run
 * @param results the study's results folder on the head's machine
 * @param token text of the file {@link #TOKEN_FILE} in both folders: a worker that finds it there shares the folder with the head
 * @param files content hash of the files in {@code folder} that were shipped; empty if the study relies on a shared folder
 * @param classPath of a Java trainable, in its order
 */
public record StudyBrief(
        String id,
        String name,
        Map<String, Object> spec,
        String folder,
        String results,
        String token,
        String files,
        List<ClassPathEntry> classPath) {
    public static final String TOKEN_FILE = ".attune-shared";
}
