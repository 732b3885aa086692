package cloud.bleu.cli.option;

import cloud.bleu.cli.terminal.Choice;
import java.util.Iterator;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;

/** In which explanations can be given. */
public enum Language {
  EN,
  FR;

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The language that a person typed. */
  public static final class Typed implements ITypeConverter<Language> {
    @Override
    public Language convert(String text) {
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
