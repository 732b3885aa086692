package cloud.bleu.cli.terminal;

import cloud.bleu.translate.manifest.PortableYaml;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Locale;
import java.util.Map;

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

  /** A tree of maps, lists and scalars in this format, ending with a line end. */
  public String write(Map<String, ?> tree) {
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
