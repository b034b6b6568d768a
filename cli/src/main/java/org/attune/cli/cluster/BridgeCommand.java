package org.attune.cli.cluster;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.attune.cli.BadInput;
import org.attune.cli.ExitCode;
import org.attune.client.bridge.Bridge;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "bridge",
        hidden = true,
        header =
                "Connects a program to a cluster through standard input and output. Run by clients in other languages, not by people.",
        footer = {"  attune bridge --cluster DIR"})
public final class BridgeCommand implements Callable<Integer> {

    @Mixin
    private HeadOptions head;

    /** Of the cluster in a folder. */
    public static BridgeCommand of(Path cluster) {
        BridgeCommand bridge = new BridgeCommand();
        bridge.head = HeadOptions.of(cluster, null, null);
        return bridge;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        try (HeadAccess access = dial(head::dial, out)) {
            // That of a pipe tells at both ends how much lies in it.
            new Bridge(access.client(), System.in, out, new FileInputStream(FileDescriptor.out)).run();
            return ExitCode.OK;
        } catch (BadInput | IOException e) {
            return ExitCode.BAD_INPUT; // the program was told
        }
    }

    /** A way to the head. */
    interface Way {
        HeadAccess dial() throws IOException, InterruptedException;
    }

    /** Goes it, or tells the program why there is none. */
    static HeadAccess dial(Way way, OutputStream out) throws IOException, InterruptedException {
        try {
            return way.dial();
        } catch (BadInput | IOException e) {
            Bridge.refuse(out, e.getMessage());
            throw e;
        }
    }
}
