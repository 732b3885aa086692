package cloud.bleu.cli;

import cloud.bleu.translate.finding.Problem;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What {@code bleu report} can write. */
enum ReportKind {
  OSCAL("oscal"),
  CSV("csv"),
  HTML("html"),
  JSON("json"),
  OSCAL_CATALOG("oscal-catalog");

  private final String typed;

  ReportKind(String typed) {
    this.typed = typed;
  }

  /** As it is typed. */
  @Override
  public String toString() {
    return typed;
  }

  /** Whether it is the page of the estate. */
  boolean isPage() {
    return this == HTML || this == JSON;
  }

  /** The one that a person typed. */
  static final class Typed implements ITypeConverter<ReportKind> {
    @Override
    public ReportKind convert(String text) {
      return Stream.of(values())
          .filter(k -> k.typed.equals(text.toLowerCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      Problem.quote(text)
                          + " is not known; accepted: "
                          + String.join(", ", new Names())));
    }
  }

  /** For help and for shells that complete. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(values()).map(ReportKind::toString).iterator();
    }
  }
}
