package org.attune.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystems;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.attune.analysis.LoadedStudy;
import org.attune.trial.OutputReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "logs",
        header = "Prints what a trial printed.",
        footer = {"  attune logs cgconv 14", "  attune logs cgconv 14 -f      go on until the trial ends"})
final class LogsCommand implements Callable<Integer> {

    @Mixin
    private StudyArgument study;

    @Parameters(index = "1", paramLabel = "TRIAL", description = "Number of the trial, from 0.")
    private int trial;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what it prints from now on, until it ends.")
    private boolean follow;

    @ParentCommand
    private AttuneCommand attune;

    @Override
    public Integer call() throws IOException {
        LoadedStudy loaded = study.load();
        Trials.find(loaded, trial);
        OutputStream out = attune.bytes();
        try (OutputReader reader = new OutputReader(loaded.folder(), trial)) {
            reader.copy(out);
            out.flush();
            if (follow) {
                follow(reader, loaded.folder(), out);
            }
        } catch (NoSuchFileException e) {
            throw new BadInput("no trial of the study '" + loaded.name() + "' has printed anything.", e);
        }
        return ExitCode.OK;
    }

    private void follow(OutputReader reader, Path folder, OutputStream out) throws IOException {
        try (WatchService watch = FileSystems.getDefault().newWatchService()) {
            WatchKey key = folder.register(watch, StandardWatchEventKinds.ENTRY_MODIFY);
            boolean ended = false;
            while (!ended) {
                // Not every file system tells of changes, so what happened is looked at once a second in any case.
                watch.poll(1, TimeUnit.SECONDS);
                key.pollEvents();
                key.reset();
                ended = !reader.copy(out) && hasEnded(LoadedStudy.read(folder));
                out.flush();
            }
            reader.copy(out);
            out.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean hasEnded(LoadedStudy loaded) {
        return loaded.study().trial(trial).state().isFinal() || loaded.head().isEmpty();
    }
}
