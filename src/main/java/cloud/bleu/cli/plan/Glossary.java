package cloud.bleu.cli.plan;

import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.model.NearestName;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What every code means that is printed, and which rule stands behind a name of a policy. */
public final class Glossary {
  private static final String FILE = "codes.properties";
  private static final String STATEMENT = "statement.";
  private static final String OF_THE_CHECK = "@check";

  private final Properties entries = new Properties();

  /**
   * Reads the texts from the jar.
   *
   * @throws IllegalStateException when the jar lacks them
   */
  public Glossary() {
    try (InputStream in = Glossary.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is not in the jar");
      }
      entries.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A code.
   *
   * @param meaning what is the case
   * @param next what to do about it
   * @param rules of the catalogue that give it
   * @param ofTheCheck whether the engine's own check gives it, which is a defect
   */
  public record Entry(
      String code, String meaning, String next, List<String> rules, boolean ofTheCheck) {}

  /** Every code there is. */
  public SortedSet<String> codes() {
    SortedSet<String> codes = new TreeSet<>(entries.stringPropertyNames());
    codes.removeIf(key -> key.startsWith(STATEMENT));
    return codes;
  }

  /** The names that the shipped policies give to their rules. */
  public SortedSet<String> statements() {
    SortedSet<String> names = new TreeSet<>();
    for (String key : entries.stringPropertyNames()) {
      if (key.startsWith(STATEMENT)) {
        names.add(key.substring(STATEMENT.length()));
      }
    }
    return names;
  }

  /** The id of the rule that the shipped policies call so; null if none does. */
  public @Nullable String rule(String statement) {
    return entries.getProperty(STATEMENT + statement);
  }

  /** What a code means, however its letters are typed; null if there is none. */
  public @Nullable Entry of(String typed) {
    String code = codes().stream().filter(c -> c.equalsIgnoreCase(typed)).findFirst().orElse(null);
    String text = code == null ? null : entries.getProperty(code);
    if (code == null || text == null) {
      return null;
    }
    List<String> rules =
        Catalogue.rules().stream()
            .map(r -> r.declaration())
            .filter(d -> d.codes().contains(code))
            .map(d -> d.id())
            .toList();
    if (text.equals(OF_THE_CHECK)) {
      return new Entry(
          code,
          "The independent check of the engine found this in a decision, which is not used.",
          "Report it with its message: it is a defect of Bleu.",
          rules,
          true);
    }
    int bar = text.indexOf(" | ");
    return new Entry(
        code, text.substring(0, bar), text.substring(bar + " | ".length()), rules, false);
  }

  /** The nearest rule, name or code to what was typed. */
  public Optional<String> nearest(String typed) {
    SortedSet<String> known = codes();
    known.addAll(statements());
    Catalogue.rules().forEach(r -> known.add(r.declaration().id()));
    return NearestName.of(typed, known);
  }
}
