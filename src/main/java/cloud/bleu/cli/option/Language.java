package cloud.bleu.cli.option;

import cloud.bleu.translate.finding.Problem;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

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
      return Arrays.stream(values())
          .filter(l -> l.toString().equals(text.toLowerCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      Problem.quote(text) + " is not known; accepted: en, fr"));
    }
  }

  /** For help and for shells that complete. */
  public static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(values()).map(Language::toString).iterator();
    }
  }
}
