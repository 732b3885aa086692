package cloud.bleu.cli.assess;

import static java.util.stream.Collectors.joining;

import cloud.bleu.translate.finding.Problem;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

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
      return Arrays.stream(values())
          .filter(f -> f.toString().equals(text.toLowerCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      Problem.quote(text)
                          + " is not known; accepted: "
                          + Stream.of(values())
                              .map(AssessmentFormat::toString)
                              .collect(joining(", "))));
    }
  }

  /** For help and for shells that complete. */
  public static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(values()).map(AssessmentFormat::toString).iterator();
    }
  }
}
