package cloud.bleu.cli.assess;

import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.Choice;
import cloud.bleu.cli.terminal.Format;
import java.util.Iterator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;

/** How an assessment is written. */
public enum AssessmentFormat {
  TABLE,
  WIDE,
  NAME,
  JSON,
  YAML,
  SARIF,
  JUNIT,
  MARKDOWN,
  DOT,
  MERMAID;

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The same where it is one of those that every verb has; null where it is not. */
  public @Nullable Format ofEveryVerb() {
    return switch (this) {
      case TABLE -> Format.TABLE;
      case WIDE -> Format.WIDE;
      case NAME -> Format.NAME;
      case JSON -> Format.JSON;
      case YAML -> Format.YAML;
      case SARIF, JUNIT, MARKDOWN, DOT, MERMAID -> null;
    };
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

  /** The format that a person typed. */
  public static final class Typed implements ITypeConverter<AssessmentFormat> {
    @Override
    public AssessmentFormat convert(String text) {
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
