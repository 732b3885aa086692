package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.cli.terminal.ExitCode;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Reports as other programs read them. */
public final class Reports {
  public static final String DAY = "2026-11-24";

  private Reports() {}

  public static String text(String input, String... arguments) {
    List<String> all = new ArrayList<>(List.of("report"));
    all.addAll(Arrays.asList(arguments));
    Typed typed = Typed.withInput(input, all.toArray(String[]::new));
    assertEquals(ExitCode.OK, typed.code(), typed.err());
    return typed.out();
  }

  public static String ofExample(String format, String example, String... more) {
    List<String> all = new ArrayList<>(List.of("--output", format, "--at", DAY));
    all.addAll(List.of("-f", "examples/" + example));
    all.addAll(Arrays.asList(more));
    return text("", all.toArray(String[]::new));
  }

  public static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static List<Map<String, String>> csv(String text) {
    try (MappingIterator<Map<String, String>> records =
        new CsvMapper()
            .readerForMapOf(String.class)
            .with(CsvSchema.emptySchema().withHeader())
            .readValues(text)) {
      return records.readAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The value of a property, empty if there is none. */
  public static String prop(JsonNode tree, String name) {
    return String.join(",", props(tree, name));
  }

  public static List<String> props(JsonNode tree, String name) {
    List<String> values = new ArrayList<>();
    for (JsonNode prop : tree.path("props")) {
      if (prop.path("name").asText().equals(name)) {
        values.add(prop.path("value").asText());
      }
    }
    return values;
  }
}
