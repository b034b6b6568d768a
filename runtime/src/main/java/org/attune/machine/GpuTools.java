package org.attune.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.attune.background.Daemons;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the programs of the drivers which devices there are. One that hangs, fails or talks of something else knows none. */
final class GpuTools {
    private static final Logger LOG = LoggerFactory.getLogger(GpuTools.class);
    private static final Pattern NVIDIA =
            Pattern.compile("^\\s*(GPU (\\d+)|MIG \\S+\\s+Device\\s+\\d+): .*\\(UUID: ((?:GPU|MIG)-[^)\\s]+)\\)\\s*$");
    private static final Pattern AMD = Pattern.compile("^GPU(?:: |\\[)(\\d+)(?:\\s*$|\\].*:.*)");
    private static final Pattern SAYS_NONE = Pattern.compile("(?i)no (amd |nvidia )?(devices|gpus?)\\b");
    private static final int MUCH = 1 << 20;

    private final String searchPath;
    private final Duration limit;

    GpuTools(String searchPath) {
        this(searchPath, Duration.ofSeconds(20));
    }

    GpuTools(String searchPath, Duration limit) {
        this.searchPath = searchPath;
        this.limit = limit;
    }

    boolean isThereAny() {
        return List.of("nvidia-smi", "amd-smi", "rocm-smi").stream()
                .anyMatch(tool -> SearchPath.find(tool, searchPath).isPresent());
    }

    /** What {@code nvidia-smi} says if it fails; absent if it does not, or is not there, or says that there is none. */
    Optional<String> complaint() {
        Answer answer = answer("nvidia-smi", "-L");
        return answer.isThere() ? answer.problem() : Optional.empty();
    }

    /** What to set {@code CUDA_VISIBLE_DEVICES} to for each device; a device that is split is one for each part. */
    List<String> nvidia() {
        List<String> answer = ask("nvidia-smi", "-L");
        List<Matcher> devices =
                answer.stream().map(NVIDIA::matcher).filter(Matcher::matches).toList();
        boolean split = devices.stream().anyMatch(device -> device.group(2) == null);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < devices.size(); i++) {
            Matcher device = devices.get(i);
            boolean isPart = device.group(2) == null;
            boolean hasParts =
                    !isPart && i + 1 < devices.size() && devices.get(i + 1).group(2) == null;
            if (!hasParts) {
                // Numbers count otherwise where a device is split.
                ids.add(split ? device.group(3) : device.group(2));
            }
        }
        warnOfRubbish("nvidia-smi", answer, ids.size());
        return ids;
    }

    /** How many devices {@code amd-smi} or {@code rocm-smi} lists. */
    int amd(String tool) {
        List<String> answer = tool.equals("amd-smi") ? ask(tool, "list") : ask(tool, "--showid");
        int count = (int) answer.stream()
                .map(AMD::matcher)
                .filter(Matcher::matches)
                .map(device -> device.group(1))
                .distinct()
                .count();
        warnOfRubbish(tool, answer, count);
        return count;
    }

    private static void warnOfRubbish(String tool, List<String> answer, int found) {
        boolean saysNone = answer.stream().anyMatch(SAYS_NONE.asPredicate());
        Optional<String> first = answer.stream().filter(line -> !line.isBlank()).findFirst();
        if (found == 0 && !saysNone && first.isPresent()) {
            warn(tool, "it said \"" + first.get().strip() + "\"");
        }
    }

    private record Answer(boolean isThere, List<String> lines, Optional<String> problem) {
        static Answer failed(String problem) {
            return new Answer(true, List.of(), Optional.of(problem));
        }
    }

    private List<String> ask(String tool, String option) {
        Answer answer = answer(tool, option);
        answer.problem().ifPresent(problem -> warn(tool, problem));
        return answer.lines();
    }

    private Answer answer(String tool, String option) {
        Optional<Path> program = SearchPath.find(tool, searchPath);
        if (program.isEmpty()) {
            return new Answer(false, List.of(), Optional.empty());
        }
        Process process = null;
        try {
            process = new ProcessBuilder(program.get().toString(), option)
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String answer = answer(process).get(limit.toNanos(), TimeUnit.NANOSECONDS);
            if (!process.waitFor(1, TimeUnit.SECONDS)) {
                throw new TimeoutException();
            } else if (process.exitValue() == 0 || SAYS_NONE.matcher(answer).find()) {
                return new Answer(true, answer.lines().toList(), Optional.empty());
            }
            String said = answer.strip().lines().findFirst().orElse("nothing");
            return Answer.failed("it failed (exit " + process.exitValue() + ") and said \"" + said + "\"");
        } catch (TimeoutException e) {
            return Answer.failed("it did not end within " + limit.toSeconds() + " s");
        } catch (IOException | ExecutionException e) {
            return Answer.failed(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.failed("it was interrupted");
        } finally {
            if (process != null) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }

    private static CompletableFuture<String> answer(Process process) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Daemons.thread("attune-gpus", () -> {
                    try {
                        byte[] bytes = process.getInputStream().readNBytes(MUCH);
                        answer.complete(new String(bytes, StandardCharsets.UTF_8));
                    } catch (IOException e) {
                        answer.completeExceptionally(e);
                    }
                })
                .start();
        return answer;
    }

    private static void warn(String tool, String problem) {
        LOG.warn("No GPU is used that {} would know of: {}.", tool, problem);
    }
}
