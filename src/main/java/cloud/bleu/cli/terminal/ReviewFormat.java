package cloud.bleu.cli.terminal;

import java.util.Iterator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;

/** How findings are written: for people and programs, and for CI systems and forges. */
public enum ReviewFormat {
  TABLE,
  WIDE,
  NAME,
  JSON,
  YAML,
  SARIF,
  JUNIT,
  MARKDOWN;

  /** The same among the formats of every verb; null for one that only findings have. */
  public @Nullable Format general() {
    return switch (this) {
      case TABLE -> Format.TABLE;
      case WIDE -> Format.WIDE;
      case NAME -> Format.NAME;
      case JSON -> Format.JSON;
      case YAML -> Format.YAML;
      case SARIF, JUNIT, MARKDOWN -> null;
    };
  }

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The format that a person typed. */
  public static final class Typed implements ITypeConverter<ReviewFormat> {
    @Override
    public ReviewFormat convert(String text) {
      return Choice.typed(values(), text);
    }
  }

  /** For help and for shells that complete. */
  public static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Choice.names(values());
    }
  }
}
