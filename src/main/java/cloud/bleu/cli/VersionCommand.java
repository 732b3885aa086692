package cloud.bleu.cli;

import cloud.bleu.cli.option.OutputOptions;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.cli.terminal.Program;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the version. */
@Command(
    name = "version",
    mixinStandardHelpOptions = true,
    description = "Prints the version, that of Java and of the API.")
final class VersionCommand implements Callable<Integer> {

  @Mixin private OutputOptions output = new OutputOptions();

  private final IOStreams streams;

  VersionCommand(IOStreams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    if (output.format.isTree()) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("version", Program.version());
      tree.put("java", Runtime.version().toString());
      tree.put("apiVersion", Program.API);
      streams.out().print(output.format.write(tree));
    } else if (output.format == Format.NAME) {
      streams.out().println(Program.version());
    } else {
      Program.versionLines().forEach(streams.out()::println);
    }
    return ExitCode.OK;
  }
}
