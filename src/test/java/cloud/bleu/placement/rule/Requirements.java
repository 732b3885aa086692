package cloud.bleu.placement.rule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The lettered identifiers of SecNumCloud 3.2 as they were read from the text, each with what it is
 * about: what the ledger of requirements is held against.
 */
final class Requirements {

  /** By chapter, section and letter: 9.2.a before 19.2.a. */
  static final Comparator<String> ORDER =
      Comparator.comparing(
          id -> {
            StringBuilder key = new StringBuilder();
            for (String part : id.split("\\.")) {
              key.append("0".repeat(Math.max(0, 3 - part.length()))).append(part);
            }
            return key.toString();
          });

  static final SortedMap<String, String> TEXTS = read();

  private Requirements() {}

  private static SortedMap<String, String> read() {
    try (var in = Requirements.class.getResourceAsStream("/secnumcloud/requirements.psv")) {
      Stream<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
      TreeMap<String, String> texts = new TreeMap<>(ORDER);
      lines
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .map(line -> line.split("\\|", 3))
          .forEach(fields -> texts.put(fields[0], fields[2]));
      return Collections.unmodifiableSortedMap(texts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
