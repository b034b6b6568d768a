package org.attune.trial;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.attune.machine.Gpus;
import org.attune.space.Configuration;
import org.attune.spec.Resources;
import org.attune.text.Json;
import org.attune.wire.ToWorker.Gang;

/** Builds the environment of one attempt on top of this process's own, as docs/trial-protocol.md has it. */
public final class TrialEnvironment {
    private static final Set<String> OWN = Set.of(
            "ATTUNE_STUDY",
            "ATTUNE_TRIAL",
            "ATTUNE_ATTEMPT",
            "ATTUNE_CONFIG",
            "ATTUNE_RESOURCES",
            "ATTUNE_CHECKPOINT",
            "ATTUNE_STEP",
            "ATTUNE_UNTIL",
            "ATTUNE_SAVE",
            "ATTUNE_METRIC",
            "ATTUNE_PIPES",
            "ATTUNE_WORKER",
            "ATTUNE_RANK",
            "ATTUNE_WORLD_SIZE",
            "ATTUNE_ADDRESS",
            "ATTUNE_PORT");

    private final Map<String, String> variables;
    private int threads;

    /** Starts from the given environment, less what another trial around this process was given. */
    public TrialEnvironment(Map<String, String> inherited) {
        variables = new TreeMap<>(inherited);
        removeOwn(variables);
    }

    /** Takes away what a trial around this process was given. */
    public static void removeOwn(Map<String, String> environment) {
        environment.keySet().removeAll(OWN);
    }

    public TrialEnvironment study(String name, String metric) {
        variables.put("ATTUNE_STUDY", name);
        variables.put("ATTUNE_METRIC", metric);
        return this;
    }

    /** Marks what runs for a worker, so that it can be found. */
    public TrialEnvironment worker(String id) {
        variables.put("ATTUNE_WORKER", id);
        return this;
    }

    public TrialEnvironment attempt(String worker, int trial, int attempt) {
        worker(worker);
        variables.put("ATTUNE_TRIAL", Integer.toString(trial));
        variables.put("ATTUNE_ATTEMPT", Integer.toString(attempt));
        return this;
    }

    public TrialEnvironment configuration(Configuration configuration) {
        variables.put("ATTUNE_CONFIG", ascii(Json.text(configuration.nested())));
        return this;
    }

    public TrialEnvironment steps(int from, OptionalInt until) {
        variables.put("ATTUNE_STEP", Integer.toString(from));
        until.ifPresent(step -> variables.put("ATTUNE_UNTIL", Integer.toString(step)));
        return this;
    }

    public TrialEnvironment checkpoint(Path folder) {
        variables.put("ATTUNE_CHECKPOINT", folder.toString());
        return this;
    }

    public TrialEnvironment save(Path folder) {
        variables.put("ATTUNE_SAVE", folder.toString());
        return this;
    }

    /** Tells its place among the parts of a trial, in Attune's words and in torch's. */
    public TrialEnvironment gang(Gang gang) {
        String rank = Integer.toString(gang.rank());
        String size = Integer.toString(gang.size());
        String port = Integer.toString(gang.port());
        variables.put("ATTUNE_RANK", rank);
        variables.put("ATTUNE_WORLD_SIZE", size);
        variables.put("ATTUNE_ADDRESS", gang.address());
        variables.put("ATTUNE_PORT", port);
        variables.put("RANK", rank);
        variables.put("WORLD_SIZE", size);
        variables.put("LOCAL_RANK", "0");
        variables.put("MASTER_ADDR", gang.address());
        variables.put("MASTER_PORT", port);
        return this;
    }

    /** Tells the resources, and the numerical libraries how many threads to use unless the user has or they are to be left alone. */
    public TrialEnvironment resources(Resources resources) {
        variables.put("ATTUNE_RESOURCES", Json.text(resources.amounts()));
        if (resources.threads()) {
            threads = ThreadVariables.set(variables, Math.max(1, (int) resources.cpu()));
        }
        return this;
    }

    /** Tells the numerical libraries how many threads to use, unless the user has. */
    public TrialEnvironment threads(int number) {
        threads = ThreadVariables.set(variables, number);
        return this;
    }

    /** Shows the trial its devices, and no others. */
    public TrialEnvironment gpus(Gpus all, List<String> devices) {
        all.show(devices, variables);
        return this;
    }

    /** Lets Python find a module in the folder, and shows its prints at once. */
    public TrialEnvironment python(Path client) {
        variables.merge("PYTHONPATH", client.toString(), (old, folder) -> folder + File.pathSeparator + old);
        variables.putIfAbsent("PYTHONUNBUFFERED", "1");
        return this;
    }

    /** Makes a virtual environment's programs the first on the search path. */
    public TrialEnvironment virtualEnvironment(Path folder) {
        variables.put("VIRTUAL_ENV", folder.toString());
        variables.remove("PYTHONHOME");
        variables.merge("PATH", folder.resolve("bin").toString(), (old, bin) -> bin + File.pathSeparator + old);
        return this;
    }

    public Map<String, String> variables() {
        return variables;
    }

    /** What the variables of numerical libraries were set to; 0 if they were left alone. */
    public int threads() {
        return threads;
    }

    /** JSON text without other letters than ASCII, which no locale can spoil on its way. */
    private static String ascii(String json) {
        StringBuilder text = new StringBuilder(json.length());
        json.chars().forEach(c -> {
            if (c < 127) {
                text.append((char) c);
            } else {
                text.append(String.format("\\u%04x", c));
            }
        });
        return text.toString();
    }
}
