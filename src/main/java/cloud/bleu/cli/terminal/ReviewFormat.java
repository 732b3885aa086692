package cloud.bleu.cli.terminal;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;

/**
 * How findings are written: for people and programs, for CI systems and forges, as drawings of what
 * depends on what, and as a page.
 */
public enum ReviewFormat {
  TABLE,
  WIDE,
  NAME,
  JSON,
  YAML,
  SARIF,
  JUNIT,
  MARKDOWN,
  DOT,
  MERMAID,
  HTML;

  /** Those in which a verb without drawings and pages prints. */
  private static final ReviewFormat[] WITHOUT_DRAWINGS = Arrays.copyOf(values(), 8);

  /** Its counterpart among the formats of every verb; null for one that only findings have. */
  public @Nullable Format general() {
    return switch (this) {
      case TABLE -> Format.TABLE;
      case WIDE -> Format.WIDE;
      case NAME -> Format.NAME;
      case JSON -> Format.JSON;
      case YAML -> Format.YAML;
      case SARIF, JUNIT, MARKDOWN, DOT, MERMAID, HTML -> null;
    };
  }

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What is thrown for a format that something is not printed in.
   *
   * @param what the option, and what it prints
   * @param accepted the formats that it has
   */
  public BadInputException refusal(String what, String accepted) {
    return new BadInputException(what + " has no -o " + this + "; accepted: " + accepted);
  }

  /** The format that a person typed, where there are no drawings. */
  public static final class Typed implements ITypeConverter<ReviewFormat> {
    @Override
    public ReviewFormat convert(String text) {
      return Choice.typed(WITHOUT_DRAWINGS, text);
    }
  }

  /** Those for help and for shells that complete. */
  public static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Choice.names(WITHOUT_DRAWINGS);
    }
  }

  /** The format that a person typed, of all. */
  public static final class TypedOfAll implements ITypeConverter<ReviewFormat> {
    @Override
    public ReviewFormat convert(String text) {
      return Choice.typed(values(), text);
    }
  }

  /** All of them, for help and for shells that complete. */
  public static final class AllNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Choice.names(values());
    }
  }
}
