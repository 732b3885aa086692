package cloud.bleu.cli;

import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.translate.manifest.JsonSchemas;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes the schemas of the kinds for tools that look at manifests before they are applied. */
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a JSON schema for each kind into a directory, for editors and for kubeconform. Needs no"
          + " network.",
      "A field that a kind does not have is an error in them; the API server drops it."
    })
final class SchemaCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "DIRECTORY",
      description = "Where to; made if it is not there. Files of the same names are replaced.")
  private Path directory = Path.of("");

  private final IOStreams streams;

  SchemaCommand(IOStreams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    SortedMap<String, ObjectNode> files = JsonSchemas.files();
    try {
      Files.createDirectories(directory);
      for (Map.Entry<String, ObjectNode> file : files.entrySet()) {
        Map<String, Object> tree =
            new JsonMapper().convertValue(file.getValue(), new TypeReference<>() {});
        Files.writeString(directory.resolve(file.getKey()), Format.JSON.document(tree));
      }
    } catch (IOException e) {
      throw new BadInputException(
          directory + ": cannot be written; give a directory that you may write into");
    }
    streams.out().println(files.size() + " schemas in " + directory);
    streams
        .out()
        .println(
            "kubeconform -strict -schema-location default -schema-location '"
                + directory
                + "/{{.ResourceKind}}{{.KindSuffix}}.json' FILE...");
    streams.out().println("# yaml-language-server: $schema=" + directory.resolve(JsonSchemas.ALL));
    if (!directory.isAbsolute()) {
      streams
          .out()
          .println(
              "That line is for a file in this directory; from one below, begin the path with ../");
    }
    return ExitCode.OK;
  }
}
