package cloud.bleu.cli.terminal;

import cloud.bleu.credential.Credentials;
import cloud.bleu.translate.manifest.PortableYaml;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a result is written. */
public enum Format {
  TABLE,
  WIDE,
  NAME,
  JSON,
  YAML;

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is for programs: a tree of maps and lists. */
  public boolean isTree() {
    return this == JSON || this == YAML;
  }

  /** The format that a person typed. */
  public static Format typed(String text) {
    return Choice.typed(values(), text);
  }

  /**
   * An answer in this format, ending with a line end: a tree of maps, lists and scalars. Texts in
   * it are without credentials, as others are quoted there.
   */
  public String write(Map<String, ?> tree) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    tree.forEach((key, value) -> shown.put(key, shown(value)));
    return document(shown);
  }

  private static @Nullable Object shown(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, @Nullable Object> shown = new LinkedHashMap<>();
      map.forEach((key, held) -> shown.put(key, shown(held)));
      return shown;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> shown = new ArrayList<>();
      list.forEach(held -> shown.add(shown(held)));
      return shown;
    }
    return value instanceof String text ? Credentials.hidden(text) : value;
  }

  /**
   * Writes an object or a document of its own: every text as it stands there, credentials included.
   */
  public String document(Map<String, ?> tree) {
    if (this == YAML) {
      return PortableYaml.write(tree);
    }
    try {
      DefaultPrettyPrinter printer =
          new DefaultPrettyPrinter(
              Separators.createDefaultInstance()
                  .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                  .withObjectEmptySeparator("")
                  .withArrayEmptySeparator(""));
      DefaultIndenter lines = new DefaultIndenter("  ", "\n");
      printer.indentArraysWith(lines);
      printer.indentObjectsWith(lines);
      return new JsonMapper().writer(printer).writeValueAsString(tree) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
