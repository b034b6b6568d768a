package org.attune.cli;

import picocli.CommandLine.Command;

@Command(name = "attune", mixinStandardHelpOptions = true, versionProvider = Version.class)
final class AttuneCommand implements Runnable {
    @Override
    public void run() {}
}
