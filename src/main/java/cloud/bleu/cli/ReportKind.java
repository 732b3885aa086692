package cloud.bleu.cli;

import cloud.bleu.cli.terminal.Choice;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;

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
      return Choice.typed(values(), text);
    }
  }

  /** For help and for shells that complete. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Choice.names(values());
    }
  }
}
