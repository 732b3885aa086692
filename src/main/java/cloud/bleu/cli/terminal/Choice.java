package cloud.bleu.cli.terminal;

import static java.util.stream.Collectors.joining;

import cloud.bleu.credential.ShownText;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import picocli.CommandLine.TypeConversionException;

/** Options that accept a few words, each the text of a value. */
public final class Choice {

  private Choice() {}

  /**
   * The value that a person typed, in capitals or not.
   *
   * @param all the values, in the order in which they are named
   * @throws TypeConversionException where it is none of them; it names them all
   */
  public static <E> E typed(E[] all, String text) {
    return Arrays.stream(all)
        .filter(one -> one.toString().equals(text.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    ShownText.quote(text)
                        + " is not known; accepted: "
                        + Arrays.stream(all).map(Object::toString).collect(joining(", "))));
  }

  /** The words, for help and for shells that complete. */
  public static <E> Iterator<String> names(E[] all) {
    return Arrays.stream(all).map(Object::toString).iterator();
  }
}
