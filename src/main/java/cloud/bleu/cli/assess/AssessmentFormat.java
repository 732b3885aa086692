package cloud.bleu.cli.assess;

import cloud.bleu.cli.terminal.Choice;
import java.util.Iterator;
import java.util.Locale;
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
  MARKDOWN;

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
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
