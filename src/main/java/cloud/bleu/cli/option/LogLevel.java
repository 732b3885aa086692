package cloud.bleu.cli.option;

import cloud.bleu.cli.terminal.Choice;
import java.util.Iterator;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;

/** How much the operator logs of what it does itself. */
public enum LogLevel {
  ERROR,
  WARN,
  INFO,
  DEBUG;

  /** As it is typed; capitals are accepted as well. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The level that a person typed. */
  public static final class Typed implements ITypeConverter<LogLevel> {
    @Override
    public LogLevel convert(String text) {
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
