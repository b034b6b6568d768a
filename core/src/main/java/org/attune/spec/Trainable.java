package org.attune.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What runs a trial. Paths are relative to the folder of the study file, which is also the working directory. */
public sealed interface Trainable {

    /** As the study file writes it: {@code {"python": "train.py:train"}}; empty for {@link Caller}. */
    Map<String, Object> definition();

    /** pip requirements of the environment that trials run in, if they have one of their own. */
    default Optional<String> requirements() {
        return Optional.empty();
    }

    /**
     * A program.
     *
     * @param words the command line; {@code {lr}} stands for the value of {@code lr}, <code>{{</code> and <code>}}</code> for braces
     *     ({@link Placeholders})
     * @param report regular expression ({@link ReportPattern}) with a named group for each metric, for programs that print reports in a form of their own
     * @param requirements pip requirements of the environment whose {@code python} the command finds first
     */
    record Command(List<String> words, Optional<String> report, Optional<String> requirements) implements Trainable {
        public Command {
            words = List.copyOf(words);
        }

        @Override
        public Map<String, Object> definition() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("command", words);
            report.ifPresent(pattern -> map.put("report", pattern));
            requirements.ifPresent(file -> map.put("requirements", file));
            return map;
        }
    }

    /** A function of a Python file that takes the configuration as a dict. */
    record PythonFunction(String file, String function, Optional<String> requirements, Start start)
            implements Trainable {
        public PythonFunction(String file, String function, Optional<String> requirements) {
            this(file, function, requirements, Start.FORK);
        }

        @Override
        public Map<String, Object> definition() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("python", file + ":" + function);
            requirements.ifPresent(path -> map.put("requirements", path));
            if (start != Start.FORK) {
                map.put("start", start.text());
            }
            return map;
        }
    }

    /**
     * A class on the class path that implements {@code org.attune.tuner.JavaTrainable} and has a constructor without parameters.
     *
     * @param inThread whether a run on one machine calls it in threads of its own rather than in a process for each attempt
     * @param options of the virtual machine of each process: {@code -Xmx2g}
     */
    record JavaClass(String name, boolean inThread, List<String> options) implements Trainable {
        public JavaClass {
            options = List.copyOf(options);
        }

        public JavaClass(String name) {
            this(name, false, List.of());
        }

        @Override
        public Map<String, Object> definition() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("java", name);
            if (inThread) {
                map.put("start", "thread");
            }
            if (!options.isEmpty()) {
                map.put("options", options);
            }
            return map;
        }
    }

    /** A lambda, or the caller of {@code ask} and {@code tell}: nothing that a file could name. */
    record Caller() implements Trainable {
        @Override
        public Map<String, Object> definition() {
            return Map.of();
        }
    }
}
