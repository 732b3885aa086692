package cloud.bleu.cli.assess;

import cloud.bleu.assess.model.Severity;
import cloud.bleu.cli.terminal.Choice;
import java.util.Iterator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;

/** How bad a finding has to be for a run of CI to fail. */
public enum FailureLevel {
  BLOCKS(Severity.Blocks),
  CHANGE(Severity.Change),
  LOOK(Severity.Look),
  NEVER(null);

  private final @Nullable Severity severity;

  FailureLevel(@Nullable Severity severity) {
    this.severity = severity;
  }

  /** The least bad severity that fails; null: none does. */
  public @Nullable Severity severity() {
    return severity;
  }

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The level that a person typed. */
  public static final class Typed implements ITypeConverter<FailureLevel> {
    @Override
    public FailureLevel convert(String text) {
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
